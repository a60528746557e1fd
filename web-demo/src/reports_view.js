// SPDX-License-Identifier: Apache-2.0
// The reports of a service: a form, and the answer in both modes.

import { parsedRequest, startingNow, startingRequest } from './reports/request.js';
import { SERVICES, formOf } from './reports/forms.js';
import { makeSegments } from './ui/controls.js';
import { h, put } from './ui/dom.js';
import { makeReportAnswer } from './ui/report_answer.js';
import { makeReportForm } from './ui/report_form.js';

/** Whose events a service's reports are about. */
const DIALECTS = { lago: 'lago', seatsio: 'seatsio' };

export class ReportsView {
  #store;
  #session;
  #onData;
  #loaded;
  #which;
  #form;
  #answer;
  #hint = h('div.notice.hint', { hidden: true });
  #wrong = h('p.notice', { role: 'alert', hidden: true });
  #title = h('h2', {});

  /** @param {{ store: object, session: object, onData: (data: string) => void }} given */
  constructor({ store, session, onData }) {
    this.#store = store;
    this.#session = session;
    this.#onData = onData;
    this.#which = makeSegments({ label: 'Report', onChange: (report) => store.set({ report, ask: '' }) });
    this.#form = makeReportForm({
      onRequest: (request) => store.set({ ask: JSON.stringify(request) }),
      onNow: (now) => store.set({ now }),
      onCatalog: (text) => this.#takeCatalog(text),
    });
    this.#answer = makeReportAnswer({ onMode: (mode) => store.set({ exact: mode === 'exact' }) });
    this.node = h('div.view.reports', {}, h('header.report-head', {}, this.#title, this.#which.node), this.#hint, this.#wrong,
      h('div.report-columns', {}, this.#form.node, this.#answer.node));
    store.listen(({ view }) => this.#loaded && this.node.isConnected && view in SERVICES && this.#refresh());
  }

  /** Answers over these events. */
  open(loaded) {
    this.#loaded = loaded;
    return this.#refresh();
  }

  async #refresh() {
    const { state } = this.#store;
    const { view: service } = state;
    const form = formOf(service, state.report);
    const request = parsedRequest(state.ask) ?? startingRequest(form.report, this.#loaded);
    const call = { request, now: state.now || startingNow(this.#loaded), mode: state.exact ? 'exact' : 'as-is' };
    const { title, forms } = SERVICES[service];
    this.#title.textContent = `${title} · ${form.method} ${form.path}`;
    this.#which.node.hidden = forms.length < 2;
    this.#which.set(forms.map(({ report, title: name }) => ({ value: report, name })), form.report);
    this.#form.set({ form, request, now: call.now, loaded: this.#loaded, needsCatalog: service !== 'flexprice' });
    this.#showHint(service);
    await this.#orSay(async () => {
      const answers = await this.#session.report({ report: form.report, request, now: call.now });
      if (state === this.#store.state) this.#answer.set({ service, form, call, answers, loaded: this.#loaded });
    });
  }

  async #takeCatalog(text) {
    const isTaken = await this.#orSay(async () => {
      await this.#session.setCatalog(text);
      this.#loaded.catalog = text;
    });
    if (isTaken) await this.#refresh();
  }

  /** Whether something could be done; if not, why is said. */
  async #orSay(work) {
    try {
      await work();
      this.#wrong.hidden = true;
    } catch (error) {
      this.#wrong.textContent = error.message;
      this.#wrong.hidden = false;
    }
    return this.#wrong.hidden;
  }

  #showHint(service) {
    const wanted = DIALECTS[service];
    this.#hint.hidden = !wanted || this.#loaded.dialect === wanted;
    const { title, sample } = SERVICES[service];
    const take = h('button.button', { type: 'button', on: { click: () => this.#onData(sample) } }, 'Take the sample');
    put(this.#hint, h('span', {}, `The events that are loaded are not in the shape of ${title}, so its reports have nothing to count.`), take);
  }
}

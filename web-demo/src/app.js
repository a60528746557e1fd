// SPDX-License-Identifier: Apache-2.0
// The page: what is loaded, what was chosen, and which view of it stands.

import { inputOf, nameOfData } from './data/samples.js';
import { startSession } from './engine/session.js';
import { exact } from './format/numbers.js';
import { startingState } from './state/starting.js';
import { defaults } from './state/state.js';
import { makeStore } from './state/store.js';
import { acceptDrops, makeLanding } from './ui/landing.js';
import { h, put } from './ui/dom.js';
import { makeHeader } from './ui/header.js';
import { makeProgress } from './ui/progress.js';
import { makeSourcePanel } from './ui/source_panel.js';

export class App {
  #store = makeStore();
  #session = startSession();
  #progress = makeProgress({ onCancel: () => this.#session.cancel() });
  #notice = h('p.notice', { role: 'alert', hidden: true });
  #main = h('main', { id: 'main' });
  #landing = makeLanding({ onInput: (input, name) => this.#loadFile(input, name), onData: (data) => this.#loadNamed(data) });
  #source = makeSourcePanel({ onGiven: (given) => this.#load(this.#current.input, this.#current.name, given) });
  /** Made when they are first needed, so that the page stands sooner. */
  #views = {};
  #header = makeHeader({
    onTheme: () => this.#views.explore?.redraw(),
    onNew: () => this.#leave(),
    onChoose: () => this.#landing.choose(),
    onView: (view) => this.#store.set({ view, report: '', ask: '' }),
  });
  /** What is loaded, or on its way: { input, name, data, loaded }. */
  #current;

  constructor(root) {
    put(root, this.#header.node, h('div.page', {}, this.#notice, this.#progress.node, this.#main));
    this.#store.listen((state, before) => {
      if (state.data !== before.data) this.#open();
      else if (state.view !== before.view && this.#current?.loaded) this.#mount();
    });
    acceptDrops((input, name) => this.#loadFile(input, name));
    this.#open();
  }

  #loadFile(input, name) {
    // A link of someone else's view holds for the file that is opened under it; what was chosen for other events does not.
    const fresh = this.#current?.loaded ? { ...defaults(), view: this.#store.state.view } : {};
    this.#current = { data: '' };
    this.#store.set({ ...fresh, data: '' }, { replace: !fresh.view });
    return this.#load(input, name);
  }

  #loadNamed(data) {
    if (this.#store.state.data === data) this.#current = undefined;
    this.#store.set({ ...defaults(), view: this.#store.state.view, data });
    if (!this.#current) this.#open();
  }

  async #load(input, name, given) {
    const turn = { input, name, data: this.#store.state.data };
    this.#current = turn;
    this.#say();
    put(this.#main);
    this.#progress.start(name);
    import('./view.js');
    try {
      const loaded = await this.#session.load(await input, given, this.#progress.tell);
      if (turn !== this.#current) return;
      this.#progress.end();
      this.#show(loaded, name);
    } catch (error) {
      if (turn !== this.#current) return;
      this.#progress.end();
      this.#say(error.message.includes(name) ? error.message : `${name}: ${error.message}`);
      put(this.#main, this.#landing.node);
    }
  }

  #show(loaded, name) {
    this.#header.set({ name, ...loaded });
    this.#source.set(loaded);
    this.#say(remarkOf(loaded));
    if (!loaded.hours) return put(this.#main, this.#source.node);
    this.#store.set(startingState(this.#store.state, loaded), { replace: true });
    this.#current.loaded = loaded;
    return this.#mount();
  }

  async #mount() {
    const { view } = this.#store.state;
    const { loaded } = this.#current;
    const makers = { explore: () => this.#explore(), pricing: () => this.#pricing() };
    const shown = await (makers[view] ?? (() => this.#reports()))();
    if (loaded !== this.#current?.loaded || view !== this.#store.state.view) return undefined;
    this.#header.setView(view);
    put(this.#main, h('h1.sr-only', {}, `Usage: ${this.#current.name}`), shown.node);
    return shown.open(loaded);
  }

  async #explore() {
    const { View } = await import('./view.js');
    return (this.#views.explore ??= new View({ store: this.#store, session: this.#session, source: this.#source.node }));
  }

  async #pricing() {
    const { PricingView } = await import('./pricing_view.js');
    return (this.#views.pricing ??= new PricingView({ store: this.#store, session: this.#session }));
  }

  async #reports() {
    const { ReportsView } = await import('./reports_view.js');
    const given = { store: this.#store, session: this.#session, onData: (data) => this.#loadNamed(data) };
    return (this.#views.reports ??= new ReportsView(given));
  }

  // What the address names is loaded; without a name it is a file, which only its owner can open.
  #open() {
    const { data } = this.#store.state;
    if (data && this.#current?.data !== data) this.#load(inputOf(data), nameOfData(data));
    else if (!data && (!this.#current || this.#current.data)) this.#close();
  }

  #leave() {
    this.#store.set(defaults());
    this.#close();
  }

  #close() {
    this.#current = undefined;
    this.#session.cancel();
    this.#progress.end();
    this.#say();
    this.#header.set(undefined);
    put(this.#main, this.#landing.node);
  }

  #say(text = '') {
    this.#notice.textContent = text;
    this.#notice.hidden = text === '';
  }
}

function remarkOf({ failure, cancelled, accepted, refused }) {
  if (failure) return `The reading ended early: ${failure}. What had arrived is shown.`;
  if (cancelled) return 'Stopped. What had arrived until then is shown.';
  if (accepted > 0) return undefined;
  if (refused === 0) return 'There is no event in it.';
  return `None of ${exact(String(refused))} records is an event in this shape. Say below where the facts stand.`;
}

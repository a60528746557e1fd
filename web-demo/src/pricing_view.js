// SPDX-License-Identifier: Apache-2.0
// Plan A against plan B: the same events priced twice, exactly, whenever a price is edited.

import { change } from './format/numbers.js';
import { dateOf } from './format/times.js';
import { CURRENCY, compared, readPlan, startingPlans } from './pricing/plan.js';
import { keyOf, nameOf } from './query/fields.js';
import { startingNow } from './reports/request.js';
import { makeSelect } from './ui/controls.js';
import { h, put } from './ui/dom.js';
import { makePlanEditor } from './ui/plan_editor.js';

const money = new Intl.NumberFormat('en', { style: 'currency', currency: CURRENCY });
const dollars = (cents) => money.format(cents / 100).replace('-', '−');

export class PricingView {
  #store;
  #session;
  #loaded;
  #event;
  #property;
  #editors;
  #wrong = h('p.notice', { role: 'alert', hidden: true });
  #tiles = h('section.tiles', { 'aria-label': 'Revenue', 'aria-live': 'polite' });
  #tables = h('div.price-tables', {});
  #speed = h('p.speed.quiet', {});

  /** @param {{ store: object, session: object }} given */
  constructor({ store, session }) {
    this.#store = store;
    this.#session = session;
    this.#event = makeSelect({ label: 'Event', onChange: (event) => store.set({ event }) });
    this.#property = makeSelect({ label: 'Billed by', onChange: (by) => store.set({ by }) });
    this.#editors = Object.fromEntries(['a', 'b'].map((key) =>
      [key, makePlanEditor({ name: `Plan ${key.toUpperCase()}`, onPlan: (plan) => store.set({ [key]: JSON.stringify(plan) }, { replace: true }) })]));
    this.node = h('div.view', {}, h('header.report-head', {}, h('h2', {}, 'Plan A against plan B'), h('div.toolbar-row.price-of', {}, this.#event.node, this.#property.node)),
      this.#wrong, h('div.plans', {}, this.#editors.a.node, this.#editors.b.node), this.#tiles, this.#tables, this.#speed);
    store.listen(({ view }) => this.#loaded && this.node.isConnected && view === 'pricing' && this.#refresh());
  }

  /** Prices these events. */
  open(loaded) {
    this.#loaded = loaded;
    return this.#refresh();
  }

  #chosen({ state }) {
    const { names, fields } = this.#loaded;
    const numbers = fields.filter(({ isNumber }) => isNumber);
    const field = numbers.find((one) => one.field === state.by) ?? numbers.find(({ name }) => /token|unit|quantity|bytes|minutes|seconds/.test(name)) ?? numbers[0];
    const start = startingPlans();
    return {
      numbers, field, event: names.includes(state.event) ? state.event : names[0],
      plans: { a: readPlan(state.a) ?? start.a, b: readPlan(state.b) ?? start.b },
    };
  }

  async #refresh() {
    const { state } = this.#store;
    const { numbers, field, event, plans } = this.#chosen(this.#store);
    this.#event.set(this.#loaded.names.map((name) => ({ value: name, name })), event);
    this.#property.set(numbers.map((one) => ({ value: one.field, name: nameOf(one.field) })), field?.field ?? '');
    for (const key of ['a', 'b']) this.#editors[key].set(plans[key]);
    try {
      if (!field) throw new Error('these events have no property that is a number, so nothing can be billed by one');
      const startedAt = `${dateOf(this.#loaded.hours.first, 'UTC')}T00:00:00Z`;
      const answer = await this.#session.priceLatest({ event, property: keyOf(field.field), plans, startedAt, now: startingNow(this.#loaded) });
      if (!answer || state !== this.#store.state) return;
      this.#wrong.hidden = true;
      this.#draw(compared(answer.a, answer.b), answer.took);
    } catch (error) {
      this.#wrong.textContent = error.message;
      this.#wrong.hidden = false;
    }
  }

  #draw(sums, took) {
    put(this.#tiles, tile('Revenue, plan A', dollars(sums.a)), tile('Revenue, plan B', dollars(sums.b)), tile('B instead of A', dollars(sums.b - sums.a), moved(sums)));
    put(this.#tables, table('Month', sums.months), table('Customer', sums.customers));
    this.#speed.textContent = `Every customer billed by month, under both plans, in ${took.toFixed(1)} ms. Amounts are rounded to cents per bill.`;
  }
}

const moved = ({ a, b }) => (a > 0 ? change((100 * (b - a)) / a) : null);

const tile = (name, number, detail) => h('article.tile', {}, h('h3', {}, name), h('p.number', {}, number), h('p.detail', {}, detail ?? ''));

function table(name, rows) {
  const most = Math.max(...rows.map(({ a, b }) => Math.max(a, b)), 1);
  const bar = (cents, series) => h('i.price-bar', { css: { '--width': `${((100 * cents) / most).toFixed(2)}%`, '--color': `var(--series-${series})` } });
  const head = [name, '', 'Plan A', 'Plan B', 'Difference', ''].map((text) => (text ? h('th', { scope: 'col' }, text) : h('td')));
  const row = (one) => h('tr', {}, h('th', { scope: 'row' }, one.name), h('td.price-bars', { 'aria-hidden': 'true' }, bar(one.a, 1), bar(one.b, 2)),
    h('td', {}, dollars(one.a)), h('td', {}, dollars(one.b)), h('td', {}, dollars(one.b - one.a)),
    h(`td.delta${one.b < one.a ? '.down' : ''}`, {}, moved(one) ?? ''));
  return h('section.card', { 'aria-label': `By ${name.toLowerCase()}` }, h('h3', {}, `By ${name.toLowerCase()}`),
    h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': `Revenue by ${name.toLowerCase()}` },
      h('table.data', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows.map(row)))));
}

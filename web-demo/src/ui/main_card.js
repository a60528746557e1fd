// SPDX-License-Identifier: Apache-2.0
// The picture with everything that belongs to it: its kind, its legend, its table, its exports, its brush.

import { compact, exact } from '../format/numbers.js';
import { rangeName } from '../format/times.js';
import { nameOf } from '../query/fields.js';
import { measureName } from '../query/questions.js';
import { toggled } from '../state/state.js';
import { makeChart } from './chart.js';
import { makeSegments, makeSwitch } from './controls.js';
import { dataTable } from './data_table.js';
import { h, put } from './dom.js';
import { makeExports } from './exports.js';
import { makeOverview } from './overview.js';
import { makeReading } from './reading.js';

const KINDS = [{ value: 'bars', name: 'Bars' }, { value: 'area', name: 'Area' }, { value: 'lines', name: 'Lines' }];

export class MainCard {
  #store;
  #picture;
  #reading = makeReading();
  #chart;
  #overview;
  #kind;
  #compare;
  #cumulative;
  #asTable = makeSwitch({ label: 'Table', onChange: (value) => this.#showTable(value) });
  #title = h('h2', {});
  #subtitle = h('p.quiet', {});
  #legend = h('div.legend', {});
  #table = h('div', { hidden: true });
  #nothing = h('div.nothing', { hidden: true });

  /**
   * @param {{ store: ReturnType<import('../state/store.js').makeStore>, onRange: (from: number, to: number) => void,
   *   code: () => object }} given `code` tells what a request as code needs
   */
  constructor({ store, onRange, code }) {
    this.#store = store;
    this.#chart = makeChart({
      onRange: (from, to) => onRange(...wholeWindows(this.#picture, from, to)),
      onRead: (index, left, aloud) => this.#reading.show(this.#picture, index, left, aloud),
    });
    this.#overview = makeOverview({ onRange });
    this.#kind = makeSegments({ label: 'Kind of chart', onChange: (chart) => store.set({ chart }) });
    this.#compare = makeSwitch({ label: 'Compare', title: 'Beside the period before', onChange: (compare) => store.set({ compare }) });
    this.#cumulative = makeSwitch({ label: 'Cumulative', title: 'Everything since the start of the range', onChange: (cumulative) => store.set({ cumulative }) });
    const exports = makeExports({ picture: () => this.#picture, canvas: () => this.#chart.canvas(), code });
    const tools = [this.#kind, this.#compare, this.#cumulative, this.#asTable, exports].map(({ node }) => node);
    const all = h('button.button', { type: 'button', on: { click: () => store.set({ from: '', to: '', filters: [] }) } }, 'Show everything');
    put(this.#nothing, h('p', {}, 'Nothing was counted in this range, with these filters.'), all);
    this.node = h('section.card.main-card', { 'aria-label': 'Over time' },
      h('header.card-head', {}, h('div', {}, this.#title, this.#subtitle), h('div.card-tools', {}, ...tools)),
      h('div.stage', {}, this.#nothing, this.#chart.node, this.#reading.node, this.#reading.spoken), this.#legend, this.#overview.node, this.#table);
  }

  draw({ state, range, overview, picture }) {
    this.#picture = picture;
    this.#title.textContent = titleOf(state);
    this.#subtitle.textContent = `${rangeName(range.from, range.to, range.zone)} · by ${range.window} · ${range.zone}`;
    this.#kind.set(KINDS, state.chart);
    this.#compare.set(state.compare && range.hasBefore, !range.hasBefore);
    this.#cumulative.set(state.cumulative);
    this.#reading.show(picture, null);
    this.#chart.draw(picture);
    const items = state.group ? picture.lines.map((line) => legendItem(this.#store, state, line)) : [];
    put(this.#legend, ...items);
    this.#overview.draw(range, overview);
    this.#nothing.hidden = picture.total.numbers.some((number) => number !== 0 && number !== null);
    this.#showTable(!this.#table.hidden);
  }

  redraw() {
    this.#chart.redraw();
  }

  #showTable(value) {
    this.#asTable.set(value);
    this.#table.hidden = !value;
    if (value && this.#picture) put(this.#table, dataTable(this.#picture, this.#picture.label));
  }
}

const titleOf = (state) =>
  measureName(state) + (state.group ? ` by ${nameOf(state.group).toLowerCase()}` : '') + (state.cumulative ? ', cumulative' : '');

function legendItem(store, state, line) {
  const swatch = h('i.swatch', { css: { '--color': `var(${line.color})` } });
  const value = line.whole !== undefined && h('b', { title: exact(line.whole) }, compact(Number(line.whole)));
  if (line.isOthers) return h('span.legend-item', {}, swatch, line.name, value);
  const only = () => store.set({ filters: toggled(state.filters, state.group, line.key) });
  return h('button.legend-item', { type: 'button', title: `Filter by ${line.name}`, on: { click: only } }, swatch, line.name, value);
}

/** A drawn range with the windows that it touches, so that none is cut. */
export function wholeWindows({ starts, ends }, from, to) {
  const first = starts.findLast((start) => start <= from) ?? from;
  const last = ends.find((end) => end >= to) ?? to;
  return [first, last];
}

// SPDX-License-Identifier: Apache-2.0
// Breakdowns: for each field its greatest values as bars. A click takes a value into the filters.

import { change, compact, exact, share } from '../format/numbers.js';
import { nameOf } from '../query/fields.js';
import { rowsOf, totalOf } from '../query/answers.js';
import { addsUp, measureName } from '../query/questions.js';
import { toggled } from '../state/state.js';
import { h, icon, put } from './dom.js';

/** @param {ReturnType<import('../state/store.js').makeStore>} store */
export function makeLists(store) {
  const node = h('section.lists', { 'aria-label': 'Breakdowns' });
  const cards = new Map();
  let arranged = '';
  return {
    node,
    /** Which lists there are, in their order. */
    arrange(fields) {
      if (fields.join() === arranged) return;
      arranged = fields.join();
      cards.clear();
      for (const field of fields) cards.set(field, h('article.card.list', {}));
      put(node, ...cards.values());
    },
    draw(state, field, columns) {
      const card = cards.get(field);
      // What has the focus is found again, so that a keyboard can go on where it was.
      const focus = card.contains(document.activeElement) && document.activeElement.dataset.focus;
      put(card, ...contents(store, state, field, columns));
      if (focus) card.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    },
  };
}

function contents(store, state, field, columns) {
  const rows = rowsOf(columns, field);
  const total = totalOf(columns, 'value').number;
  const most = Math.max(...rows.map(({ number }) => number ?? 0), 0);
  const filter = state.filters.find((one) => one.field === field && !one.not);
  const isGroup = state.group === field;
  const groupBy = h('button.quiet-button', {
    type: 'button', 'aria-pressed': String(isGroup), title: isGroup ? 'No groups' : `Group the chart by ${nameOf(field).toLowerCase()}`,
    'data-focus': `group ${field}`, on: { click: () => store.set({ group: isGroup ? '' : field }) },
  }, icon('layers'), h('span.sr-only', {}, `Group by ${nameOf(field)}`));
  const context = { store, state, field, filter, total, most };
  return [
    h('header.card-head', {}, h('h3', {}, nameOf(field)), groupBy),
    h('table', {},
      h('caption.sr-only', {}, `${measureName(state)} by ${nameOf(field)}`),
      h('colgroup', {}, h('col'), h('col.figure'), h('col.part'), h('col.part')),
      h('thead.sr-only', {}, h('tr', {}, ...['Value', measureName(state), 'Share', 'Change'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows.map((row) => rowNode(row, context)))),
  ];
}

function rowNode(row, { store, state, field, filter, total, most }) {
  const isChosen = Boolean(filter?.values.includes(row.key));
  const width = most > 0 && row.number > 0 ? (100 * row.number) / most : 0;
  const toggle = (event) => store.set({ filters: toggled(state.filters, field, row.key, event.altKey) });
  const name = row.isOthers ? 'All others' : row.key ?? 'none';
  const label = row.isOthers
    ? h('span.list-name.quiet', {}, name)
    : h('button.list-name', { type: 'button', 'aria-pressed': String(isChosen), title: `Only ${name}; with Alt, all but ${name}`, 'data-focus': `${field} ${row.key}`, on: { click: toggle } }, name);
  const moved = change(row.changePercent);
  const classes = (filter && !isChosen ? '.off' : '') + (row.isOthers ? '.others' : '');
  return h(`tr${classes}`, {},
    h('th', { scope: 'row' }, h('i.bar', { css: { '--width': `${width.toFixed(2)}%` } }), label),
    h('td.value', { title: exact(row.text) }, row.number === null ? '–' : compact(row.number)),
    h('td.quiet.share', {}, addsUp(state) && !filter ? share(row.number, total) : ''),
    h(`td.delta${moved && row.changePercent < 0 ? '.down' : ''}`, {}, moved ?? ''));
}

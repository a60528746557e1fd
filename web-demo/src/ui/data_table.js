// SPDX-License-Identifier: Apache-2.0
// The table behind a picture: a row per window, a column per group, every digit.

import { exact } from '../format/numbers.js';
import { windowName } from '../format/times.js';
import { h } from './dom.js';

/** So many rows are made at once; more on request. */
const STEP = 200;

export function dataTable(picture, caption) {
  const columns = columnsOf(picture);
  const body = h('tbody', {});
  const more = h('button.text', { type: 'button', on: { click: () => add() } }, 'More rows');
  let shown = 0;
  function add() {
    const end = Math.min(picture.starts.length, shown + STEP);
    for (; shown < end; ++shown) body.append(rowNode(picture, columns, shown));
    more.hidden = shown >= picture.starts.length;
  }
  add();
  const head = ['Window', ...columns.map(({ name }) => name)].map((name) => h('th', { scope: 'col' }, name));
  return h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': caption },
    h('table.data', {}, h('caption.sr-only', {}, caption), h('thead', {}, h('tr', {}, ...head)), body), more);
}

/** The columns of a picture: its lines, their total where there are several, and the period before. */
export function columnsOf({ lines, total, previous, name, addsUp }) {
  return [
    ...lines.map((line) => ({ name: line.name ?? name, texts: line.texts })),
    ...(lines.length > 1 && total ? [{ name: addsUp ? 'Total' : 'All together', texts: total.texts }] : []),
    ...(previous ? [{ name: 'Period before', texts: previous.texts }] : []),
  ];
}

const rowNode = ({ starts, ends, window, zone }, columns, at) =>
  h('tr', {},
    h('th', { scope: 'row' }, windowName(starts[at], ends[at], window, zone)),
    ...columns.map(({ texts }) => h('td', {}, exact(texts[at]))));

// SPDX-License-Identifier: Apache-2.0
// What stands in the window under the pointer: exact decimals, every digit. Read aloud when keys moved it.

import { exact } from '../format/numbers.js';
import { windowName } from '../format/times.js';
import { h, put } from './dom.js';

export function makeReading() {
  const node = h('div.reading', { hidden: true });
  const spoken = h('div.sr-only', { role: 'status', 'aria-live': 'polite' });

  function show(picture, index, left, aloud) {
    node.hidden = index === null;
    if (index === null) return;
    const title = windowName(picture.starts[index], picture.ends[index], picture.window, picture.zone);
    const rows = rowsOf(picture, index);
    put(node, h('p.reading-title', {}, title), h('dl', {}, ...rows.flatMap(rowNodes)));
    const width = node.parentElement.clientWidth;
    const isRight = left + 64 > width / 2;
    node.style.setProperty('left', isRight ? 'auto' : `${left + 76}px`);
    node.style.setProperty('right', isRight ? `${Math.max(8, width - left - 40)}px` : 'auto');
    if (aloud) spoken.textContent = `${title}: ${rows.map(({ name, text }) => `${name} ${text}`).join(', ')}`;
  }
  return { node, spoken, show };
}

function rowsOf({ lines, total, previous, name, addsUp }, index) {
  const rows = lines.map((line) => ({ name: line.name, text: exact(line.texts[index]), color: line.color }));
  if (lines.length > 1 && total) rows.push({ name: addsUp ? 'Total' : 'All together', text: exact(total.texts[index]), isTotal: true });
  if (previous) rows.push({ name: 'Period before', text: exact(previous.texts[index]), color: '--muted', isTotal: lines.length === 1 });
  if (lines.length === 1) rows[0] = { ...rows[0], name: rows[0].name ?? name };
  return rows;
}

const rowNodes = ({ name, text, color, isTotal }) => [
  h(isTotal ? 'dt.total' : 'dt', {}, color && h('i.swatch', { css: { '--color': `var(${color})` } }), name),
  h(isTotal ? 'dd.total' : 'dd', {}, text),
];

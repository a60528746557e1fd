// SPDX-License-Identifier: Apache-2.0
// How far the reading is, how fast, and the way to end it.

import { bytes, compact, exact } from '../format/numbers.js';
import { h } from './dom.js';

/** @param {{ onCancel: () => void }} handlers */
export function makeProgress({ onCancel }) {
  const bar = h('progress', { max: 1, 'aria-label': 'Reading events' });
  const events = h('b', {}, '0');
  const told = h('span.quiet', {});
  const name = h('span', {});
  const node = h('div.loading', { role: 'status', hidden: true },
    h('div.loading-head', {}, h('p', {}, 'Reading: ', name), h('button.button', { type: 'button', on: { click: onCancel } }, 'Stop')),
    bar, h('p', {}, events, ' events ', told));
  return {
    node,
    start(of) {
      name.textContent = of;
      bar.removeAttribute('value');
      events.textContent = '0';
      told.textContent = '';
      node.hidden = false;
    },
    tell({ accepted, bytes: read, compressedBytes, total, seconds }) {
      const done = compressedBytes ?? read;
      if (total > 0) bar.value = Math.min(1, done / total);
      events.textContent = exact(String(accepted));
      told.textContent = `· ${compact(accepted / seconds)} a second · ${bytes(done)}${total > 0 ? ` of ${bytes(Math.max(total, done))}` : ''}`;
    },
    end() {
      node.hidden = true;
    },
  };
}

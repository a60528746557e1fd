// SPDX-License-Identifier: Apache-2.0
// Numbers at a glance, each with its change and its exact value.

import { change, compact, exact, trimmed } from '../format/numbers.js';
import { windowName } from '../format/times.js';
import { measureName } from '../query/questions.js';
import { totalOf } from '../query/answers.js';
import { h, put } from './dom.js';

/** @param {{ onLedger: () => void }} handlers */
export function makeTiles({ onLedger }) {
  const node = h('section.tiles', { 'aria-label': 'Totals' });
  const customers = h('p.number', {}, '…');
  const customersTile = h('article.tile', {}, h('h3', {}, 'Customers'), customers);
  return {
    node,
    draw({ state, range, columns, picture }) {
      put(node,
        tile({ name: measureName(state), ...totalOf(columns, 'value'), range }),
        state.metric !== '' && tile({ name: 'Events', ...totalOf(columns, 'events'), range }),
        customersTile,
        peakTile(picture),
        ledgerTile(columns.ledger, onLedger));
    },
    /** Their number comes later, by itself. */
    drawCustomers: (columns) => (customers.textContent = exact(String(customersOf(columns)))),
  };
}

function tile({ name, number, text, changePercent, previous, range }) {
  const moved = change(changePercent ?? null);
  const direction = moved === '0%' ? 'same' : changePercent > 0 ? 'up' : 'down';
  const detail = moved
    ? h(`span.change.${direction}`, {}, moved)
    : h('span.quiet', {}, previous === undefined && range?.isAll ? 'all of the time' : '');
  const before = moved && h('span.quiet', { title: exact(previous) }, `from ${compact(Number(previous))}`);
  return h('article.tile', {},
    h('h3', {}, name),
    h('p.number', { title: exact(text) }, number === null ? '–' : compact(number)),
    exactLine(number, text),
    h('p.detail', {}, detail, before));
}

// Every digit, where the great number has not said them all.
const exactLine = (number, text) => h('p.exact', {}, number !== null && compact(number) === exact(text) ? '' : trimmed(text, 6));

const customersOf = ({ groups, rows }) => Math.min(rows, groups.customer.texts.length);

/** The greatest window of the picture. */
function peakTile({ starts, ends, total, window, zone }) {
  const most = total.numbers.reduce((best, number, at) => (number !== null && !(number <= total.numbers[best]) ? at : best), 0);
  if (starts.length === 0) return undefined;
  return h('article.tile', {},
    h('h3', {}, `Busiest ${window}`),
    h('p.number', { title: exact(total.texts[most]) }, compact(total.numbers[most] ?? NaN)),
    exactLine(total.numbers[most], total.texts[most]),
    h('p.detail', {}, h('span.quiet', {}, windowName(starts[most], ends[most], window, zone))));
}

function ledgerTile({ intake, rejected, coerced }, onLedger) {
  const count = intake.total + rejected.total + coerced.total;
  const words = [intake, rejected, coerced].flatMap(({ counts }) => Object.entries(counts)).map(([reason, number]) => `${number} ${reason.replaceAll('_', ' ')}`);
  return h('article.tile', {},
    h('h3', {}, 'Not counted'),
    h('p.number', {}, exact(String(count))),
    h('p.exact', {}, words.slice(0, 2).join(', ') || 'every event is in the number'),
    h('p.detail', {}, h('button.text', { type: 'button', on: { click: onLedger } }, count > 0 ? 'Which, and why' : 'The ledger')));
}

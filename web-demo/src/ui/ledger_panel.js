// SPDX-License-Identifier: Apache-2.0
// The ledger: where every event that was handed in has gone, and the lines that did not count.

import { exact } from '../format/numbers.js';
import { h, put } from './dom.js';

const REASONS = {
  malformed_line: 'is no JSON, or a broken record',
  not_an_event: 'is JSON, but no object',
  missing_field: 'lacks a field that every event needs',
  wrong_type: 'has a field of a type that is not allowed',
  bad_timestamp: 'has no time that can be read',
  too_large: 'is beyond the limits',
  missing_property: 'does not have the property that is looked at',
  not_a_number: 'has a property that is no number',
  duplicate: 'is another copy of an event that counts',
  conflicting_copy: 'is another copy, with other content',
};

/** @param {{ ask: () => Promise<object> }} given asks for the ledger of what is shown */
export function makeLedgerPanel({ ask }) {
  const body = h('div.ledger-body', {});
  const details = h('details.card.ledger', { id: 'ledger' }, h('summary', {}, h('h3', {}, 'Ledger'), h('span.quiet', {}, 'where every event has gone')), body);
  let isStale = true;
  const refresh = async () => {
    if (!details.open || !isStale) return;
    isStale = false;
    put(body, ...panel(await ask()));
  };
  details.addEventListener('toggle', refresh);
  return {
    node: details,
    stale() {
      isStale = true;
      refresh();
    },
    open() {
      details.open = true;
      details.scrollIntoView({ block: 'start' });
      details.querySelector('summary').focus({ preventScroll: true });
    },
  };
}

function panel({ ledger, lines }) {
  const { handed_in: all, counted, not_asked_for: others, intake, rejected, coerced } = ledger;
  const uncounted = intake.total + rejected.total;
  return [
    h('p.balance', {}, ...term(all, 'handed in'), ' = ', ...term(counted, 'counted'), ' + ', ...term(others, 'not asked for'), ' + ', ...term(uncounted, 'not counted')),
    h('p.quiet', {}, 'Not asked for: outside the range, or left out by a filter. The sum always balances.'),
    ...[['Could not be read', intake], ['Not counted here', rejected], ['Counted in part', coerced]].flatMap(([title, part]) => section(title, part, lines)),
  ];
}

const term = (number, name) => [h('b', {}, exact(String(number))), ` ${name}`];

function section(title, { total, counts, entries }, lines) {
  if (total === 0) return [];
  const reasons = Object.entries(counts).map(([reason, count]) => h('li', {}, h('b', {}, exact(String(count))), ` ${REASONS[reason] ?? reason.replaceAll('_', ' ')}`));
  const rows = entries.map((entry) => h('tr', {},
    h('td.number-cell', {}, exact(String(entry.line))),
    h('td', {}, entry.reason.replaceAll('_', ' '), entry.detail && h('span.quiet', {}, ` ${entry.detail}`)),
    h('td', {}, h('code', { title: lines[entry.byte_offset] }, lines[entry.byte_offset] ?? '–'))));
  const more = total > entries.length ? h('p.quiet', {}, `The first ${entries.length} of ${exact(String(total))}.`) : '';
  return [
    h('h4', {}, title), h('ul.reasons', {}, ...reasons),
    h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': `${title}: lines` },
      h('table.data.ledger-lines', {}, h('thead', {}, h('tr', {}, ...['Line', 'Why', 'What it says'].map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows))),
    more,
  ];
}

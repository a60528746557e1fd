// SPDX-License-Identifier: Apache-2.0
// A report's answer: to read, as the exact bytes that the service would send, and what the other mode says otherwise.

import { reportCode } from '../reports/request.js';
import { differences, tableOf, withoutConstants } from '../reports/table.js';
import { exact } from '../format/numbers.js';
import { makeSegments } from './controls.js';
import { h, put } from './dom.js';

const MOST_ROWS = 300;
const MOST_TEXT = 200_000;
const MODES = [{ value: 'as-is', name: 'As the service' }, { value: 'exact', name: 'Exact' }];

/** @param {{ onMode: (mode: string) => void }} handlers */
export function makeReportAnswer({ onMode }) {
  const mode = makeSegments({ label: 'Mode', onChange: onMode });
  const head = h('p.answer-head', { role: 'status' });
  const copied = h('span.sr-only', { role: 'status' });
  const tools = h('div.card-tools', {});
  const body = h('div.answer-body', {});
  const node = h('section.card.report-answer', { 'aria-label': 'Answer' },
    h('header.card-head', {}, h('div', {}, h('h3', {}, 'Answer'), head), h('div.card-tools', {}, mode.node)), tools, copied, body);

  const copyButton = (name, text) => h('button.toggle', { type: 'button', on: { click: async () => {
    await navigator.clipboard.writeText(text);
    copied.textContent = `${name} is copied`;
  } } }, `Copy ${name}`);

  return {
    node,
    /** @param {{ answers: Record<string, object>, call: object }} given answers by mode */
    set({ service, form, call, answers, loaded }) {
      const answer = answers[call.mode];
      mode.set(MODES, call.mode);
      put(head, h(`b.${answer.status < 300 ? 'good' : 'bad'}`, {}, String(answer.status)),
        ` · ${completeness(answer)} · ${answer.took.toFixed(1)} ms`);
      const code = reportCode(service, form, call, loaded);
      put(tools, copyButton('curl', code.curl), copyButton('JavaScript', code.javascript), copyButton('shell', code.shell), copyButton('JSON', answer.text));
      put(body, ...notesPart(answer), ...answerTable(answer.body), ...differencePart(answers), ...textPart(answer), ...ledgerPart(answer));
    },
  };
}

function completeness({ complete, ledger }) {
  if (complete || !ledger) return complete ? 'complete' : 'refused';
  return `${exact(String(ledger.intake.total + ledger.rejected.total + ledger.coerced.total))} not counted as they came`;
}

const notesPart = ({ notes }) =>
  notes.length > 0 ? [h('ul.reasons', { 'aria-label': 'Rules that changed this answer' }, ...notes.map((note) => h('li', {}, note.replaceAll('_', ' '))))] : [];

function answerTable(body) {
  const { constants, columns, rows } = withoutConstants(tableOf(body));
  if (rows.length === 0) return [h('p.quiet.empty', {}, 'No rows.')];
  const isPlain = (value) => typeof value !== 'string' || /^-?[\d.]+$/.test(value);
  const figures = new Set(columns.filter((column) => rows.every((row) => isPlain(row[column]))));
  const cell = (row, column) => h(figures.has(column) ? 'td.figure' : 'td', {}, cellText(column, row[column]));
  const more = rows.length > MOST_ROWS && h('p.quiet', {}, `The first ${MOST_ROWS} of ${exact(String(rows.length))} rows; the JSON has all.`);
  const same = constants.filter(({ value }) => value !== undefined && value !== null)
    .flatMap(({ column, value }, at) => [at > 0 ? ' · ' : '', `${words(column)} `, h('b', {}, cellText(column, value))]);
  return [
    same.length > 0 && h('p.quiet.same', {}, 'In every row: ', ...same),
    h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': 'The answer as a table' },
      h('table.data.answer', {},
        h('thead', {}, h('tr', {}, ...columns.map((column) => h(figures.has(column) ? 'th.figure' : 'th', { scope: 'col' }, words(column))))),
        h('tbody', {}, ...rows.slice(0, MOST_ROWS).map((row) => h('tr', {}, ...columns.map((column) => cell(row, column)))))), more),
  ];
}

const words = (column) => column.replaceAll('_', ' ');

function cellText(column, value) {
  if (value === undefined || value === null) return '–';
  // An id is no amount.
  if (typeof value === 'number' && !/\bid$|workspace|year|month$/.test(column)) return exact(String(value));
  return String(value);
}

function differencePart(answers) {
  const found = differences(answers['as-is'].body, answers.exact.body);
  if (found.length === 0) return [h('p.quiet', {}, 'Both modes answer the same.')];
  const text = (value) => (value === undefined ? 'nothing' : JSON.stringify(value));
  const rows = found.slice(0, MOST_ROWS).map(({ path, first, second }) => h('tr', {}, h('th', { scope: 'row' }, path), h('td', {}, text(first)), h('td', {}, text(second))));
  return [
    h('details.differs', {}, h('summary', {}, h('b', {}, 'What differs between the modes'), h('span.quiet', {}, ` ${found.length} ${found.length === 1 ? 'place' : 'places'}`)),
      h('div.table-scroll', { tabindex: 0, role: 'region', 'aria-label': 'Differences' },
        h('table.data.answer', {}, h('thead', {}, h('tr', {}, ...['Where', 'As the service', 'Exact'].map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows)))),
  ];
}

function textPart({ text }) {
  const shown = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return [h('details.differs', {}, h('summary', {}, h('b', {}, 'The exact JSON'), h('span.quiet', {}, ' as it is sent')), h('pre.json', { tabindex: 0 }, shown))];
}

function ledgerPart({ ledger }) {
  if (!ledger) return [];
  const { handed_in: all, counted, not_asked_for: others, intake, rejected } = ledger;
  const reasons = Object.entries({ ...intake.counts, ...rejected.counts }).map(([reason, count]) => `${exact(String(count))} ${reason.replaceAll('_', ' ')}`);
  const [a, b, c, d] = [all, counted, others, intake.total + rejected.total].map((count) => exact(String(count)));
  return [h('p.quiet', {}, `${a} handed in = ${b} counted + ${c} not asked for + ${d} not counted${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`)];
}

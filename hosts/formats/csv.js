// SPDX-License-Identifier: Apache-2.0
// A report as CSV: RFC 4180, numbers with every digit that the answer has.

import { checkNames, oneOf, text } from '../../wasm/checks.js';
import { misuse } from '../../wasm/errors.js';
import { parseExactly } from './exact_json.js';
import { TABLES } from './tables.js';

const OPTIONS = ['delimiter', 'formulas', 'header'];
const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;
/** What spreadsheets take a text for a formula by. */
const FORMULA = /^[=+\-@\t\r]/;

/** See csv.d.ts. */
export function toCsv(report, call, options = {}) {
  checkNames(options, OPTIONS, 'toCsv');
  const { report: name, request } = typeof call === 'string' ? { report: call } : (call ?? {});
  const table = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  if (!table) throw misuse(`toCsv knows no report "${name}"; it knows ${Object.keys(TABLES).join(', ')}`);
  if (typeof report?.text !== 'string') throw misuse('toCsv takes what report answers');
  if (report.status !== 200)
    throw misuse(`the report is an error of status ${report.status}, which has no rows`);
  const delimiter = text(options.delimiter, 'delimiter', ',');
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter))
    throw misuse('delimiter must be one character', '$.delimiter');
  const isEscaped = oneOf(options.formulas, ['keep', 'escape'], 'formulas') === 'escape';
  const withHeader = oneOf(options.header, [true, false], 'header');
  const { names, rows } = table(parseExactly(report.text), request);
  const cell = (value) => cellText(value, delimiter, isEscaped);
  const lines = rows.map((row) => row.map(cell).join(delimiter));
  if (withHeader) lines.unshift(names.map(cell).join(delimiter));
  return lines.map((line) => `${line}\r\n`).join('');
}

// Absent and null are nothing at all, an empty text is in quotes.
function cellText(value, delimiter, isEscaped) {
  if (value === undefined || value === null) return '';
  let shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (isEscaped && FORMULA.test(shown) && !NUMBER.test(shown)) shown = `'${shown}`;
  const isPlain = shown !== '' && !/["\r\n]/.test(shown) && !shown.includes(delimiter);
  return isPlain ? shown : `"${shown.replaceAll('"', '""')}"`;
}

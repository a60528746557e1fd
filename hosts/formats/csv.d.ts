// SPDX-License-Identifier: Apache-2.0

/**
 * A report as CSV.
 *
 * @module tallyfold/csv
 */

import type { Report, ReportCall, ReportName } from '../../wasm/index.js';

/** How the CSV is written. */
export interface CsvOptions {
  /** One character between cells; a comma when absent. */
  delimiter?: string;
  /**
   * Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and names in
   * events are what their senders make them. `escape` puts a `'` before such a text, which changes it; numbers stay.
   * Default `keep`.
   */
  formulas?: 'keep' | 'escape';
  /** Whether the first line names the columns; true when absent. */
  header?: boolean;
}

/**
 * A report's rows as CSV by RFC 4180: lines that end in CR LF, a header, numbers with every digit that the answer has. What
 * is null is an empty cell, an empty text `""`. Throws `misuse` for a report that is an error.
 *
 * `call` is what was asked, or the report's name. Nested answers are flat: a row for each event of a seating chart, for
 * each charge of a subscription, or each of its filters.
 *
 * ```js
 * import { toCsv } from 'tallyfold/csv';
 *
 * engine.append([
 *   { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T10:00:00Z', properties: { cost: 0.1 } },
 *   { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T11:00:00Z', properties: { cost: 0.2 } },
 * ]);
 * const call = {
 *   report: 'tallyfold.query',
 *   request: { aggregations: { spend: { type: 'sum', property: 'cost' } }, group_by: ['customer'] },
 * };
 * toCsv(engine.report(call), call) // 'customer,spend\r\nc1,0.3\r\n'
 * ```
 */
export function toCsv<Name extends ReportName>(
  report: Report<Name>,
  call: Name | ReportCall<Name>,
  options?: CsvOptions,
): string;

// SPDX-License-Identifier: Apache-2.0
// A case's lines of JSON as one document of its format.

/** The document that holds the lines of a case, in its format. */
export function documentOf({ lines, format }) {
  if (format === 'json') return `[${lines.join(',')}]`;
  if (format !== 'csv' || lines.length === 0) return lines.map((line) => `${line}\n`).join('');
  const records = lines.map((line) => JSON.parse(line));
  const columns = [...new Set(records.flatMap(Object.keys))];
  const cell = (value = '') => `"${String(value).replaceAll('"', '""')}"`;
  const rows = records.map((record) => columns.map((name) => cell(record[name])));
  return [columns, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

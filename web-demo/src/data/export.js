// SPDX-License-Identifier: Apache-2.0
// What is seen, as CSV and JSON, and the request that gives it, as code.

/** A cell of CSV. One that a spreadsheet would compute is made a text. */
export function cell(text) {
  const value = String(text ?? '');
  const safe = /^[=+@\t\r]/.test(value) || (value.startsWith('-') && Number.isNaN(Number(value))) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {{ name: string, texts: (string | null)[] }[]} columns */
export function csvOf({ starts, ends }, columns) {
  const head = ['window_start', 'window_end', ...columns.map(({ name }) => name)];
  const rows = starts.map((start, at) => [
    new Date(start).toISOString(), new Date(ends[at]).toISOString(), ...columns.map(({ texts }) => texts[at]),
  ]);
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** @param {{ name: string, texts: (string | null)[] }[]} columns */
export function jsonOf({ starts, ends }, columns, request) {
  const rows = starts.map((start, at) => ({
    window_start: new Date(start).toISOString(),
    window_end: new Date(ends[at]).toISOString(),
    values: Object.fromEntries(columns.map(({ name, texts }) => [name, texts[at]])),
  }));
  return `${JSON.stringify({ request, rows }, null, 2)}\n`;
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const plain = (dialect) => typeof dialect === 'string';

/** The request in the ways in which it can be asked elsewhere. */
export function codeOf(request, { format, dialect }) {
  const options = { ...(dialect !== 'flexprice' && { dialect }), ...(format !== 'ndjson' && { format }) };
  const given = Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : '';
  const words = [
    plain(dialect) ? dialect !== 'flexprice' && `--dialect ${dialect}` : '--dialect mapping.json',
    format !== 'ndjson' && `--format ${format}`,
  ].filter(Boolean);
  const mapping = plain(dialect) ? '' : `echo ${quoted(JSON.stringify(dialect))} > mapping.json\n`;
  return {
    javascript: `import { createReadStream } from 'node:fs';
import { createEngine } from 'tallyfold';

const engine = await createEngine();
await engine.appendFrom(createReadStream('events.${format}')${given});
const { body } = engine.report({
  report: 'tallyfold.query',
  request: ${JSON.stringify(request, null, 2).replaceAll('\n', '\n  ')},
});
console.log(body.totals.values);
`,
    shell: `${mapping}echo ${quoted(JSON.stringify(request))} > request.json
npx tallyfold report --report tallyfold.query ${[...words, ''].join(' ')}--events events.${format} --request request.json
`,
    curl: `curl -s http://localhost:8080/query -H 'content-type: application/json' -d ${quoted(JSON.stringify(request))}\n`,
  };
}

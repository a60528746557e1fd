// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/formats.md shows an example with a library that prints something else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as arrow from 'apache-arrow';

import { EXAMPLES, printed } from '../docs/formats_page.mjs';
import { LINES, openDuckdb } from './support.mjs';

// Inside, so that the examples find the libraries.
const folder = new URL('./node_modules/.examples/', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, folder));

before(async () => {
  mkdirSync(folder, { recursive: true });
  const lines = LINES.split('\n').slice(0, 3).join('\n');
  writeFileSync(path('events.ndjson.zst'), execFileSync('zstd', ['-q', '-c'], { input: lines }));
  const at = "TIMESTAMP_NS '2024-03-05 10:00:00.123456789'";
  const row = (cost, region) => `('call', 'c1', ${at}, CAST('${cost}' AS DECIMAL(38,10)), ${region})`;
  const costs = [row('1234567890123456789012345678.1234567891', "'eu'"), row('1234567890123456789012345678.1234567891', "'eu'"), row('0.0000000001', 'NULL')];
  const duckdb = await openDuckdb();
  await duckdb.run(`COPY (SELECT * FROM (VALUES ${costs}) AS e (event_name, external_customer_id, timestamp, cost, region))
    TO '${path('events.parquet')}' (FORMAT parquet, COMPRESSION zstd)`);
  const table = arrow.tableFromArrays({ who: ['c1', 'c2'], at: ['2024-03-05T10:00:00Z', '2024-03-05T10:00:01Z'], cost: [0.5, 0.25] });
  writeFileSync(path('events.arrow'), arrow.tableToIPC(table, 'file'));
});

const examples = EXAMPLES.filter(({ needs }) => needs === 'formats');
assert.ok(examples.length >= 4);
examples.forEach(({ code, output }, i) => {
  test(`example ${i + 1} prints what stands below it`, () => assert.equal(printed(code, folder), output));
});

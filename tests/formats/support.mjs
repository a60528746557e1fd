// SPDX-License-Identifier: Apache-2.0
// The same events as lines and as SQL, the databases that write them as columns, and the questions
// that are asked of both.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { createEngine } from 'tallyfold';

// Installed for the oracle.
const require = createRequire(new URL('../oracle/databases/package.json', import.meta.url));

/** A folder for the files of a test. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-formats-'));
  after(() => rmSync(folder, { recursive: true }));
  return (name) => join(folder, name);
}

/** Runs SQL in DuckDB. */
export async function openDuckdb() {
  const { DuckDBInstance } = require('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone='UTC'");
  return connection;
}

/** Runs SQL in ClickHouse, and answers the bytes of its output. */
export function clickhouse(sql, format) {
  const { query } = require('chdb');
  return query(sql, format);
}

const COUNT = 300;
const pad = (number, digits) => String(number).padStart(digits, '0');

/** Events whose values need every digit. `sql`: a query of two databases that selects them, by their types. */
export const EVENTS = Array.from({ length: COUNT }, (_, i) => ({
  id: `e${i % 290}`, // ten come twice
  name: i % 3 ? 'call' : 'größe "x"',
  customer: `c${i % 7}`,
  time: `2024-03-${pad(1 + (i % 28), 2)}T10:${pad(i % 60, 2)}:00.${pad((i * 7_654_321) % 1e9, 9)}`,
  big: `${i % 2 ? '-' : ''}1234567890123456789012345678.${pad(i * 33_333_333, 10)}`,
  whole: `90071992547${pad(i * 99_991, 8)}`,
  double: String((i * 7919) / 1000 / 3),
  float: i % 10 ? `0.${i % 10}` : '0',
  text: `t${i % 11}`,
  flag: i % 2 === 0,
  none: i % 5 === 0,
}));

export const LINES = EVENTS.map(
  ({ id, name, customer, time, big, whole, double, float, text, flag, none }) =>
    `{"event_id":"${id}","event_name":${JSON.stringify(name)},"external_customer_id":"${customer}","timestamp":"${time}Z",` +
    `"properties":{"big":${big},"whole":${whole},"double":${double},"float":${float},"text":"${text}","flag":${flag}` +
    `${none ? '' : `,"some":"${text}"`}}}\n`,
).join('');

const request = (more) => ({
  from: '2024-03-01',
  to: '2024-04-01',
  aggregations: {
    sum: { type: 'sum', property: 'big' },
    max: { type: 'max', property: 'big' },
    whole: { type: 'sum', property: 'whole' },
    double: { type: 'sum', property: 'double' },
    float: { type: 'sum', property: 'float' },
    texts: { type: 'count_unique', property: 'text' },
    last: { type: 'latest', property: 'whole' },
    some: { type: 'count', property: 'some' },
    level: { type: 'time_weighted_avg', property: 'big' },
  },
  ...more,
});

const QUESTIONS = [
  request({ group_by: ['event', 'customer', 'properties.flag'] }),
  request({ window: 'PT1S', from: '2024-03-05T10:00:00Z', to: '2024-03-06T00:00:00Z' }),
  request({ dedupe: 'none', where: { field: 'properties.some', op: 'exists' } }),
];

/** What an engine answers over an input: every digit of it. */
export async function answersOver(input) {
  const engine = await createEngine({ keepIds: true });
  try {
    const appended = await engine.appendFrom(input);
    const answers = QUESTIONS.map((question) => {
      const { text, ledger } = engine.report({
        report: 'tallyfold.query',
        request: question,
        now: '2024-04-01T00:00:00Z',
      });
      return { text, rejected: ledger.rejected.counts };
    });
    return { appended, answers };
  } finally {
    engine.close();
  }
}

const expected = await answersOver(LINES);
assert.equal(expected.appended.accepted, COUNT);
assert.deepEqual(expected.answers[0].rejected, { duplicate: 10 });

/** Whether an input gives the same as the lines do, to the last digit. */
export async function assertSame(input, message) {
  assert.deepEqual(await answersOver(input), expected, message);
}

/** All of what an input gives, as text. */
export async function textOf(input) {
  let text = '';
  for await (const piece of input) text += piece;
  return text;
}

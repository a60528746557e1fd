// SPDX-License-Identifier: Apache-2.0
// If this fails, a query answers in columns something else than in JSON, or columns do not belong to
// who asked for them.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { makeLocalPool } from './pool_support.mjs';
import { call, withEngine } from './support.mjs';

const NONE = 2 ** 32 - 1;
const now = '2024-05-01T00:00:00Z';
const folder = new URL('../cases/tallyfold/', import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const sets = read('events.json');

for (const file of readdirSync(folder).filter((name) => name !== 'events.json')) {
  test(`columns say what the JSON of tallyfold/${file} says`, async () => {
    for (const one of read(file).cases) await expectSameRows(one);
  });
}

async function expectSameRows({ name, events, dialect, report, mode, now: at, request }) {
  const engine = await createEngine();
  const asked = { report, mode, now: at, request };
  try {
    engine.append(typeof events === 'string' ? sets[events] : events, { dialect });
    const expected = engine.report(asked);
    const columns = engine.columns({ ...asked, texts: true });
    const { status, complete, ledger, notes } = expected;
    assert.deepEqual(
      { status, complete, ledger, notes },
      {
        status: columns.status,
        complete: columns.complete,
        ledger: columns.ledger,
        notes: columns.notes,
      },
    );
    if (status !== 200) return assert.equal(columns.text, expected.text, name);
    assert.deepEqual(bodyOf(columns), withTimes(expected.body), name);
    expectNearest(columns, name);
    const plan = engine.plan(asked);
    assert.deepEqual(plan.columns({ texts: true }), columns, name);
  } finally {
    engine.close();
  }
}

/** The JSON of a query, put together from columns. */
function bodyOf(columns) {
  const rows = Array.from({ length: columns.rows }, (_, row) => {
    const made = {};
    if (columns.windowStart) made.start = columns.windowStart[row];
    if (columns.windowEnd) made.end = columns.windowEnd[row];
    const groups = Object.entries(columns.groups);
    if (columns.others?.[row]) {
      made.others = true;
      for (const [, { codes }] of groups) assert.equal(codes[row], NONE);
    } else if (groups.length > 0) {
      made.group = Object.fromEntries(
        groups.map(([name, { codes, texts }]) => [
          name,
          codes[row] === NONE ? null : texts[codes[row]],
        ]),
      );
    }
    return { ...made, ...valuesOf(columns, ({ texts }) => texts[row]) };
  });
  return { rows, totals: valuesOf(columns, ({ totalText }) => totalText) };
}

function valuesOf(columns, pick) {
  const all = (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pick(value)]));
  const made = { values: all(columns.values) };
  if (!columns.previous) return made;
  const percents = all(columns.changePercent);
  made.previous = all(columns.previous);
  made.change = Object.fromEntries(
    Object.entries(all(columns.change)).map(([name, absolute]) => [
      name,
      { absolute, percent: percents[name] },
    ]),
  );
  return made;
}

/** The answer's times in milliseconds. */
function withTimes({ rows, totals }) {
  const made = rows.map(({ window_start: start, window_end: end, ...row }) =>
    start === undefined ? row : { start: Date.parse(start), end: Date.parse(end), ...row },
  );
  return { rows: made, totals };
}

// Reading a decimal rounds to the nearest double, by the rules of the language.
function expectNearest(columns, name) {
  for (const list of ['values', 'previous', 'change', 'changePercent']) {
    for (const { numbers, texts, total, totalText } of Object.values(columns[list] ?? {})) {
      const nearest = (text) => (text === null ? NaN : Number(text));
      assert.deepEqual(Array.from(numbers), texts.map(nearest), name);
      assert.deepEqual(total, nearest(totalText), name);
    }
  }
}

const SUM = {
  report: 'tallyfold.query',
  now,
  request: { aggregations: { v: { type: 'sum', property: 'v' } }, group_by: ['customer'] },
};

test('columns own their memory, and exact texts come only when asked for', () =>
  withEngine({}, (engine) => {
    engine.append([call('0.1'), call('0.2'), call('123456789012345678901234567890.5')]);
    const { values, groups } = engine.columns(SUM);
    assert.ok(values.v.numbers instanceof Float64Array);
    assert.equal(values.v.numbers.buffer.byteLength, 8);
    assert.equal(values.v.numbers[0], 123456789012345678901234567890.8);
    assert.equal('texts' in values.v, false);
    assert.deepEqual(groups.customer, { codes: Uint32Array.of(0), texts: ['c1'] });
    const moved = structuredClone(values.v.numbers, { transfer: [values.v.numbers.buffer] });
    assert.equal(moved.length, 1);
    assert.equal(engine.columns({ ...SUM, texts: true }).values.v.texts[0], '123456789012345678901234567890.8');
  }));

test('texts beyond ASCII, empty ones and names of any kind come through', () =>
  withEngine({}, (engine) => {
    const customers = ['', 'Zoë', '北京', '🚀', '__proto__'];
    engine.append(customers.map((name) => ({ ...call(1), external_customer_id: name || 'x', properties: { c: name, v: 1 } })));
    const request = {
      aggregations: JSON.parse('{"__proto__":{"type":"count"}}'),
      group_by: ['properties.c'],
    };
    const { groups, values } = engine.columns({ report: 'tallyfold.query', now, request, texts: true });
    assert.deepEqual(groups['properties.c'].texts, [...customers].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    assert.deepEqual(Object.getOwnPropertyDescriptor(values, '__proto__').value.texts, ['1', '1', '1', '1', '1']);
  }));

test('a pool answers in columns, and so do its plans', async () => {
  const pool = await makeLocalPool({ workers: 2 }, 100);
  const engine = await createEngine();
  try {
    const plan = await pool.plan(SUM);
    for (const to of [engine, pool]) await to.append([call(1), call('2.5'), call('x')]);
    const expected = engine.columns({ ...SUM, texts: true });
    assert.deepEqual(await pool.columns({ ...SUM, texts: true }), expected);
    assert.deepEqual(await plan.columns({ texts: true }), expected);
  } finally {
    engine.close();
    await pool.close();
  }
});

test('other reports have no columns, and wrong options are told', () =>
  withEngine({}, (engine) => {
    const usage = {
      report: 'flexprice.usage',
      now,
      request: { event_name: 'call', aggregation_type: 'COUNT' },
    };
    const misuse = (path) => (error) => error.code === 'misuse' && error.path === path;
    assert.throws(() => engine.columns(usage), misuse('$.report'));
    assert.throws(() => engine.columns({ ...SUM, texts: 1 }), misuse('$.texts'));
    assert.throws(() => engine.columns({ ...SUM, text: true }), misuse('$.text'));
  }));

// SPDX-License-Identifier: Apache-2.0
// If the first test fails, the slow oracle has lost what must hold of every history: no place
// is used twice, and the counters of a row agree with each other. If another fails, the engine
// differs from the oracle, or from itself over the same records in another order or in shards.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { openEngines } from '../engine.mjs';
import { services } from '../services.mjs';
import { isOrderFree } from './generate.mjs';
import { distinctUsedPlaces, monthCounters, usage } from './reports.mjs';

const SEED = 20221201;
const HISTORIES = 300;
const CASES = 200;
const SHARDS = 3;
const MONTHS = ['2022-09', '2022-10', '2022-11', '2022-12', '2023-01', '2023-02', '2023-03'];
const { generate, answer, sameAnswer, orders } = services.seatsio;

// The options of a case that every report has.
function optionsOf({ requestText }) {
  try {
    const { month: _m, eventId: _e, shape: _s, version: _v, ...rest } = JSON.parse(requestText);
    return rest;
  } catch {
    return {};
  }
}

function checkRows(call, where) {
  for (const month of MONTHS) {
    for (const row of monthCounters({ ...call, request: { ...call.request, month } })) {
      const { used, firstBookings, carry, gaWithoutBooking, nonGaWithoutBooking } = row;
      const sum = firstBookings - carry + gaWithoutBooking + nonGaWithoutBooking;
      assert.equal(used, sum, `${where} ${month} event ${row.event}`);
      assert.ok(carry >= 0 && carry <= firstBookings, where);
      const byStatus = Object.values(row.byStatus).reduce((a, b) => a + b, 0);
      assert.equal(byStatus, firstBookings, where);
    }
  }
}

test(`in ${HISTORIES} histories every place is used once, and counters add up`, () => {
  let places = 0;
  for (let number = 0; number < HISTORIES; number++) {
    const c = generate(SEED, number);
    const call = { lines: c.lines, catalog: c.catalog, now: c.now, request: optionsOf(c) };
    const where = `seed ${SEED} case ${number}`;
    const { status, body } = usage(call);
    if (status !== 200) continue;
    checkRows(call, where);
    const sum = body.reduce((total, row) => total + row.numFirstBookingsOrSelections, 0);
    assert.equal(sum, distinctUsedPlaces(call), where);
    places += sum;
  }
  assert.ok(places > HISTORIES, `${places} places were used`);
});

test(`the engine answers ${CASES} random cases as the oracle does`, async () => {
  const { node } = await openEngines('node');
  for (let number = 0; number < CASES; number++) {
    const c = generate(SEED, number);
    const expected = answer(c);
    for (const lines of orders(c)) {
      const actual = await node({ ...c, lines });
      const message = JSON.stringify({ number, request: c.requestText, expected, actual });
      assert.ok(sameAnswer(expected, actual, c.mode), message);
    }
  }
});

// The lines, and of each record with an id a copy of the same date that says something else.
function withUnequalCopies(lines) {
  return lines.flatMap((line) => {
    const record = line.startsWith('{"') ? JSON.parse(line) : {};
    if (record.id === undefined) return [line];
    const copy = { ...record, quantity: (record.quantity ?? 1) + 1, holdToken: 'h9' };
    return [line, JSON.stringify(copy)];
  });
}

test('which of two unequal copies counts is not decided by the order of the input', async () => {
  const { node } = await openEngines('node');
  for (let number = 0; number < CASES; number++) {
    const c = { ...generate(SEED + 1, number), format: 'ndjson' };
    if (!isOrderFree(c)) continue;
    const lines = withUnequalCopies(c.lines);
    const there = await node({ ...c, lines });
    const back = await node({ ...c, lines: lines.reverse() });
    assert.deepEqual(back, there, `seed ${SEED + 1} case ${number}`);
  }
});

async function askShards({ lines, catalog, report, mode, requestText, now }) {
  const engines = [];
  try {
    const plans = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      const engine = await createEngine({ ...(catalog && { catalog }), idKey: 'shards' });
      engines.push(engine);
      const own = lines.filter((_, index) => index % SHARDS === shard);
      engine.append(own.map((line) => `${line}\n`).join(''), { dialect: 'seatsio' });
      plans.push(engine.plan({ report, mode, requestText, now }));
    }
    for (const plan of plans.slice(1).reverse()) plans[0].merge(plan.snapshot());
    const { status, body } = plans[0].report();
    return { status, body };
  } finally {
    for (const engine of engines) engine.close();
  }
}

test('merged shards answer as the oracle does over all records', async () => {
  for (let number = 0; number < CASES; number++) {
    const c = generate(SEED + 2, number);
    const expected = answer(c);
    // A plan refuses a bad request where a report answers it.
    if (expected.status === 400 || !isOrderFree(c)) continue;
    const actual = await askShards(c);
    const message = JSON.stringify({ number, request: c.requestText, expected, actual });
    assert.ok(sameAnswer(expected, actual, c.mode), message);
  }
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, the benchmark measures something else than the right answers to its nine questions,
// or its events are no longer the ones that its figures were measured on.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import { createEngine } from 'tallyfold';

import { differenceOf } from '../../benchmarks/kit/check.mjs';
import { makeLines } from '../../benchmarks/kit/events.mjs';
import { answersOf } from '../../benchmarks/kit/oracle.mjs';
import * as reader from '../../benchmarks/kit/peers/javascript-bytes.mjs';
import * as parser from '../../benchmarks/kit/peers/javascript.mjs';
import * as tallyfold from '../../benchmarks/kit/peers/tallyfold.mjs';
import { QUESTION_NAMES, requestsOf } from '../../benchmarks/kit/queries.mjs';
import { rowsOfBodies } from '../../benchmarks/kit/rows.mjs';

const COUNT = 2000;
const lineOf = makeLines(COUNT, 42);
const events = Buffer.from(Array.from({ length: COUNT }, (_, i) => lineOf(i)).join(''));
const answers = answersOf(events);

test('the events are those that every machine makes', () => {
  const digest = createHash('sha256').update(events).digest('hex');
  assert.equal(digest, '9b4b787ca14b4df5569b58a22952d7c8f4f4f0e56268cfea7026289e76e9895b');
});

test('the oracle adds up what a line says', () => {
  const lines = [
    event('api_request', '2024-03-10T23:59:59.999Z', '"0.000001"', 'u_1'),
    event('api_request', '2024-03-11T00:00:00.000Z', '"9007199254740993"', 'u_1'),
    event('api_request', '2024-03-11T00:00:00.001Z', '2', 'u_2'),
    event('storage', '2024-03-11T10:00:00.000Z', '5', 'u_1'),
    event('storage', '2024-03-11T10:00:00.000Z', '4', 'u_1'),
    event('tokens', '2024-03-31T23:59:59.999Z', '7', 'u_1'),
  ];
  const [sunday, monday] = [Date.UTC(2024, 2, 10), Date.UTC(2024, 2, 11)].map(String);
  const found = answersOf(Buffer.from(lines.join('')));
  assert.deepEqual(found.Q1, [['3']]);
  assert.deepEqual(found.Q2, [[sunday, '0.000001'], [monday, '9007199254740995.000000']]);
  assert.deepEqual(found.Q4, [[sunday, '1'], [monday, '2']]);
  assert.deepEqual(found.Q6, [['5.000000']]);
  assert.deepEqual(found.Q7, [['ann', '4.000000']]);
  assert.deepEqual(found.Q8.map(([week]) => week), [String(Date.UTC(2024, 2, 4)), monday]);
  assert.deepEqual(found.Q9, [[String(Date.UTC(2024, 2, 1)), 'ann', '7.000000']]);
});

function event(name, time, amount, user) {
  return `{"event_name":"${name}","external_customer_id":"ann","timestamp":"${time}","source":"s",` +
    `"properties":{"region":"us-east-1","model":"m","status":"200","bytes":${amount},"user_id":"${user}"}}\n`;
}

test('a wrong answer is called one', () => {
  const [[day, sum], ...others] = answers.Q2;
  assert.equal(differenceOf('Q2', answers.Q2, answers.Q2), null);
  assert.match(differenceOf('Q2', answers.Q2, [[day, `${sum.slice(0, -1)}x`], ...others]), /1 of \d+ values/);
  assert.match(differenceOf('Q2', answers.Q2, [[day, Number(sum) + 0.001], ...others]), /1 of \d+ values/);
  assert.match(differenceOf('Q2', answers.Q2, others), /1 rows are missing/);
  assert.match(differenceOf('Q2', answers.Q2, [...answers.Q2, ['0', '1']]), /1 are too many/);
  assert.match(differenceOf('Q2', answers.Q2, [[day, sum], ...answers.Q2]), /key of another/);
  const [[week, mean], ...weeks] = answers.Q8;
  assert.match(differenceOf('Q8', answers.Q8, [[week, Number(mean) * (1 + 1e-8)], ...weeks]), /1 of \d+ values/);
});

for (const variant of ['none', 'ids']) {
  describe(`Tallyfold, ${variant}`, () => {
    test('answers all questions in columns, and again with other bounds', async () => {
      await tallyfold.setup(variant);
      tallyfold.ingest(events);
      expectAll(tallyfold);
      expectAll(tallyfold);
    });
  });
}

test('Tallyfold answers all questions in JSON', async () => {
  const engine = await createEngine({ keepIds: false });
  engine.append(events);
  for (const question of QUESTION_NAMES) {
    const requests = requestsOf(question, 7);
    const bodies = requests.map((request) => {
      const call = { report: 'tallyfold.query', now: '2025-01-01T00:00:00Z', request: { ...request, dedupe: 'none' } };
      return engine.report(call).body;
    });
    assert.equal(differenceOf(question, answers[question], rowsOfBodies(question, requests, bodies)), null, question);
  }
  engine.close();
});

for (const [name, peer] of Object.entries({ 'JSON.parse': parser, 'the byte reader': reader })) {
  test(`hand-written JavaScript with ${name} answers all questions`, () => {
    peer.ingest(events);
    expectAll(peer);
  });
}

test('the byte reader takes lines that are not plain', () => {
  const lines = events.toString().split('\n');
  lines[0] = lines[0].replace('{"id"', '{ "extra": {"a": [1, "}"]}, "id"');
  lines[3] = lines[3].replace('"tokens"', '"\\u0074okens"');
  lines[2] = lines[2].replace('"properties"', '"note":"a \\" quote", "properties"');
  assert.notEqual(lines[3], events.toString().split('\n')[3]);
  reader.ingest(Buffer.from(lines.join('\n').slice(0, -1)));
  expectAll(reader);
});

function expectAll(peer) {
  for (const question of QUESTION_NAMES) {
    const rows = peer.query(question);
    assert.ok(rows.length > 0, question);
    assert.equal(differenceOf(question, answers[question], rows), null, question);
  }
}

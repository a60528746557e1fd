// SPDX-License-Identifier: Apache-2.0
// If this fails, a function behind a queue counts an event twice, loses one, or keeps a message for ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reportOf, takeBatch } from '../../examples/recipes/queue_batch.mjs';
import { answerAtOnce, lineOf, randomFrom, randomLines } from './run.mjs';

/** A store as the recipe wants one. `before` is called ahead of each write, and may come in between. */
function memoryStore(before = async () => {}) {
  let known = { version: 0 };
  return {
    read: async () => known,
    async write(state, version) {
      await before(version);
      if (version !== known.version) return false;
      known = { state, version: version + 1 };
      return true;
    },
    version: () => known.version,
  };
}

const batchOf = (lines) => ({ Records: lines.map((body, i) => ({ messageId: `m${i}`, body })) });
const failedIds = ({ batchItemFailures }) => batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

test('batches that come in any order, several at once and again, count each event once', async () => {
  const random = randomFrom(11);
  const lines = randomLines(random, 300);
  const store = memoryStore();
  const waiting = Array.from({ length: 15 }, (_, i) => lines.slice(i * 20, i * 20 + 20));
  while (waiting.length > 0) {
    const now = Array.from({ length: Math.min(3, waiting.length) }, () => waiting.splice(Math.floor(random() * waiting.length), 1)[0]);
    const answers = await Promise.all(now.map((batch) => takeBatch(batchOf(batch), store)));
    answers.forEach((answer, i) => {
      assert.ok([0, 20].includes(failedIds(answer).length));
      // Failed, or taken in and delivered again all the same, since the function ended before it could say so.
      if (failedIds(answer).length > 0 || random() < 0.2) waiting.push(now[i]);
    });
  }
  const report = await reportOf(store);
  assert.equal(report.text, (await answerAtOnce(lines)).text);
  assert.ok(report.complete);
});

test('what is no event, or has no id, goes back alone', async () => {
  const store = memoryStore();
  const good = lineOf('e1', 'a', '2024-03-01T10:00:00Z', 2);
  const bad = ['', 'not json', '[]', '{"event_name":"call"}', good.replace('"event_id":"e1",', ''), good.repeat(2), good.slice(0, 50)];
  const pretty = JSON.stringify(JSON.parse(good), null, 2);
  const answer = await takeBatch(batchOf([...bad, pretty]), store);
  assert.deepEqual(failedIds(answer), bad.map((_, i) => `m${i}`));
  const report = await reportOf(store);
  assert.deepEqual(report.body.totals.values, { calls: '1', tokens: '2' });
  assert.ok(report.complete, 'refused messages are no part of the state');
});

test('a batch of nothing good writes nothing', async () => {
  const store = memoryStore();
  assert.deepEqual(failedIds(await takeBatch(batchOf(['x']), store)), ['m0']);
  assert.equal(store.version(), 0);
});

test('a state that is always newer ends in a failed batch, and nothing of it counts', async () => {
  const quick = lineOf('quick', 'b', '2024-03-02T10:00:00Z', 1);
  const store = memoryStore();
  let rounds = 0;
  const slow = { read: store.read, async write(state, version) {
    await takeBatch(batchOf([quick.replace('"quick"', `"q${++rounds}"`)]), store);
    return store.write(state, version);
  } };
  const answer = await takeBatch(batchOf([lineOf('e1', 'a', '2024-03-01T10:00:00Z', 2)]), slow);
  assert.deepEqual(failedIds(answer), ['m0']);
  assert.equal(rounds, 5);
  const { body } = await reportOf(store);
  assert.deepEqual(body.rows.map(({ group, values }) => [group.customer, values.calls]), [['b', '5']]);
});

test('a store that fails is an error, so that the whole batch comes again', async () => {
  const store = memoryStore(async () => { throw new Error('no store'); });
  await assert.rejects(takeBatch(batchOf([lineOf('e1', 'a', '2024-03-01T10:00:00Z', 2)]), store), /no store/);
});

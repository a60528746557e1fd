// SPDX-License-Identifier: Apache-2.0
// If this fails, a function that folds objects of S3 counts an object twice, loses one, or answers by the
// order in which it was told of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { createEngine } from 'tallyfold';

import { createBatch, sourceOf } from '../../examples/lambda/batch.mjs';
import { readExample } from './fetch_support.mjs';
import { MemoryS3, recordOf, S3Error } from './memory_s3.mjs';

const STATE = { bucket: 'states', key: 'usage/2024-05' };
const QUESTION = {
  report: 'tallyfold.query',
  now: '2024-06-01T00:00:00Z',
  request: {
    event: 'completion',
    from: '2024-05-01',
    to: '2024-06-01',
    aggregations: {
      tokens: { type: 'sum', property: 'tokens' },
      last: { type: 'latest', property: 'seconds' },
      models: { type: 'count_unique', property: 'model' },
    },
    group_by: ['customer'],
  },
};
const LINES = ['first', 'second'].flatMap((half) =>
  readExample(`events/2024-05-${half}-half.ndjson`).trim().split('\n'));
const OBJECTS = Array.from({ length: 6 }, (_, i) => ({
  key: `2024-05/part ${i}+é.ndjson${i % 3 ? '' : '.gz'}`,
  text: LINES.filter((_, line) => line % 6 === i).join('\n'),
}));

function storeOf(s3, writes = {}) {
  return {
    async get(place) {
      try {
        const { bytes, etag } = await s3.get(place);
        return { body: (async function* () { yield bytes; })(), etag };
      } catch (error) {
        if (error.code === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async put(place, bytes, condition) {
      try {
        await s3.put(place, bytes, writes.unconditional ? {} : condition);
      } catch (error) {
        if (error instanceof S3Error && [409, 412].includes(error.status)) return false;
        throw error;
      }
      if (writes.loseAnswer) {
        writes.loseAnswer = false;
        throw new Error('the connection broke behind the write');
      }
      return true;
    },
  };
}

async function setUp(writes) {
  const s3 = new MemoryS3();
  const events = [];
  for (const { key, text } of OBJECTS) {
    const bytes = key.endsWith('.gz') ? gzipSync(text) : Buffer.from(text);
    const stored = await s3.put({ bucket: 'events', key }, bytes);
    events.push({ Records: [recordOf('events', key, stored)] });
  }
  const start = () => createBatch({ store: storeOf(s3, writes), state: STATE, question: QUESTION });
  return { s3, events, start, batch: start() };
}

/** The same objects in one engine. */
async function expected(objects = OBJECTS) {
  const engine = await createEngine();
  for (const { key, text } of objects)
    engine.append(text, { source: sourceOf(`events/${key}`), receivedAt: '2024-06-01T08:00:00Z' });
  const report = engine.report(QUESTION);
  engine.close();
  return report;
}

function assertSame(report, other) {
  assert.equal(report.text, other.text);
  assert.deepEqual(report.ledger, other.ledger);
}

// Fisher and Yates; the seed is fixed.
function shuffled(list) {
  const all = [...list];
  let state = 7;
  for (let i = all.length - 1; i > 0; --i) {
    state = (state * 48271) % 2147483647;
    const j = state % (i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

test('in any order, each told twice, by invocations that know nothing of each other', async () => {
  const { events, start } = await setUp();
  for (const event of shuffled([...events, ...events])) await start().fold(event);
  assertSame(await start().report(), await expected());
});

test('side by side, with conflicts, nothing is lost', async () => {
  const { s3, events, start } = await setUp();
  s3.delay = 3;
  s3.conflicts = 2;
  await Promise.all(shuffled([...events, ...events]).map((event) => start().fold(event)));
  assertSame(await start().report(), await expected());
  assert.ok(s3.counts[412] > 0 && s3.counts[409] >= 2, JSON.stringify(s3.counts));
});

test('without conditions objects are lost, so the test above can fail', async () => {
  const { s3, events, start } = await setUp({ unconditional: true });
  s3.delay = 3;
  await Promise.all(events.map((event) => start().fold(event)));
  assert.ok((await start().report()).ledger.handed_in < LINES.length);
});

test('several records in one notification, of which one fails at first', async () => {
  const { s3, batch } = await setUp();
  const records = [];
  for (const { key } of OBJECTS) records.push(recordOf('events', key, await s3.get({ bucket: 'events', key })));
  const late = { ...records[3], s3: { ...records[3].s3, object: { ...records[3].s3.object, key: 'not-yet' } } };
  await assert.rejects(batch.fold({ Records: [...records.slice(0, 2), late] }), /events\/not-yet is not there/);
  await batch.fold({ Records: records });
  assertSame(await batch.report(), await expected());
});

test('a write whose answer was lost counts once', async () => {
  const writes = { loseAnswer: true };
  const { events, batch } = await setUp(writes);
  await assert.rejects(batch.fold(events[0]), /connection broke/);
  for (const event of events) await batch.fold(event);
  assertSame(await batch.report(), await expected());
});

test('an object that was overwritten is refused, unless its version is still there', async () => {
  const { s3, events, batch } = await setUp();
  const { key, text } = OBJECTS[1];
  const place = { bucket: 'events', key };
  const first = await s3.get(place);
  const second = await s3.put(place, Buffer.from('{}'));
  await assert.rejects(batch.fold(events[1]), /is not there any more as it was/);
  await batch.fold({ Records: [recordOf('events', key, first, true)] });
  assertSame(await batch.report(), await expected([{ key, text }]));
  await assert.rejects(batch.fold({ Records: [recordOf('events', key, second)] }), /overwritten; write new keys/);
  assertSame(await batch.report(), await expected([{ key, text }]));
});

test('what adds no events is no notification of ours, and no state is an empty report', async () => {
  const { events: [{ Records: [record] }], batch } = await setUp();
  await assert.rejects(batch.fold({ Records: [{ ...record, eventName: 'ObjectRemoved:Delete' }] }), TypeError);
  await assert.rejects(batch.fold({ version: '2.0' }), TypeError);
  assertSame(await batch.report(), await expected([]));
});

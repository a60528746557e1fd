// SPDX-License-Identifier: Apache-2.0
// If this fails, streamed events are lost or counted twice, or a broken stream leaves a wrong
// number.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { call, lines, sumOf, withEngine } from './support.mjs';

const TEXT = lines(call(1), { ...call(2), external_customer_id: '🚲' }, call(4));
const BYTES = new TextEncoder().encode(TEXT);
const pieces = (size) =>
  Array.from({ length: Math.ceil(BYTES.length / size) }, (_, i) =>
    BYTES.slice(i * size, (i + 1) * size),
  );
async function* slowly(values) {
  for (const value of values) yield await value;
}

const inputs = {
  'a Response': () => new Response(BYTES),
  'a promise of a Response': async () => new Response(BYTES),
  'an empty Response': () => new Response(null),
  'a Blob': () => new Blob([BYTES]),
  'a ReadableStream': () => ReadableStream.from(pieces(7)),
  'a Node stream': () => Readable.from(pieces(7)),
  'a Node stream of text': () => Readable.from([...TEXT]).setEncoding('utf8'),
  'an iterable of bytes': () => pieces(5),
  'an async iterable of bytes': () => slowly(pieces(3)),
  'an iterable of texts that cut a character': () => TEXT.split(''),
  'a text': () => TEXT,
  'a buffer': () => BYTES.buffer,
};

for (const [kind, make] of Object.entries(inputs)) {
  test(`appendFrom takes ${kind}`, () =>
    withEngine({}, async (engine) => {
      const full = kind.startsWith('an empty') ? 0 : 1;
      assert.deepEqual(await engine.appendFrom(make()), { accepted: 3 * full, refused: 0 });
      assert.equal(sumOf(engine), 7 * full);
    }));
}

test('progress tells the sums so far', () =>
  withEngine({}, async (engine) => {
    const seen = [];
    await engine.appendFrom([TEXT.slice(0, 150), TEXT.slice(150)], {
      onProgress: (now) => seen.push(now),
    });
    assert.equal(seen.length, 2);
    assert.deepEqual(seen[1], { bytes: BYTES.length, accepted: 3, refused: 0 });
  }));

test('an aborted stream keeps what arrived and refuses the unfinished line', () =>
  withEngine({}, async (engine) => {
    const stop = new AbortController();
    let cancelled;
    const half = TEXT.indexOf('\n') + 20;
    const input = new ReadableStream({
      start: (controller) => controller.enqueue(BYTES.slice(0, half)),
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const reading = engine.appendFrom(input, {
      signal: stop.signal,
      onProgress: () => setTimeout(() => stop.abort(), 5),
    });
    await assert.rejects(reading, { name: 'AbortError' });
    assert.equal(cancelled.name, 'AbortError');
    assert.equal(sumOf(engine), 1);
    assert.deepEqual(engine.ledger().counts, { malformed_line: 1 });
    assert.deepEqual(await engine.appendFrom(TEXT), { accepted: 3, refused: 0 });
  }));

test('a number that a failing stream cut short is never counted', () =>
  withEngine({}, async (engine) => {
    const dialect = { name: { const: 'call' }, time: 'at', properties: ['v'] };
    async function* failing() {
      yield 'at,v\n2024-03-05T10:00:00Z,1234\n2024-03-05T10:00:00Z,12';
      throw new Error('connection lost');
    }
    await assert.rejects(engine.appendFrom(failing(), { format: 'csv', dialect }), {
      message: 'connection lost',
    });
    assert.equal(sumOf(engine), 1234);
    assert.equal(engine.ledger().total, 1);
  }));

test('a stream that ends at a line end leaves nothing behind when it is aborted', () =>
  withEngine({}, async (engine) => {
    const signal = AbortSignal.abort();
    await assert.rejects(engine.appendFrom(TEXT, { signal }), { name: 'AbortError' });
    assert.equal(engine.ledger().total, 0);
  }));

test('an aborted Node stream is destroyed', () =>
  withEngine({}, async (engine) => {
    const stop = new AbortController();
    const waiting = new Readable({ read() {} });
    waiting.push(TEXT);
    setTimeout(() => stop.abort(), 5);
    await assert.rejects(engine.appendFrom(waiting, { signal: stop.signal }), {
      name: 'AbortError',
    });
    assert.ok(waiting.destroyed);
    assert.equal(sumOf(engine), 7);
  }));

test('two streams of different sources may run at once, of one source not', () =>
  withEngine({}, async (engine) => {
    const both = [
      engine.appendFrom(slowly(pieces(9)), { source: 1 }),
      engine.appendFrom(slowly(pieces(4)), { source: 2 }),
    ];
    await assert.rejects(engine.appendFrom(TEXT, { source: 1 }), {
      code: 'misuse',
      message: /source 1 is being read/,
    });
    assert.throws(() => engine.append(TEXT, { source: 2 }), { code: 'misuse' });
    await Promise.all(both);
    assert.equal(sumOf(engine), 14);
  }));

test('misuse is told in a sentence', () =>
  withEngine({}, async (engine) => {
    await assert.rejects(engine.appendFrom(42), { code: 'misuse', message: /input must be/ });
    await assert.rejects(engine.appendFrom([42]), { code: 'misuse', message: /bytes or texts/ });
    await assert.rejects(engine.appendFrom(new Response('no', { status: 404 })), {
      code: 'misuse',
      message: /status 404/,
    });
    await assert.rejects(engine.appendFrom('', { more: true }), {
      code: 'misuse',
      message: /no option "more"/,
    });
    await assert.rejects(engine.appendFrom('', { onProgress: 1 }), {
      code: 'misuse',
      message: /function/,
    });
  }));

test('closing the engine ends a stream', () =>
  withEngine({}, async (engine) => {
    async function* closing() {
      yield TEXT;
      engine.close();
      yield TEXT;
    }
    await assert.rejects(engine.appendFrom(closing()), {
      code: 'misuse',
      message: 'the engine is closed',
    });
  }));

test('a stream that does not fit ends its document, and what was there still answers', () =>
  withEngine({ maxMemory: 4_000_000 }, async (engine) => {
    function* endless() {
      for (let i = 0; ; ++i) yield lines({ ...call(1), event_id: `id ${i}` });
    }
    await assert.rejects(engine.appendFrom(endless()), { code: 'out_of_memory' });
    assert.equal(engine.ledger().total, 0);
    assert.ok(sumOf(engine) > 0);
  }));

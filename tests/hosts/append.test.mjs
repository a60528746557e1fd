// SPDX-License-Identifier: Apache-2.0
// If this fails, events are lost, counted twice or read wrongly on their way into the engine.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { call, lines, NOW, SUM, sumOf, withEngine } from './support.mjs';

const TEXT = lines(call(1), call('2.5'), { ...call(4), external_customer_id: 'zürich 🚲' });
const BYTES = new TextEncoder().encode(TEXT);

const kinds = {
  'a text': TEXT,
  'a Uint8Array': BYTES,
  'an ArrayBuffer': BYTES.slice().buffer,
  'a view in the middle of a buffer': new DataView(
    Uint8Array.of(1, 2, ...BYTES, 3).buffer,
    2,
    BYTES.length,
  ),
  'a Node buffer': Buffer.from(BYTES),
  'a shared buffer': (() => {
    const shared = new SharedArrayBuffer(BYTES.length);
    new Uint8Array(shared).set(BYTES);
    return shared;
  })(),
};

for (const [kind, data] of Object.entries(kinds)) {
  test(`append takes ${kind}`, () =>
    withEngine({}, (engine) => {
      assert.deepEqual(engine.append(data), { accepted: 3, refused: 0 });
      assert.equal(sumOf(engine), 7.5);
    }));
}

test('append takes plain objects, with dates and big integers', () =>
  withEngine({}, (engine) => {
    const events = [
      { ...call(1), timestamp: new Date('2024-03-05T10:00:00Z') },
      { ...call(undefined), properties: { v: 9007199254740993n } },
    ];
    assert.deepEqual(engine.append(events), { accepted: 2, refused: 0 });
    const request = { ...SUM.request, numbers: 'text' };
    assert.equal(engine.report({ ...SUM, mode: 'exact', request }).body.value, '9007199254740994');
  }));

test('an event that cannot be written leaves nothing half done', () =>
  withEngine({}, (engine) => {
    const circle = call(1);
    circle.self = circle;
    assert.throws(() => engine.append([call(1), circle]), { code: 'misuse', path: '$[1]' });
    assert.throws(() => engine.append([call(1), 'text']), {
      code: 'misuse',
      message: /events\[1\]/,
    });
    assert.equal(sumOf(engine), 0);
  }));

test('bytes may be cut anywhere, and give the same report', async () => {
  const whole = await withEngine({}, (engine) => {
    engine.append(BYTES);
    return engine.report(SUM).text;
  });
  for (let cut = 0; cut <= BYTES.length; ++cut) {
    await withEngine({}, (engine) => {
      engine.append(BYTES.subarray(0, cut), { more: true });
      engine.append(BYTES.subarray(cut));
      assert.deepEqual(engine.ledger().total, 0);
      assert.equal(engine.report(SUM).text, whole, `cut at ${cut}`);
    });
  }
});

test('every append without more is a document: a last line without a newline counts', () =>
  withEngine({}, (engine) => {
    assert.deepEqual(engine.append(TEXT.trimEnd()), { accepted: 3, refused: 0 });
    assert.deepEqual(engine.append(TEXT.trimEnd()), { accepted: 3, refused: 0 });
    assert.equal(sumOf(engine), 15);
  }));

test('inputs interleave, each with its own unfinished line and line numbers', () =>
  withEngine({}, (engine) => {
    const halves = [TEXT.slice(0, 40), TEXT.slice(40)];
    engine.append(halves[0], { source: 1, more: true });
    engine.append(halves[0], { source: 2, more: true });
    engine.append(`${halves[1]}broken\n`, { source: 2 });
    engine.append(halves[1], { source: 1 });
    assert.equal(sumOf(engine), 15);
    const [entry] = engine.ledger().entries;
    assert.equal(entry.source, 2);
    assert.equal(entry.line, 4);
    assert.equal(entry.byte_offset, BYTES.length);
  }));

test('large input goes in whole, as bytes and as text with characters of every width', async () => {
  const event = { ...call(1), properties: { v: 1, note: 'aé€🚲' } };
  const text = lines(event).repeat(30_000);
  for (const data of [text, new TextEncoder().encode(text)]) {
    await withEngine({}, (engine) => {
      assert.deepEqual(engine.append(data), { accepted: 30_000, refused: 0 });
      const filters = { note: ['aé€🚲'] };
      assert.equal(
        engine.report({ ...SUM, request: { ...SUM.request, filters } }).body.value,
        30_000,
      );
    });
  }
});

test('formats and dialects', () =>
  withEngine({}, (engine) => {
    const mapping = { name: { const: 'call' }, time: 'at', timeUnit: 'ms', properties: ['v'] };
    const at = Date.parse('2024-03-05T10:00:00Z');
    assert.equal(
      engine.append(`at,v\n${at},2\n${at},"3"\n`, { format: 'csv', dialect: mapping }).accepted,
      2,
    );
    assert.equal(
      engine.append(JSON.stringify({ events: [call(10), call(20)] }), { format: 'json' }).accepted,
      2,
    );
    const cloud = {
      specversion: '1.0',
      id: '1',
      source: 's',
      type: 'call',
      subject: 'c',
      time: NOW.replace('10', '05'),
      data: { v: 100 },
    };
    assert.equal(engine.append(JSON.stringify(cloud), { dialect: 'cloudevents' }).accepted, 1);
    assert.equal(sumOf(engine), 135);
  }));

test('a time that is missing is the time of receipt', () =>
  withEngine({}, (engine) => {
    const { timestamp, ...untimed } = call(3);
    engine.append([untimed], { receivedAt: new Date(timestamp) });
    assert.equal(sumOf(engine), 3);
  }));

test('what is no event is refused and named', () =>
  withEngine({ keepIds: true }, (engine) => {
    const { event_name: _, ...nameless } = call(1);
    const result = engine.append(`${lines(call(1))}{"half\n[1]\n${lines(nameless)}`);
    assert.deepEqual(result, { accepted: 1, refused: 3 });
    assert.deepEqual(engine.ledger().counts, {
      malformed_line: 1,
      not_an_event: 1,
      missing_field: 1,
    });
    const report = engine.report(SUM);
    assert.equal(report.complete, false);
    assert.equal(report.ledger.handed_in, 4);
  }));

test('misuse is told in a sentence', () =>
  withEngine({}, (engine) => {
    const wrong = [
      [() => engine.append(42), /bytes, a text or an array/],
      [() => engine.append('', { fromat: 'csv' }), /no option "fromat"/],
      [() => engine.append('', { format: 'xml' }), /format must be one of "ndjson", "json", "csv"/],
      [() => engine.append('', { source: -1 }), /source must be a whole number/],
      [() => engine.append('', { more: 'yes' }), /more must be/],
      [() => engine.append('', { receivedAt: 5 }), /receivedAt must be/],
      [() => engine.append('', { receivedAt: 'yesterday' }), /RFC 3339/],
      [() => engine.append('', { dialect: 5 }), /dialect must be/],
      [() => engine.append([], { format: 'json' }), /has no format/],
      [() => engine.report({ report: 'flexprice.usage' }), /either request/],
      [() => engine.report({ ...SUM, mode: 'fast' }), /mode must be one of/],
      [() => engine.report({ ...SUM, now: new Date(NaN) }), /now must be/],
      [() => engine.report(), /options as an object/],
    ];
    for (const [act, message] of wrong)
      assert.throws(act, { name: 'TallyfoldError', code: 'misuse', message });
    assert.throws(() => engine.append('', { dialect: 'nonsense' }), { code: 'invalid_mapping' });
    assert.throws(() => engine.append('', { dialect: { time: '/at' } }), {
      code: 'invalid_mapping',
      path: '$.name',
    });
    assert.throws(() => engine.report({ ...SUM, report: 'nonsense' }), { code: 'unknown_report' });
  }));

test('a memory limit refuses events, and what was there still answers', () =>
  withEngine({ maxMemory: 4_000_000 }, (engine) => {
    engine.append([call(1)]);
    const more = lines(
      ...Array.from({ length: 20_000 }, (_, i) => ({ ...call(1), event_id: `id ${i}` })),
    );
    assert.throws(
      () => {
        for (;;) engine.append(more);
      },
      { code: 'out_of_memory' },
    );
    assert.ok(sumOf(engine) >= 1);
    assert.ok(engine.memoryBytes <= 4_000_000);
  }));

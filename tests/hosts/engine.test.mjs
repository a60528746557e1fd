// SPDX-License-Identifier: Apache-2.0
// If this fails, an engine starts wrongly, answers in another shape, or outlives its closing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createEngine, TallyfoldError } from 'tallyfold';

import { call, NOW, SUM, sumOf, withEngine } from './support.mjs';

const WASM = new URL('../../wasm/dist/engine.wasm', import.meta.url);

test('a report is status, body, text, completeness, ledger and notes', () =>
  withEngine({}, (engine) => {
    engine.append([call(1), call('x')]);
    const report = engine.report(SUM);
    assert.deepEqual(Object.keys(report), [
      'status',
      'body',
      'text',
      'complete',
      'ledger',
      'notes',
    ]);
    assert.equal(report.status, 200);
    assert.equal(report.text, '{"value":1,"event_name":"call","type":"SUM"}');
    assert.deepEqual(report.body, { value: 1, event_name: 'call', type: 'SUM' });
    assert.equal(report.complete, false);
    assert.equal(report.ledger.coerced.counts.not_a_number, 1);
    assert.deepEqual(report.notes, ['unreadable_is_zero']);
  }));

test('a bad request is an answer', () =>
  withEngine({}, (engine) => {
    const { status, body } = engine.report({ ...SUM, request: { event_name: '' } });
    assert.equal(status, 400);
    assert.equal(body.code, 'validation_error');
  }));

test('a request given as text keeps every digit', () =>
  withEngine({}, (engine) => {
    engine.append([call(1)]);
    const requestText =
      '{"event_name":"call","aggregation_type":"SUM_WITH_MULTIPLIER","property_name":"v",' +
      '"multiplier":1.00000000000000000000001,"numbers":"text"}';
    const { body } = engine.report({
      report: 'flexprice.usage',
      mode: 'exact',
      now: NOW,
      requestText,
    });
    assert.equal(body.value, '1.00000000000000000000001');
  }));

test('now is the clock unless it is given', () =>
  withEngine({}, (engine) => {
    const request = { ...SUM.request, window_size: 'DAY' };
    engine.append([{ ...call(3), timestamp: new Date(Date.now() - 60_000) }]);
    assert.equal(engine.report({ report: SUM.report, request }).body.results.length, 1);
    assert.equal(engine.report({ ...SUM, request, now: new Date(NOW) }).body.results, undefined);
  }));

test('texts in any script come back as they were', () =>
  withEngine({}, (engine) => {
    const name = 'größe\u0000 "€" \\ 🚲 \u2028';
    const request = { ...SUM.request, event_name: name };
    assert.equal(engine.report({ ...SUM, request }).body.event_name, name);
  }));

test('versions are told', () =>
  withEngine({}, async (engine) => {
    const { version } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    assert.equal(engine.version.tallyfold, version);
    assert.match(engine.version.zones, /^20\d\d[a-z]$/);
    assert.ok(engine.memoryBytes >= 0);
  }));

test('the wasm may come from anywhere', async () => {
  const bytes = await readFile(WASM);
  const headers = { 'content-type': 'application/wasm' };
  const sources = [
    WASM,
    bytes,
    new Uint8Array(bytes).buffer,
    new WebAssembly.Module(bytes),
    new Response(bytes, { headers }),
    new Response(bytes),
    Promise.resolve(new Response(bytes)),
    new URL(`data:application/wasm;base64,${bytes.toString('base64')}`),
  ];
  for (const wasm of sources)
    await withEngine({ wasm }, (engine) => assert.equal(sumOf(engine), 0));
});

test('a module that cannot be compiled is not remembered', async () => {
  const missing = new URL('nowhere.wasm', WASM);
  await assert.rejects(createEngine({ wasm: missing }), { code: 'ENOENT' });
  await assert.rejects(createEngine({ wasm: missing }), { code: 'ENOENT' });
  await assert.rejects(createEngine({ wasm: new Response('', { status: 404 }) }), {
    code: 'misuse',
    message: /404/,
  });
  await assert.rejects(createEngine({ wasm: 'engine.wasm' }), { code: 'misuse', path: '$.wasm' });
  await assert.rejects(createEngine({ wasm: new Uint8Array(4) }), (error) => {
    assert.deepEqual([error.code, error.cause instanceof WebAssembly.CompileError], ['misuse', true]);
    return true;
  });
});

test('unknown and wrong options are told', async () => {
  const wrong = [
    [{ keeps: 'plans' }, /no option "keeps"/],
    [{ keep: 'all' }, /keep must be one of/],
    [{ keepIds: 'texts' }, /keepIds must be one of/],
    [{ maxMemory: -1 }, /maxMemory must be/],
    [{ idKey: 5 }, /idKey must be a text/],
    [5, /options as an object/],
  ];
  for (const [options, message] of wrong) {
    await assert.rejects(createEngine(options), (error) => {
      assert.ok(error instanceof TallyfoldError);
      assert.equal(error.code, 'misuse');
      assert.match(error.message, message);
      return true;
    });
  }
});

test('without ids a report must ask for every copy', () =>
  withEngine({ keepIds: false }, (engine) => {
    engine.append([
      { ...call(1), event_id: 'a' },
      { ...call(1), event_id: 'a' },
    ]);
    assert.throws(() => engine.report(SUM), { code: 'misuse', path: '$.request.dedupe' });
    assert.equal(
      engine.report({ ...SUM, request: { ...SUM.request, dedupe: 'none' } }).body.value,
      2,
    );
  }));

test('ledgers name ids that are kept', () =>
  withEngine({ keepIds: true }, (engine) => {
    engine.append([{ ...call('x'), event_id: 'the id' }]);
    assert.equal(engine.report({ ...SUM, mode: 'exact' }).ledger.rejected.entries[0].id, 'the id');
  }));

test('a closed engine says so, and closing twice is fine', async () => {
  const engine = await createEngine();
  engine[Symbol.dispose]?.();
  engine.close();
  assert.throws(() => engine.append(''), { code: 'misuse', message: 'the engine is closed' });
  assert.throws(() => engine.report(SUM), { code: 'misuse' });
  assert.throws(() => engine.plan(SUM), { code: 'misuse' });
  assert.throws(() => engine.ledger(), { code: 'misuse' });
  await assert.rejects(engine.appendFrom(''), { code: 'misuse' });
});

test('importing does nothing by itself', async () => {
  const before = process.eventNames().length;
  await import('tallyfold');
  await withEngine({}, () => {});
  assert.equal(process.eventNames().length, before);
});

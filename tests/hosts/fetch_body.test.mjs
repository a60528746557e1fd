// SPDX-License-Identifier: Apache-2.0
// If this fails, a body too large, too slow or not what it says takes a server down, or one that is
// right is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';

import { withHandler } from './fetch_support.mjs';

const EVENT = {
  event_name: 'call',
  external_customer_id: 'c',
  event_id: 'e',
  timestamp: '2024-05-31T00:00:00Z',
};
const TEXT = JSON.stringify(EVENT);
const COUNT = { event_name: 'call', aggregation_type: 'COUNT' };
const bytes = (text) => new TextEncoder().encode(text);

test('packed bodies are unpacked', async () => {
  await withHandler({}, async (ask) => {
    for (const [encoding, body] of [
      ['gzip', gzipSync(TEXT)],
      ['x-gzip', gzipSync(TEXT)],
      ['deflate', deflateSync(TEXT)],
      ['identity', bytes(TEXT)],
    ]) {
      const headers = { 'content-encoding': encoding };
      assert.equal((await ask('/events', { body: new Uint8Array(body), headers })).status, 202, encoding);
    }
    const usage = { body: new Uint8Array(gzipSync(JSON.stringify(COUNT))), headers: { 'content-encoding': 'gzip' } };
    assert.equal((await ask('/events/usage', usage)).body.value, 1);
  });
});

test('a body that is not packed as it says is a 400, one that says something else a 415', async () => {
  await withHandler({}, async (ask) => {
    const whole = new Uint8Array(gzipSync(TEXT));
    for (const body of [bytes(TEXT), whole.subarray(0, whole.length - 9)]) {
      const { status, body: answer } = await ask('/events', { body, headers: { 'content-encoding': 'gzip' } });
      assert.deepEqual([status, answer.code], [400, 'validation_error']);
    }
    for (const encoding of ['br', 'constructor', 'gzip, gzip']) {
      const { status, body } = await ask('/events', { body: TEXT, headers: { 'content-encoding': encoding } });
      assert.equal(status, 415, encoding);
      assert.match(body.message, /content-encoding/);
    }
    assert.equal((await ask('/events/usage', { body: COUNT })).body.value, undefined);
  });
});

test('only JSON is taken, by any of its names', async () => {
  await withHandler({}, async (ask) => {
    for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/vnd.x+json'])
      assert.equal((await ask('/events', { body: TEXT, headers: { 'content-type': type } })).status, 202, type);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      assert.equal((await ask('/events', { body: TEXT, headers: { 'content-type': type } })).status, 415, type);
    const lago = await ask('/api/v1/events', { body: TEXT, headers: { 'content-type': 'text/plain' } });
    assert.equal(lago.body.code, 'unsupported_media_type');
    assert.equal((await ask('/events', { body: bytes(TEXT), headers: { 'content-type': '' } })).status, 202);
  });
});

test('a body that is too large is a 413: told, sent, or unpacked', async () => {
  await withHandler({ maxBodyBytes: 1000 }, async (ask) => {
    const large = `${TEXT}${' '.repeat(1000)}`;
    assert.equal((await ask('/events', { body: TEXT + ' '.repeat(1000 - TEXT.length) })).status, 202);
    const told = { body: bytes(TEXT), headers: { 'content-length': '1001' } };
    const sent = { body: bytes(large) };
    const unpacked = {
      body: new Uint8Array(gzipSync(' '.repeat(50_000_000))),
      headers: { 'content-encoding': 'gzip' },
    };
    let pieces = 0;
    const endless = {
      body: new ReadableStream({
        pull(controller) {
          pieces += 1;
          controller.enqueue(bytes(' '.repeat(100)));
        },
      }),
    };
    for (const each of [told, sent, unpacked, endless]) {
      const { status, body } = await ask('/v1/events', each);
      assert.deepEqual([status, body.http_status_code, body.code], [413, 413, 'validation_error']);
    }
    assert.ok(pieces < 100, `${pieces} pieces read`);
    assert.equal((await ask('/api/v1/events', sent)).body.code, 'payload_too_large');
    assert.equal((await ask('/query', sent)).body.error, 'too_large');
  });
});

test('a body that does not come is a 408', async () => {
  await withHandler({ bodyTimeoutMs: 20 }, async (ask) => {
    let cancelled = false;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes(TEXT.slice(0, 20))),
      cancel: () => (cancelled = true),
    });
    const { status, body: answer } = await ask('/v1/events', { body });
    assert.deepEqual([status, answer.http_status_code], [408, 408]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(cancelled);
  });
});

test('a body that breaks off is a 400, and nothing of it counts', async () => {
  await withHandler({}, async (ask) => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(bytes(TEXT));
        controller.error(new Error('connection reset'));
      },
    });
    assert.equal((await ask('/v1/events', { body })).status, 400);
    assert.equal((await ask('/events/usage', { body: COUNT })).body.value, undefined);
  });
});

test('events are written down before they count, and not at all when that fails', async () => {
  const calls = [];
  const intake = async (call, apply) => {
    calls.push({ ...call, request: new TextDecoder().decode(call.request) });
    if (calls.length === 2) throw new Error('the disk is full');
    return apply();
  };
  await withHandler({ intake }, async (ask) => {
    assert.equal((await ask('/v1/events', { body: EVENT })).status, 202);
    assert.equal((await ask('/v1/events', { body: { ...EVENT, event_id: 'f' } })).status, 500);
    assert.equal((await ask('/events/usage', { body: COUNT })).body.value, 1);
  });
  const [{ dataset, endpoint, request, receivedAt }] = calls;
  assert.deepEqual([dataset, endpoint, request], ['default', 'flexprice.events', TEXT]);
  assert.equal(receivedAt, '2024-06-01T00:00:00Z');
});

test('pages of other origins ask where the host lets them', async () => {
  const asking = { origin: 'https://app.example' };
  const preflight = { method: 'OPTIONS', headers: { ...asking, 'access-control-request-method': 'POST' } };
  await withHandler({}, async (ask) => {
    assert.equal((await ask('/query', preflight)).headers.get('access-control-allow-origin'), null);
    assert.equal((await ask('/healthz', { headers: asking })).headers.get('access-control-allow-origin'), null);
  });
  await withHandler({ cors: ['https://app.example'] }, async (ask) => {
    const { status, headers } = await ask('/query', preflight);
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-origin'), 'https://app.example');
    assert.equal(headers.get('access-control-allow-methods'), 'POST, OPTIONS');
    const taken = headers.get('access-control-allow-headers').split(', ');
    // What the services' clients send in a browser: a key each, and two of seats.io about themselves.
    for (const name of ['x-api-key', 'authorization', 'content-type', 'x-client-lib', 'x-workspace-key'])
      assert.ok(taken.includes(name), name);
    const answer = await ask('/nothing', { headers: asking });
    assert.equal(answer.headers.get('access-control-allow-origin'), 'https://app.example');
    assert.equal(answer.headers.get('vary'), 'origin');
    const other = await ask('/healthz', { headers: { origin: 'https://evil.example' } });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  });
  await withHandler({ cors: '*' }, async (ask) => {
    assert.equal((await ask('/healthz', { headers: asking })).headers.get('access-control-allow-origin'), '*');
  });
});

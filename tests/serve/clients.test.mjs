// SPDX-License-Identifier: Apache-2.0
// If this fails, events of clients that send at the same time are lost or counted twice, or one of them
// keeps the others waiting for ever.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';

import { startServer } from 'tallyfold-serve';

import { askerOf, countsOf, event, withFolder, withServer } from './support.mjs';

const lagoEvent = { event: { transaction_id: 't', code: 'c', external_subscription_id: 's' } };
const CLIENTS = 10;
const ROUNDS = 10;

test('ten clients send while reports are asked for, and each event counts once', async () => {
  await withFolder(async (_, path) => {
    const options = { data: path('a.db') };
    const expected = {};
    await withServer(options, async (ask) => {
      let isOver = false;
      const client = async (name) => {
        for (let round = 0; round < ROUNDS; ++round) {
          const numbers = [0, 1, 2].map((i) => `${name}-${round}-${i}`);
          const [one, ...rest] = numbers.map((n) => ({ ...event(n), event_id: n }));
          assert.equal((await ask('/v1/events', { body: one })).status, 202);
          assert.equal((await ask('/v1/events/bulk', { body: { events: rest } })).status, 202);
          for (const n of numbers) expected[n] = 1;
        }
      };
      const reader = async () => {
        for (let last = 0; !isOver;) {
          const { status, body } = await ask('/query', { body: { aggregations: { n: { type: 'count' } } } });
          assert.equal(status, 200);
          const n = Number(body.rows[0]?.values.n ?? 0);
          assert.ok(n >= last, `${n} after ${last}`);
          last = n;
        }
      };
      const clients = Array.from({ length: CLIENTS }, (_, name) => client(name));
      const reading = [reader(), reader()];
      await Promise.all(clients);
      isOver = true;
      await Promise.all(reading);
      assert.deepEqual(await countsOf(ask), expected);
    });
    assert.equal(Object.keys(expected).length, CLIENTS * ROUNDS * 3);
    await withServer(options, async (ask) => assert.deepEqual(await countsOf(ask), expected));
  });
});

// What the server says to bytes, and after how long it hangs up.
async function sendRaw(url, text) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const started = performance.now();
  socket.write(text);
  let answer = '';
  for await (const piece of socket) answer += piece;
  return { answer, milliseconds: performance.now() - started };
}
const POST = 'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

test('a slow client is told so, and what is too large is not read', async () => {
  const options = { headersTimeoutMs: 300, bodyTimeoutMs: 300, maxBodyBytes: 1000 };
  await withServer(options, async (ask, _, { url }) => {
    const slow = [
      [await sendRaw(url, 'GET /healthz HT'), /^HTTP\/1\.1 408 /],
      [await sendRaw(url, `${POST}content-length: 10\r\n\r\n{`), /^HTTP\/1\.1 408 .*did not arrive within 300 ms/s],
    ];
    for (const [{ answer, milliseconds }, pattern] of slow) {
      assert.match(answer, pattern);
      assert.ok(milliseconds > 200 && milliseconds < 5000, `${milliseconds}`);
    }
    const large = await sendRaw(url, `${POST}content-length: 1001\r\n\r\n`);
    assert.match(large.answer, /^HTTP\/1\.1 413 .*connection: close.*"http_status_code":413/is);
    const chunked = `${POST}transfer-encoding: chunked\r\n\r\n3e9\r\n${' '.repeat(1001)}\r\n0\r\n\r\n`;
    assert.match((await sendRaw(url, chunked)).answer, /^HTTP\/1\.1 413 /);
    assert.equal((await ask('/healthz')).status, 200);
  });
});

test('without keys, pages from elsewhere do not get in', async () => {
  await withServer({ cors: ['https://known.example'] }, async (ask, _, { url }) => {
    const { port, host } = new URL(url);
    const get = (name) => sendRaw(url, `GET /metrics HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`);
    for (const name of ['localhost', 'LOCALHOST:1', '127.0.0.1', `127.0.0.1:${port}`, '[::1]', '[::1]:80'])
      assert.match((await get(name)).answer, /^HTTP\/1\.1 200 /, name);
    for (const name of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      const { answer } = await get(name);
      assert.match(answer, /^HTTP\/1\.1 403 /, name);
    }
    // A page can send without being asked before, as long as it names no type.
    const post = (origin) => ask('/v1/events', { body: event(origin), headers: { origin } });
    for (const origin of ['https://evil.example', 'null', `http://localhost:1`]) {
      const { status, body } = await post(origin);
      assert.deepEqual([status, body.error], [403, 'forbidden'], origin);
    }
    for (const origin of ['https://known.example', `http://${host}`]) assert.equal((await post(origin)).status, 202);
    assert.equal(Object.keys(await countsOf(ask)).length, 2);
  });
});

test('with keys, the name and the page do not matter, because the key does', async () => {
  const keys = [{ key: 'k', service: 'tallyfold' }];
  await withServer({ keys }, async (ask) => {
    const headers = { 'x-api-key': 'k', origin: 'https://evil.example' };
    assert.equal((await ask('/metrics', { headers })).status, 200);
    assert.equal((await ask('/metrics')).status, 401);
  });
});

test('while events are loaded, health says so and everything else is to be asked again', async () => {
  await withFolder(async (_, path) => {
    // A pipe, so that loading takes as long as it shall.
    execFileSync('mkfifo', [path('events')]);
    const server = await startServer({ port: 0, data: path('a.db'), events: [path('events')] });
    const ask = askerOf(server.url);
    try {
      const health = await ask('/healthz');
      assert.deepEqual([health.status, health.text], [503, '{"status":"loading"}']);
      const usage = await ask('/v1/events/usage', { body: { event_name: 'call', aggregation_type: 'COUNT' } });
      assert.deepEqual([usage.status, usage.body.code, usage.headers.get('retry-after')], [503, 'service_unavailable', '2']);
      assert.equal((await ask('/v1/events', { body: event(2) })).status, 503);
      const { status, body } = await ask('/api/v1/events', { body: lagoEvent });
      assert.deepEqual([status, body.status, body.code], [503, 503, 'service_unavailable']);
      assert.equal((await ask('/reports/usage')).body.errors[0].code, 'SERVICE_UNAVAILABLE');
      assert.equal((await ask('/query', { body: {} })).body.error, 'unavailable');
      assert.equal((await ask('/openapi.json')).status, 200);
    } finally {
      writeFileSync(path('events'), `${JSON.stringify(event(1))}\n`);
    }
    await server.loaded;
    assert.equal((await ask('/healthz')).text, '{"status":"ok"}');
    assert.deepEqual(await countsOf(ask), { 1: 1 });
    await server.close();
  });
});

test('ending waits for a request under way, and takes no new ones', async () => {
  await withFolder(async (_, path) => {
    const server = await startServer({ port: 0, data: path('a.db') });
    await server.loaded;
    const body = JSON.stringify(event(1));
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`${POST}content-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n${body.slice(0, 5)}`);
    assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 100 /);
    const closed = server.close();
    await assert.rejects(fetch(`${server.url}/healthz`));
    socket.write(body.slice(5));
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 202 .*connection: close/is);
    await closed;
    socket.destroy();
    await withServer({ data: path('a.db') }, async (ask) => assert.deepEqual(await countsOf(ask), { 1: 1 }));
  });
});

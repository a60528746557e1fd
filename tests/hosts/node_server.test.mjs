// SPDX-License-Identifier: Apache-2.0
// If this fails, a handler behind node:http loses a body or a header, or one bad client takes it down.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';
import { toNodeListener } from 'tallyfold/node-server';

async function withServer(handle, use) {
  const server = createServer(toNodeListener(handle));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  try {
    await use(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

// What the server says to bytes that are no good request.
async function sendRaw(port, text) {
  const socket = connect(port, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const piece of socket) answer += piece;
  return answer;
}

test('events go in and usage comes out over a socket', async () => {
  const engine = await createEngine();
  const handle = createFetchHandler({ engine, now: () => '2024-06-01T00:00:00Z', maxBodyBytes: 1 << 20 });
  await withServer(handle, async (base, port) => {
    const post = (path, body) =>
      fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const events = Array.from({ length: 1000 }, (_, i) => ({
      event_name: 'c',
      external_customer_id: 'x'.repeat(500),
      event_id: `${i}`,
      timestamp: '2024-05-31T00:00:00Z',
    }));
    assert.equal((await post('/v1/events/bulk', JSON.stringify({ events }))).status, 202);
    const usage = await post('/v1/events/usage', '{"event_name":"c","aggregation_type":"COUNT"}');
    assert.equal(await usage.text(), '{"value":1000,"event_name":"c","type":"COUNT"}');
    assert.equal(usage.statusText, 'OK');
    const refused = await fetch(`${base}/reports/nothing`);
    assert.deepEqual([refused.status, refused.statusText], [404, 'Not Found']);
    assert.equal((await fetch(`${base}/healthz`, { method: 'HEAD' })).status, 200);
    // What is too large is refused before it has been sent, and the connection ends with it.
    const told = 'POST /v1/events HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9999999\r\n\r\n{';
    const large = await sendRaw(port, told);
    assert.match(large, /^HTTP\/1\.1 413 Payload Too Large\r\n/);
    assert.match(large, /connection: close/i);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
  });
  engine.close();
});

test('what is no request is a 400, and the next one is served', async () => {
  const handle = async () => new Response('here');
  await withServer(handle, async (base, port) => {
    assert.match(await sendRaw(port, 'GET http://[::x/ HTTP/1.1\r\nhost: a\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await sendRaw(port, 'GET / HTTP/1.1\r\nhost: a b\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await sendRaw(port, 'TRACE / HTTP/1.1\r\nhost: a\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.equal(await (await fetch(base)).text(), 'here');
  });
});

test('an answer that breaks off ends the connection, and nothing else', async () => {
  const handle = async (request) => {
    if (request.url.endsWith('/healthz')) return new Response('here');
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        setTimeout(() => controller.error(new Error('gone')), 5);
      },
    });
    return new Response(body);
  };
  await withServer(handle, async (base) => {
    await assert.rejects(fetch(base).then((response) => response.arrayBuffer()));
    assert.equal(await (await fetch(`${base}/healthz`)).text(), 'here');
  });
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/http.md shows a server that does not serve, or a client that says something else.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { client } from './support.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}build/http-page`;
const RESOLVE = new URL('resolve.mjs', import.meta.url).href;
const page = readFileSync(`${ROOT}docs/http.md`, 'utf8');
const blocks = [...page.matchAll(/^```js(.*)\n([^]*?)^```$/gm)].map(([, info, code]) => {
  const [kind, name] = info.trim().split(' ');
  return { kind, name, code };
});
const codeOf = (kind, name) => blocks.find((block) => block.kind === kind && block.name === name).code;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

function program(name, code, port) {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}/${name.replace(/\W/g, '_')}.mjs`;
  writeFileSync(path, code.replaceAll('8080', String(port)));
  return ['--import', RESOLVE, path];
}

/** Runs a server of the page until `use` is done. */
async function withProgram(name, code, use) {
  const port = await freePort();
  const words = program(`server_${name}`, `${codeOf('handler')}\n${code}`, port);
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  const base = `http://127.0.0.1:${port}`;
  try {
    for (let tries = 0; ; ++tries) {
      if (await fetch(`${base}/healthz`).then(({ ok }) => ok, () => false)) break;
      assert.ok(tries < 300 && child.exitCode === null, `it does not answer: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return await use(base, port);
  } finally {
    child.kill();
  }
}

// Events in, usage out, and a body that is refused: what a mounted handler has to get right.
async function expectService(base) {
  const sent = { 'content-type': 'application/json', 'x-api-key': 'flexprice-key' };
  const post = (path, body, headers) =>
    fetch(base + path, { method: 'POST', headers: { ...sent, ...headers }, body });
  const event = { event_name: 'call', external_customer_id: 'c', timestamp: '2024-05-30T10:00:00Z' };
  const many = JSON.stringify({ events: Array.from({ length: 500 }, () => ({ ...event, source: 'x'.repeat(300) })) });
  assert.equal((await post('/v1/events/bulk', many)).status, 202);
  const range = { start_time: '2024-05-01T00:00:00Z', end_time: '2024-06-01T00:00:00Z' };
  const question = { event_name: 'call', aggregation_type: 'COUNT', ...range };
  const usage = await post('/v1/events/usage', JSON.stringify(question));
  assert.equal(await usage.text(), '{"value":500,"event_name":"call","type":"COUNT"}');
  assert.equal((await post('/v1/events', many, { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await fetch(`${base}/reports/usage`)).status, 401);
  assert.equal((await fetch(`${base}/nothing`)).status, 404);
  return 'events in, usage out';
}

const nodeItself = await client('docs/http.md', '../../..', () => ({}));
nodeItself('node:http', () => withProgram('server', codeOf('server'), expectService));
nodeItself('every block is run', () => {
  const known = blocks.filter(({ kind, name }) => (name ? ['mount', 'client'] : ['handler', 'server']).includes(kind));
  assert.equal(known.length, page.match(/^```(js|ts|javascript)\b/gm).length);
  return `${known.length} blocks`;
});

for (const { name, code } of blocks.filter(({ kind }) => kind === 'mount')) {
  const mounted = await client('docs/http.md', name, () => ({}));
  mounted(name, () => withProgram(name, code, expectService));
}

for (const { name, code } of blocks.filter(({ kind }) => kind === 'client')) {
  const shown = await client('docs/http.md', name, () => ({}));
  shown(name, () =>
    withProgram('server', codeOf('server'), async (base, port) => {
      const words = program(`client_${name}`, code, port);
      const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
      const expected = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
      assert.ok(expected.length > 0);
      assert.deepEqual(stdout.trimEnd().split('\n'), expected);
      return 'prints what stands there';
    }));
}

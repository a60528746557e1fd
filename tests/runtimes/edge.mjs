// SPDX-License-Identifier: Apache-2.0
// Vercel's edge runtime: bundled by esbuild with the conditions of Vercel's builder, which also hands over
// what is imported as `.wasm?module`, compiled outside of the function's own realm.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { build } from 'esbuild';

import { load, versionOf } from './programs.mjs';
import { compareAnswers } from './talk.mjs';

const KEY = { 'x-api-key': 'k' };
const QUERY = '/query';

const wasmModules = (found) => ({
  name: 'wasm-modules',
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, async ({ path, importer, resolveDir, kind }) => {
      const file = await resolve(path.replace(/\?module$/, ''), { importer, resolveDir, kind });
      found.wasm_0 = await WebAssembly.compile(readFileSync(file.path));
      return { path: 'wasm_0', namespace: 'wasm' };
    });
    onLoad({ filter: /.*/, namespace: 'wasm' }, ({ path }) => ({ contents: `export default ${path};` }));
  },
});

async function withFunction({ folder }, name, env, use) {
  const { EdgeRuntime, runServer } = await load('edge-runtime');
  const found = {};
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'examples/edge/api', `${name}.js`)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    conditions: ['edge-light'],
    plugins: [wasmModules(found)],
  });
  const runtime = new EdgeRuntime({
    initialCode: `${outputFiles[0].text}
const handle = module.exports.default;
addEventListener('fetch', (event) => event.respondWith(handle(event.request)));`,
    extend: (context) => Object.assign(context, { module: {}, process: { env }, ...found }),
  });
  const server = await runServer({ runtime, host: '127.0.0.1', port: 0 });
  try {
    await use(server.url.replace(/\/$/, ''));
  } finally {
    await server.close();
  }
}

async function withEvents({ files }, use) {
  const server = createServer((_, outgoing) => outgoing.end(files.join('')));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function compareQuery(workspace) {
  let asked;
  await withEvents(workspace, async (EVENTS_URL) => {
    const env = { EVENTS_URL, USAGE_KEY: KEY['x-api-key'] };
    await withFunction(workspace, 'query', env, async (address) => {
      const ask = (path, init) => fetch(`${address}/api${path}`, init);
      asked = await compareAnswers(ask, workspace, { headers: KEY, path: QUERY });
      assert.equal((await ask(QUERY, { method: 'POST', body: '{}' })).status, 401);
      // There is no DecompressionStream, and that is said.
      const headers = { ...KEY, 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const packed = await ask(QUERY, { method: 'POST', headers, body: 'x' });
      assert.equal(packed.status, 415);
      assert.match((await packed.json()).message, /without content-encoding gzip/);
    });
  });
  return `api/query.js over fetched events: ${asked} answers`;
}

async function comparePosted(workspace) {
  const asked = workspace.answers.filter(({ path }) => path === QUERY);
  await withFunction(workspace, 'posted', {}, async (address) => {
    for (const { name, request, text } of asked) {
      const query = new URLSearchParams({ request: JSON.stringify(request) });
      const response = await fetch(`${address}/api/posted?${query}`, {
        method: 'POST',
        body: workspace.files.join(''),
      });
      assert.equal(await response.text(), text, name);
    }
  });
  return `api/posted.js over posted events: ${asked.length} answers`;
}

export const runtimes = [
  {
    name: 'Vercel edge runtime',
    version: async () => `edge-runtime ${versionOf('edge-runtime')}`,
    parts: [
      { name: 'query', run: compareQuery },
      { name: 'posted', run: comparePosted },
    ],
  },
];

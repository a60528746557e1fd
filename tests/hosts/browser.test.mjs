// SPDX-License-Identifier: Apache-2.0
// If this fails, the entry for browsers fetches the engine wrongly: twice, from the wrong place, or
// trusting the wrong content type. Runs the real entry over a fetch that reads files.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';

import { createEngine, TallyfoldError } from '../../hosts/browser/index.js';

const original = { fetch: globalThis.fetch, compileStreaming: WebAssembly.compileStreaming };
let asked;
let streamed;
let type;
let status;

beforeEach(() => {
  [asked, streamed, type, status] = [[], 0, 'application/wasm', 200];
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return new Response(await readFile(url), { status, headers: { 'content-type': type } });
  };
  WebAssembly.compileStreaming = async (response) => {
    ++streamed;
    return original.compileStreaming(response);
  };
});
afterEach(() => {
  globalThis.fetch = original.fetch;
  WebAssembly.compileStreaming = original.compileStreaming;
});

test('a failed fetch is told and tried again, a compiled module is kept', async () => {
  status = 503;
  await assert.rejects(
    createEngine(),
    (error) => error instanceof TallyfoldError && /status 503/.test(error.message),
  );
  status = 200;
  (await createEngine()).close();
  (await createEngine()).close();
  assert.equal(asked.length, 2);
  assert.match(asked[1], /\/wasm\/dist\/engine\.wasm$/);
  assert.equal(streamed, 1);
});

test('another content type is compiled from its bytes, with one fetch', async () => {
  type = 'application/octet-stream';
  const wasm = new URL('../../wasm/dist/engine.wasm?other', import.meta.url);
  (await createEngine({ wasm })).close();
  assert.equal(asked.length, 1);
  assert.equal(streamed, 0);
});

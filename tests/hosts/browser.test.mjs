// SPDX-License-Identifier: Apache-2.0
// If this fails, the entry for browsers fetches the engine wrongly: twice, from the wrong place, or
// trusting the wrong content type. Runs the real entry over a fetch that reads files.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { Worker as Thread } from 'node:worker_threads';

import { createEngine, createEnginePool, TallyfoldError } from '../../hosts/browser/index.js';
import { call, lines, sumOf, SUM } from './support.mjs';

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

/** A browser's Worker over a thread of Node, whose global scope is made to look like a worker's. */
class BrowserWorker {
  #thread;

  constructor(url, { type }) {
    assert.equal(type, 'module');
    const scope = `
      const { parentPort, workerData } = require('node:worker_threads');
      globalThis.self = {
        postMessage: (message, transfer) => parentPort.postMessage(message, transfer),
        addEventListener: (name, listener) => parentPort.on(name, (data) => listener({ data })),
      };
      import(workerData);`;
    this.#thread = new Thread(scope, { eval: true, workerData: String(url) });
  }

  addEventListener(name, listener) {
    this.#thread.on(name, (value) => listener(name === 'error' ? { error: value } : { data: value }));
  }

  postMessage(message, transfer) {
    this.#thread.postMessage(message, transfer);
  }

  terminate() {
    this.#thread.terminate();
  }
}

test('a pool of module workers answers as an engine, and reads a Blob in them', async () => {
  globalThis.Worker = BrowserWorker;
  const pool = await createEnginePool({ workers: 2 });
  const engine = await createEngine();
  try {
    const text = lines(...Array.from({ length: 6000 }, (_, i) => call(i % 7))) + 'broken';
    engine.append(text);
    assert.deepEqual(await pool.appendFrom(new Blob([text])), { accepted: 6000, refused: 1 });
    assert.equal((await pool.report(SUM)).body.value, sumOf(engine));
    assert.deepEqual(await pool.ledger(), engine.ledger());
    assert.ok(asked.length <= 1, 'the workers have fetched it too');
  } finally {
    await pool.close();
    engine.close();
    delete globalThis.Worker;
  }
});

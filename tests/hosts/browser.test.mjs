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

test('what is no WebAssembly, and a fetch that fails, are told with the address', async () => {
  type = 'text/html';
  const page = new URL('../../README.md', import.meta.url);
  const fault = { name: 'TallyfoldError', code: 'misuse', path: '$.wasm' };
  await assert.rejects(createEngine({ wasm: page }), { ...fault, message: /from the Response \(text\/html\) could not be compiled/ });
  globalThis.fetch = () => Promise.reject(new TypeError('no way'));
  await assert.rejects(createEngine({ wasm: page }), { ...fault, message: /from file:.*README\.md: no way/ });
});

test('a WebAssembly file that is not this engine is told', async () => {
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const wantsMore = [1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x78, 1, 0x79, 0, 0]; // imports x.y
  for (const bytes of [head, [...head, ...wantsMore]]) {
    const other = { code: 'misuse', path: '$.wasm', message: /not the engine of this version/ };
    await assert.rejects(createEngine({ wasm: new Uint8Array(bytes) }), other);
  }
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

test('a caller may start the workers, and is told when that fails', async () => {
  globalThis.Worker = BrowserWorker;
  const own = new URL('../../hosts/browser/pool_worker.js', import.meta.url);
  const started = [];
  const worker = () => {
    started.push(new BrowserWorker(own, { type: 'module' }));
    return started.at(-1);
  };
  const fault = { name: 'TallyfoldError', code: 'misuse', path: '$.worker' };
  try {
    const pool = await createEnginePool({ workers: 3, worker });
    assert.deepEqual(await pool.append(lines(call(1), call(2))), { accepted: 2, refused: 0 });
    assert.equal((await pool.report(SUM)).body.value, 3);
    await pool.close();
    assert.equal(started.length, 3);

    await assert.rejects(createEnginePool({ worker: own }), { ...fault, message: /a function that starts/ });
    await assert.rejects(createEnginePool({ worker: () => ({}) }), { ...fault, message: /must give a Worker/ });
    // The first of two is there already when the second fails.
    let ended = 0;
    const half = () => {
      if (started.length > 3) throw new Error('only one');
      const one = worker();
      one.terminate = () => ++ended;
      return one;
    };
    await assert.rejects(createEnginePool({ workers: 2, worker: half }), /only one/);
    assert.equal(ended, 1);
    BrowserWorker.prototype.terminate.call(started[3]);
  } finally {
    delete globalThis.Worker;
  }
});

test('a worker that cannot be loaded, or not be started at all, is told with what to do', async () => {
  const fault = { name: 'TallyfoldError', code: 'misuse', path: '$.worker', message: /pool_worker\.js beside the code/ };
  const listeners = {};
  globalThis.Worker = class {
    addEventListener = (name, listener) => (listeners[name] = listener);
    postMessage = () => listeners.error(new Event('error'));
    terminate() {}
  };
  try {
    await assert.rejects(createEnginePool({ workers: 1 }), fault);
    globalThis.Worker = class {
      constructor() {
        throw new Error('another origin');
      }
    };
    await assert.rejects(createEnginePool({ workers: 1 }), fault);
  } finally {
    delete globalThis.Worker;
  }
});

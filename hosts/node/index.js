// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Node, Deno and Bun: the engine's WebAssembly is read from the package's own folder.

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

import { startEngine } from '../../wasm/engine.js';
import { compileOnce, loadModule } from '../../wasm/loader.js';
import { startPool } from '../../wasm/pool.js';
import { FilePool } from './file_pool.js';
import { makePort } from './port.js';

export { TallyfoldError } from '../../wasm/errors.js';

const WASM = new URL('../../wasm/dist/engine.wasm', import.meta.url);

/** Starts an engine; see wasm/index.d.ts. */
export async function createEngine(options = {}) {
  return startEngine(options, moduleOf);
}

/** Starts several engines in workers that answer as one; see wasm/pool.d.ts. */
export async function createEnginePool(options = {}) {
  const host = { moduleOf, makePort, processors: availableParallelism, PoolClass: FilePool };
  return startPool(options, host);
}

// Node's fetch takes no file URLs, so those are read here.
async function moduleOf(wasm = WASM) {
  const given = await wasm;
  if (!(given instanceof URL) || given.protocol !== 'file:') return loadModule(given);
  return compileOnce(given.href, async () => WebAssembly.compile(await readFile(given)));
}

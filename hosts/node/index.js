// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Node, Deno and Bun: the engine's WebAssembly is read from the package's own folder.

import { readFileSync } from 'node:fs';

import { startEngine } from '../../wasm/engine.js';
import { compileOnce, loadModule } from '../../wasm/loader.js';

export { TallyfoldError } from '../../wasm/errors.js';

const WASM = new URL('../../wasm/dist/engine.wasm', import.meta.url);

/** Starts an engine; see wasm/index.d.ts. */
export async function createEngine(options = {}) {
  return startEngine(options, moduleOf);
}

/** Starts several engines in workers that answer as one; see wasm/pool.d.ts. */
export async function createEnginePool(options = {}) {
  // Larger than all the rest, so it is loaded by the first who wants one.
  const [{ startPool }, { FilePool }, { makePort }, { availableParallelism }] = await Promise.all([
    import('../../wasm/pool.js'),
    import('./file_pool.js'),
    import('./port.js'),
    import('node:os'),
  ]);
  const host = { moduleOf, makePort, processors: availableParallelism, PoolClass: FilePool };
  return startPool(options, host);
}

// Node's fetch takes no file URLs, so those are read here. Reading and compiling are done at once:
// functions are compiled at their first call, and handing either to a thread takes longer.
async function moduleOf(wasm = WASM) {
  const given = await wasm;
  if (!(given instanceof URL) || given.protocol !== 'file:') return loadModule(given);
  return compileOnce(given.href, async () => new WebAssembly.Module(readFileSync(given)));
}

// SPDX-License-Identifier: Apache-2.0
// Tallyfold in browsers and bundlers: the engine's WebAssembly is fetched from beside this file.

import { startEngine } from '../../wasm/engine.js';
import { loadModule } from '../../wasm/loader.js';
import { startPool } from '../../wasm/pool.js';
import { makePort } from './port.js';

export { TallyfoldError } from '../../wasm/errors.js';

/** Starts an engine; see wasm/index.d.ts. */
export async function createEngine(options = {}) {
  return startEngine(options, moduleOf);
}

/** Starts several engines in workers that answer as one; see wasm/pool.d.ts. */
export async function createEnginePool(options = {}) {
  const processors = () => globalThis.navigator?.hardwareConcurrency ?? 1;
  return startPool(options, { moduleOf, makePort, processors });
}

function moduleOf(wasm) {
  return loadModule(wasm ?? new URL('../../wasm/dist/engine.wasm', import.meta.url));
}

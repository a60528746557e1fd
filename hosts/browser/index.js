// SPDX-License-Identifier: Apache-2.0
// Tallyfold in browsers and bundlers: the engine's WebAssembly is fetched from beside this file.
//
// The package has it bundled, in wasm/dist: all that a site serves then lies in one folder, and
// tools that leave addresses alone need no more than a copy of two files.

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
  return loadModule(wasm ?? ownWasm());
}

// Bundlers find the file by this form of address, so each stands whole. The name is known to the
// command that makes wasm/dist, and to nobody else.
function ownWasm() {
  // @ts-ignore
  if (typeof TALLYFOLD_BUNDLED === 'boolean') return new URL('./engine.wasm', import.meta.url);
  return new URL('../../wasm/dist/engine.wasm', import.meta.url);
}

// SPDX-License-Identifier: Apache-2.0
// What the edge runtimes have in common: no workers, and WebAssembly only as a module that was imported.

import { startEngine } from '../../wasm/engine.js';
import { misuse } from '../../wasm/errors.js';
import { loadModule } from '../../wasm/loader.js';

export { TallyfoldError } from '../../wasm/errors.js';

/** Makes `createEngine` of the imported module. */
export function starterOf(wasm) {
  // The imported module is taken as it is: where the runtime compiles outside of the function's own
  // realm, it is no instance of the WebAssembly.Module that is seen here.
  const moduleOf = async (given) => (given === undefined ? wasm : loadModule(given));
  return async function createEngine(options = {}) {
    return startEngine(options, moduleOf);
  };
}

/** There are no workers to share work with in these runtimes. */
export async function createEnginePool() {
  throw misuse('this runtime has no workers; use createEngine');
}

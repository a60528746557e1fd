// SPDX-License-Identifier: Apache-2.0
// Tallyfold in browsers and bundlers: the engine's WebAssembly is fetched from beside this file.

import { startEngine } from '../../wasm/engine.js';
import { loadModule } from '../../wasm/loader.js';

export { TallyfoldError } from '../../wasm/errors.js';

/** Starts an engine; see wasm/index.d.ts. */
export async function createEngine(options = {}) {
  return startEngine(options, (wasm) =>
    loadModule(wasm ?? new URL('../../wasm/dist/engine.wasm', import.meta.url)),
  );
}

// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Cloudflare Workers and Vercel's edge runtime: WebAssembly must come as an imported module there.

import wasm from '../../wasm/dist/engine.wasm';
import { startEngine } from '../../wasm/engine.js';
import { misuse } from '../../wasm/errors.js';
import { loadModule } from '../../wasm/loader.js';

export { TallyfoldError } from '../../wasm/errors.js';

/** Starts an engine; see wasm/index.d.ts. */
export async function createEngine(options = {}) {
  return startEngine(options, (given) => loadModule(given ?? wasm));
}

/** There are no workers to share work with in these runtimes. */
export async function createEnginePool() {
  throw misuse('this runtime has no workers; use createEngine');
}

// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Cloudflare Workers, where an imported file of WebAssembly is a module.

import wasm from '../../wasm/dist/engine.wasm';
import { starterOf } from './starter.js';

export { TallyfoldError, createEnginePool } from './starter.js';

/** Starts an engine; see wasm/index.d.ts. */
export const createEngine = starterOf(wasm);

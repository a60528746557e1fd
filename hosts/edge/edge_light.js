// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Vercel's edge runtime, whose builders take an import of WebAssembly for a module when it says so.

import wasm from '../../wasm/dist/engine.wasm?module';
import { starterOf } from './starter.js';

export { TallyfoldError, createEnginePool } from './starter.js';

/** Starts an engine; see wasm/index.d.ts. */
export const createEngine = starterOf(wasm);

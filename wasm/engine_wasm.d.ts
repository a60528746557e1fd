// SPDX-License-Identifier: Apache-2.0

/**
 * `import wasm from 'tallyfold/engine.wasm'`, for the option `wasm`: a module in edge runtimes, bytes by a loader
 * of esbuild's. Other tools may give an address, which the option takes as a URL.
 *
 * @module tallyfold/engine.wasm
 */

import type { CompiledWasm } from './index.js';

/** The engine's WebAssembly. */
declare const wasm: CompiledWasm | Uint8Array;
export default wasm;

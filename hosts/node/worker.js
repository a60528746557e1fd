// SPDX-License-Identifier: Apache-2.0
// An engine in a worker, so that the caller's thread stays free.

import { misuse } from '../../wasm/errors.js';
import { createEnginePool } from './index.js';

export { TallyfoldError } from '../../wasm/errors.js';

/** Starts an engine in a worker; see wasm/worker.d.ts. */
export async function createEngine(options = {}) {
  if (options?.workers !== undefined)
    throw misuse('this is one worker; createEnginePool has several', '$.workers');
  return createEnginePool({ ...options, workers: 1 });
}

// SPDX-License-Identifier: Apache-2.0
// An engine in a worker of its own: the same methods, each with a promise, and a page that never stalls.
//
//   import { createEngine } from 'tallyfold/worker';
//
//   const engine = await createEngine({ keepIds: false });
//   await engine.appendFrom(await fetch('/events.ndjson'));
//   const columns = await engine.columns({ report: 'tallyfold.query', request });
//   await engine.close(); // ends the worker, and gives its memory back

import type { EngineOptions } from './index.js';
import type { EnginePool } from './pool.js';

export { TallyfoldError } from './index.js';
export type * from './index.js';

/** Starts a worker and an engine in it. */
export function createEngine(options?: EngineOptions): Promise<EnginePool>;

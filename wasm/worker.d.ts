// SPDX-License-Identifier: Apache-2.0

/**
 * An engine in a worker of its own: the same methods, each with a promise, and a page that never stalls.
 *
 * ```js
 * import { createEngine } from 'tallyfold/worker';
 *
 * const engine = await createEngine({ keepIds: false });
 * await engine.append([
 *   { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T10:00:00Z' },
 * ]);
 * const columns = await engine.columns({
 *   report: 'tallyfold.query',
 *   request: { dedupe: 'none', aggregations: { calls: { type: 'count' } } },
 * });
 * columns.values.calls.numbers // Float64Array.of(1)
 * await engine.close(); // ends the worker, and gives its memory back
 * ```
 *
 * @module tallyfold/worker
 */

import type { EnginePool, PoolOptions } from './pool.js';

export { TallyfoldError } from './index.js';
export type * from './index.js';

/** Starts a worker and an engine in it. */
export function createEngine(options?: Omit<PoolOptions, 'workers'>): Promise<EnginePool>;

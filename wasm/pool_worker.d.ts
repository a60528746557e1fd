// SPDX-License-Identifier: Apache-2.0

/**
 * The script of a pool's worker, which nobody imports: a Worker is started over it, or a bundler makes
 * a file of it. See the option `worker` of a pool.
 *
 * @module tallyfold/pool-worker
 */
export {};

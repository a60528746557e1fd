// SPDX-License-Identifier: Apache-2.0

/**
 * zstd for browsers that do not know it. Needs the package `fzstd`.
 *
 * @module tallyfold/zstd
 */

import type { EventInput } from '../../wasm/index.js';

/**
 * The content of an input in zstd, by the platform where it can and else by `fzstd`, which bundlers find by this import.
 * Node, Deno and Bun need none of this: there `appendFrom` finds the package by itself.
 *
 * ```js
 * import { unzstd } from 'tallyfold/zstd';
 *
 * await engine.appendFrom(unzstd(await fetch('/events.ndjson.zst')));
 * ```
 */
export function unzstd(input: EventInput | Promise<EventInput>): AsyncGenerator<Uint8Array>;

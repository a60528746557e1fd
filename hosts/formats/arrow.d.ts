// SPDX-License-Identifier: Apache-2.0

/**
 * Events from Arrow IPC, and answers as Arrow. Needs the package `apache-arrow`.
 *
 * @module tallyfold/arrow
 */

import type { Table } from 'apache-arrow';

import type { Bytes, QueryColumns } from '../../wasm/index.js';
import type { ColumnOptions } from './lines.js';

export type { ColumnOptions } from './lines.js';

/** The stream or the file format. A text is a path, in Node, Deno and Bun. */
export type ArrowInput =
  | Bytes
  | Blob
  | Response
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  | URL
  | string;

/**
 * The rows of Arrow IPC data as lines of JSON, to be given to `appendFrom`, a batch at a time. Values are as exact as those
 * of `readParquet`. A Blob, bytes and the file format from a stream are held whole.
 *
 * ```js
 * import { readArrow } from 'tallyfold/arrow';
 *
 * await engine.appendFrom(readArrow(await fetch('/events.arrow')));
 * ```
 *
 * Throws `misuse` where the package is missing, and `invalid_input` for what is no whole Arrow data. Buffers in zstd are read in
 * Node from 22.15 on; for others give `compressionRegistry` of `apache-arrow` a codec first.
 */
export function readArrow(
  input: ArrowInput | Promise<ArrowInput>,
  options?: ColumnOptions,
): AsyncGenerator<string>;

/** How values are written. */
export interface ArrowOptions {
  /**
   * `text`: exact, as texts; what is taken with `texts: true`. `decimal`: exact, as decimals of 128 bits; a value that does
   * not fit throws `misuse`, which quotients with their 34 digits easily do. `double`: the nearest doubles; what is taken
   * without `texts`.
   */
  numbers?: 'text' | 'decimal' | 'double';
  /** Places of decimals, up to 38; of each column what its longest value has when absent. Nothing is ever rounded to it. */
  scale?: number;
}

/**
 * A query's answer as an Arrow table: `window_start` and `window_end` as instants in UTC, groups as dictionaries,
 * `others`, and the values; those of the period before as `<name>.previous`, `<name>.change` and `<name>.change_percent`.
 * Whether the answer is complete stands in the schema's metadata as `tallyfold.complete`.
 *
 * ```js
 * import { toArrow } from 'tallyfold/arrow';
 *
 * const request = { aggregations: { spend: { type: 'sum', property: 'cost' } }, group_by: ['customer'] };
 * const columns = engine.columns({ report: 'tallyfold.query', request, texts: true });
 * const table = await toArrow(columns, { numbers: 'decimal', scale: 4 });
 * ```
 */
export function toArrow(columns: QueryColumns, options?: ArrowOptions): Promise<Table>;

/** The same as Arrow IPC, in the `stream` format (default) or that of a `file`. */
export function toArrowBytes(
  columns: QueryColumns,
  options?: ArrowOptions & {
    /** `stream` (default), which can be read as it comes, or `file`. */
    format?: 'stream' | 'file';
  },
): Promise<Uint8Array>;

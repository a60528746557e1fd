// SPDX-License-Identifier: Apache-2.0

/**
 * Events from Parquet files. Needs the package `hyparquet`, and `hyparquet-compressors` for pages in gzip, Brotli, zstd or
 * LZ4 where the platform has none of its own.
 *
 * @module tallyfold/parquet
 */

import type { Bytes } from '../../wasm/index.js';
import type { ColumnOptions } from './lines.js';

export type { ColumnOptions } from './lines.js';

/** Something with bytes at positions, such as a file in an object store. */
export interface RangeReader {
  /** Its size. */
  byteLength: number;
  /** The bytes from `start` up to `end`, or up to its end. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** A URL is read by ranges of bytes. A text is a path, in Node, Deno and Bun. */
export type ParquetInput = Blob | Bytes | URL | string | RangeReader;

/**
 * The rows of a Parquet file as lines of JSON, to be given to `appendFrom`. One group of rows is held at a time, and of it
 * only the columns that are asked for.
 *
 * Every value is exact: decimals and 64-bit integers with all their digits, instants to the nanosecond, doubles and
 * floats by the shortest text that is them and no other. NaN and infinities are texts, which no report takes for a number.
 * Structs and maps are objects, lists arrays, null is left out; bytes that are no UTF-8 are base64.
 *
 * ```js
 * import { readParquet } from 'tallyfold/parquet';
 *
 * await engine.appendFrom(readParquet('events.parquet', { properties: '*' }));
 * ```
 *
 * Throws `misuse` where a package is missing, and `invalid_input` for what is no whole Parquet file. A page has no checksum that
 * would be looked at: one that was damaged may be read as something else, or take all memory there is.
 */
export function readParquet(
  input: ParquetInput | Promise<ParquetInput>,
  options?: ColumnOptions,
): AsyncGenerator<string>;

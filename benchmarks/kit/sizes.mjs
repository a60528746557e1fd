// SPDX-License-Identifier: Apache-2.0
// What a browser would download: WebAssembly and its glue, as they are and compressed.

import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { inBenchmarks } from './files.mjs';

const DUCKDB = 'node_modules/@duckdb/duckdb-wasm/dist';
export const DOWNLOADS = {
  tallyfold: ['../wasm/dist/engine.wasm', '../wasm/dist/engine.mjs'],
  'duckdb-wasm': ['duckdb-eh.wasm', 'duckdb-browser-eh.worker.js', 'duckdb-browser.mjs'].map(
    (name) => `${DUCKDB}/${name}`,
  ),
  sqljs: ['node_modules/sql.js/dist/sql-wasm.wasm', 'node_modules/sql.js/dist/sql-wasm.js'],
};

/** Bytes of a file under benchmarks/: raw, gzip -9, brotli -q 11. */
export function sizesOf(path) {
  const bytes = readFileSync(inBenchmarks(path));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

/** Compressed bytes of all that a peer needs; undefined where it is not there or has no WebAssembly. */
export function downloadOf(peer) {
  const paths = DOWNLOADS[peer];
  if (!paths?.every((path) => existsSync(inBenchmarks(path)))) return undefined;
  return paths.reduce((sum, path) => sum + sizesOf(path).brotli, 0);
}

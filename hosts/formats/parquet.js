// SPDX-License-Identifier: Apache-2.0
// Parquet files as events, a group of rows at a time.

import { asBytes } from '../../wasm/checks.js';
import { misuse } from '../../wasm/errors.js';
import { chosenColumns, linesOf, readLineOptions } from './lines.js';
import { cellsOf, PARSERS, withRawDecimals } from './parquet_cells.js';
import { compressorsFor } from './parquet_codecs.js';
import { peer, unreadable } from './peer.js';

/** See parquet.d.ts. */
export function readParquet(input, options = {}) {
  return readLines(input, readLineOptions(options, 'readParquet'));
}

async function* readLines(given, options) {
  const library = await peer('hyparquet', () => import('hyparquet'));
  const { file, close } = await openFile(await given, library);
  try {
    const metadata = await library.parquetMetadataAsync(file);
    checkPlaces(metadata, file.byteLength);
    yield* rowsOf({ library, file, metadata, options });
  } catch (error) {
    throw unreadable('Parquet', error);
  } finally {
    await close?.();
  }
}

// What the metadata says must fit the file, so that a damaged one is told before it is followed.
function checkPlaces({ num_rows, row_groups }, byteLength) {
  let rows = 0n;
  for (const group of row_groups) {
    rows += BigInt(group.num_rows);
    for (const { meta_data: chunk } of group.columns) {
      const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
      const end = start + Number(chunk.total_compressed_size);
      if (!(start >= 0 && start <= end && end <= byteLength))
        throw new Error(`bytes ${start} to ${end} of a file of ${byteLength} bytes are a column`);
    }
  }
  if (rows !== BigInt(num_rows)) throw new Error(`it has ${rows} of ${num_rows} rows`);
}

async function* rowsOf({ library, file, metadata, options }) {
  const tree = library.parquetSchema(metadata);
  const names = chosenColumns(tree.children.map(({ element }) => element.name), options);
  const cells = names.map((name) => cellsOf(tree.children.find(({ element }) => element.name === name)));
  const scan = await library.parquetScan({
    file,
    metadata: withRawDecimals(metadata),
    columns: names,
    parsers: PARSERS,
    utf8: false,
    compressors: await compressorsFor(metadata, names),
  });
  for (const { rowStart, rowEnd } of scan.ranges) {
    const read = (column) => scan.readColumn({ column, rowStart, rowEnd });
    const values = await Promise.all(names.map(read));
    const rows = rowEnd - rowStart;
    const short = values.findIndex((column) => column.length !== rows);
    if (short >= 0) throw new Error(`the column ${names[short]} has ${values[short].length} of ${rows} rows`);
    const columns = names.map((name, i) => ({ name, textAt: (row) => cells[i](values[i][row]) }));
    yield* linesOf(columns, rows, options);
  }
}

// Something with bytes at positions.
async function openFile(input, library) {
  const bytes = asBytes(input);
  if (bytes) {
    const slice = (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer;
    return { file: { byteLength: bytes.length, slice } };
  }
  if (typeof Blob !== 'undefined' && input instanceof Blob) {
    const slice = (start, end) => input.slice(start, end).arrayBuffer();
    return { file: { byteLength: input.size, slice } };
  }
  const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
  const isLocal = input instanceof URL && input.protocol === 'file:';
  if (fs && (typeof input === 'string' || isLocal)) return openPath(fs, input);
  if (input instanceof URL)
    return { file: await library.asyncBufferFromUrl({ url: input.href }) };
  if (Number.isInteger(input?.byteLength) && typeof input.slice === 'function') return { file: input };
  throw misuse('readParquet takes a Blob, bytes, a URL or, in Node, a path');
}

async function openPath(fs, path) {
  const handle = await fs.open(path, 'r');
  const { size } = await handle.stat();
  const slice = async (start, end = size) => {
    const buffer = new Uint8Array(Math.max(0, end - start));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    if (bytesRead < buffer.length) throw new Error(`it ends before byte ${end}`);
    return buffer.buffer;
  };
  return { file: { byteLength: size, slice }, close: () => handle.close() };
}

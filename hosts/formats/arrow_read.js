// SPDX-License-Identifier: Apache-2.0
// Arrow IPC as events, a batch at a time.

import { asBytes } from '../../wasm/checks.js';
import { nodeZlib } from '../../wasm/decoder.js';
import { misuse } from '../../wasm/errors.js';
import { cellsOf } from './arrow_cells.js';
import { chosenColumns, linesOf, readLineOptions } from './lines.js';
import { peer, unreadable } from './peer.js';

/** See arrow.d.ts. */
export function readArrow(input, options = {}) {
  return readLines(input, readLineOptions(options, 'readArrow'));
}

async function* readLines(given, options) {
  const library = await peer('apache-arrow', () => import('apache-arrow'));
  knowZstd(library);
  const { source, close } = await openSource(await given);
  let reader;
  try {
    reader = await library.RecordBatchReader.from(source);
    await reader.open();
    const { schema } = reader;
    if (!schema) throw new Error('it has no schema');
    const names = chosenColumns(schema.fields.map(({ name }) => name), options);
    for await (const batch of reader) yield* linesOfBatch(library, batch, names, options);
  } catch (error) {
    throw unreadable('Arrow', error);
  } finally {
    await reader?.cancel();
    await close?.();
  }
}

// Buffers in zstd, where Node can read them and nobody has said how yet.
function knowZstd({ compressionRegistry: known, CompressionType: { ZSTD } }) {
  const decompress = nodeZlib()?.zstdDecompressSync;
  if (!decompress || known.get(ZSTD)) return;
  known.set(ZSTD, { decode: (bytes) => new Uint8Array(decompress(bytes)) });
}

function* linesOfBatch(library, batch, names, options) {
  const columns = names.map((name) => {
    const place = batch.schema.fields.findIndex((field) => field.name === name);
    return { name, textAt: cellsOf(library, batch.data.children[place], name) };
  });
  yield* linesOf(columns, batch.numRows, options);
}

// What the library reads from: bytes, or a stream of them.
async function openSource(input) {
  const bytes = asBytes(input);
  if (bytes) return { source: bytes };
  if (typeof Blob !== 'undefined' && input instanceof Blob)
    return { source: new Uint8Array(await input.arrayBuffer()) };
  const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
  const isLocal = input instanceof URL && input.protocol === 'file:';
  if (fs && (typeof input === 'string' || isLocal)) {
    const handle = await fs.open(input, 'r');
    return { source: handle, close: () => handle.close().catch(() => {}) };
  }
  const response = input instanceof URL ? await fetch(input) : input;
  if (typeof Response !== 'undefined' && response instanceof Response) {
    if (!response.ok) throw misuse(`the data could not be fetched: status ${response.status}`);
    return { source: response.body ?? new Uint8Array(0) };
  }
  if (input?.getReader || input?.[Symbol.asyncIterator] || input?.[Symbol.iterator])
    return { source: input };
  throw misuse('readArrow takes bytes, a Blob, a Response, a stream, a URL or, in Node, a path');
}

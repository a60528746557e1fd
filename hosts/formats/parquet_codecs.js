// SPDX-License-Identifier: Apache-2.0
// What decompresses a Parquet file's pages.

import { nodeZlib } from '../../wasm/decoder.js';
import { peer } from './peer.js';

/** hyparquet reads these by itself. */
const KNOWN = ['UNCOMPRESSED', 'SNAPPY'];
const FROM_NODE = { GZIP: 'gunzipSync', BROTLI: 'brotliDecompressSync', ZSTD: 'zstdDecompressSync' };

/** Functions by the names of the codecs that these columns need. */
export async function compressorsFor(metadata, names) {
  const chunks = metadata.row_groups.flatMap(({ columns }) => columns);
  const read = chunks.filter(({ meta_data }) => names.includes(meta_data?.path_in_schema[0]));
  const needed = new Set(read.map(({ meta_data }) => meta_data.codec));
  const own = [...needed].filter((codec) => !KNOWN.includes(codec));
  const zlib = own.length > 0 ? nodeZlib() : undefined;
  const fromNode = own.filter((codec) => zlib?.[FROM_NODE[codec]]);
  const compressors = Object.fromEntries(
    fromNode.map((codec) => [codec, (input) => bytesOf(zlib[FROM_NODE[codec]](input))]),
  );
  if (fromNode.length === own.length) return compressors;
  const library = await peer('hyparquet-compressors', () => import('hyparquet-compressors'));
  return { ...library.compressors, ...compressors };
}

// Not a Buffer, whose methods differ.
const bytesOf = ({ buffer, byteOffset, length }) => new Uint8Array(buffer, byteOffset, length);

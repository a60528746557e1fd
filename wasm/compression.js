// SPDX-License-Identifier: Apache-2.0
// Compressed inputs, told by their first bytes, as the content that they hold.

import { joined } from './checks.js';
import { PLACE_BYTES } from './decoder.js';
import { TallyfoldError, misuse } from './errors.js';
import { gunzip } from './gunzip.js';
import { unzstd } from './unzstd.js';

/** No UTF-8 text begins with the first two of these, and none of ours with what zstd may skip. */
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const SKIPPED = [0x2a, 0x4d, 0x18]; // behind a byte from 0x50 to 0x5f
/** So many bytes tell. */
export const HEAD_BYTES = 4;

const NOTHING = new Uint8Array(0);
const CONTENTS = { gzip: gunzip, zstd: unzstd };

/** What an input is that begins with these bytes: `gzip`, `zstd` or `none`. */
export function compressionOf(head) {
  const begins = (bytes, at = 0) => bytes.every((byte, i) => head[at + i] === byte);
  if (begins(GZIP)) return 'gzip';
  return begins(ZSTD) || (head[0] >> 4 === 5 && begins(SKIPPED, 1)) ? 'zstd' : 'none';
}

/**
 * The content of an input, piece by piece.
 * @param {AsyncIterable<Uint8Array | string>} pieces
 * @param {'auto' | 'none' | 'gzip' | 'zstd'} compression
 * @param {{ compressedBytes?: number }} [progress] of a compressed input: how much of it was read
 * @param {() => Promise<object>} [loadLibrary] see unzstd.js
 * @returns {AsyncGenerator<Uint8Array | string>}
 */
export async function* contentOf(pieces, compression, progress = {}, loadLibrary = undefined) {
  if (compression === 'none') return yield* pieces;
  const source = pieces[Symbol.asyncIterator]();
  try {
    const { first, head, isText } = await readHead(source);
    if (isText && compression !== 'auto') throw noTexts();
    const found = compressionOf(head);
    const wanted = compression === 'auto' ? found : compression;
    if (wanted !== found && head.length > 0)
      throw new TallyfoldError('invalid_input', `the input does not begin as ${wanted} data does`);
    const all = restOf(first, source);
    if (wanted === 'none') yield* all;
    else yield* CONTENTS[wanted](slicesOf(all, progress), loadLibrary);
  } finally {
    await source.return?.();
  }
}

const noTexts = () => misuse('a compressed input must give bytes, not texts', '$.compression');

// As many pieces as have enough bytes to tell. A piece may be good only until the next is asked for.
async function readHead(source) {
  const first = [];
  let head = new Uint8Array(0);
  while (head.length < HEAD_BYTES) {
    const { done, value } = await source.next();
    if (done) return { first, head };
    if (typeof value === 'string') return { first: [...first, value], head: NOTHING, isText: true };
    const isEnough = head.length + value.length >= HEAD_BYTES;
    first.push(isEnough ? value : new Uint8Array(value));
    head = joined(head, value.subarray(0, HEAD_BYTES));
  }
  return { first, head };
}

async function* restOf(first, source) {
  yield* first;
  for (;;) {
    const { done, value } = await source.next();
    if (done) return;
    yield value;
  }
}

/**
 * The bytes in slices, none across a multiple of 64 KiB, by which the place of a fault is told. What
 * comes out of one is bounded, whatever it is.
 * @typedef {{ bytes: Uint8Array, start: number }} Slice
 * @returns {AsyncGenerator<Slice>}
 */
async function* slicesOf(pieces, progress) {
  progress.compressedBytes = 0;
  for await (const piece of pieces) {
    if (typeof piece === 'string') throw noTexts();
    for (let taken = 0; taken < piece.length;) {
      const start = progress.compressedBytes;
      const bytes = piece.subarray(taken, taken + PLACE_BYTES - (start % PLACE_BYTES));
      taken += bytes.length;
      progress.compressedBytes += bytes.length;
      yield { bytes, start };
    }
  }
}

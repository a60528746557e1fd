// SPDX-License-Identifier: Apache-2.0
// The content of zstd data: any number of frames, one behind the other, as one.

import { cutShort, damaged, NodeDecoder, nodeZlib, WebDecoder } from './decoder.js';
import { misuse, TallyfoldError } from './errors.js';
import { Xxh64 } from './xxhash.js';
import { ZstdFrames } from './zstd_frames.js';

/**
 * @param {AsyncIterable<import('./compression.js').Slice>} slices
 * @param {() => Promise<object>} [loadLibrary] gives fzstd where the platform knows no zstd
 */
export async function* unzstd(slices, loadLibrary = loadByName) {
  const open = await opener(loadLibrary);
  const frames = new ZstdFrames();
  let decoder;
  let size = 0;
  try {
    for await (const { bytes, start } of slices) {
      size = start + bytes.length;
      try {
        for (const part of frames.split(bytes)) {
          decoder ??= open();
          yield* decoder.push(part.bytes);
          if (!part.ends) continue;
          yield* decoder.end(part.checksum);
          decoder.close();
          decoder = undefined;
        }
      } catch (error) {
        throw error instanceof TallyfoldError ? error : damaged('zstd', start, error);
      }
    }
    if (size === 0 || !frames.isComplete) throw cutShort('zstd', size);
  } finally {
    decoder?.close();
  }
}

// What decompresses a frame here.
async function opener(loadLibrary) {
  const create = nodeZlib()?.createZstdDecompress;
  if (create) return () => new NodeDecoder(create);
  if (knowsZstd()) return () => new WebDecoder('zstd');
  const { Decompress } = await loadLibrary();
  return () => new LibraryDecoder(Decompress);
}

function knowsZstd() {
  try {
    return Boolean(new DecompressionStream(/** @type {CompressionFormat} */ ('zstd')));
  } catch {
    return false;
  }
}

// Found by Node, Deno and Bun, and where an import map names it. Bundlers shall not look for it.
const LIBRARY = 'fzstd';
async function loadByName() {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ LIBRARY);
  } catch (cause) {
    const how = nodeZlib() ? '' : ", and give the input to unzstd of 'tallyfold/zstd' first";
    throw misuse(`zstd is not known here: npm install fzstd${how}`, '', cause);
  }
}

/** Over fzstd, which does not look at checksums. */
class LibraryDecoder {
  #decompress;
  #output = [];
  #hash = new Xxh64();

  constructor(Decompress) {
    this.#decompress = new Decompress((bytes) => this.#output.push(bytes));
  }

  // It keeps what it is given.
  *push(bytes) {
    this.#decompress.push(new Uint8Array(bytes));
    yield* this.#all();
  }

  *end(checksum) {
    this.#decompress.push(new Uint8Array(0), true);
    yield* this.#all();
    if (checksum !== undefined && checksum !== this.#hash.low())
      throw new Error('the checksum is another');
  }

  close() {}

  *#all() {
    const output = this.#output.splice(0);
    for (const bytes of output) {
      this.#hash.update(bytes);
      yield bytes;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// A DecompressionStream as the standard has it, over Node's zlib: whatever stands behind the first
// member is an error, and an error drops what was not read yet.

import zlib from 'node:zlib';

/** Of a header without a name, as zlib.gzipSync writes it. */
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

export class OneMemberStream {
  #header = HEADER_BYTES;
  #trailer = Buffer.alloc(0);
  #inflate = zlib.createInflateRaw();
  #size = 0;
  #given = 0;

  constructor(format) {
    if (format !== 'gzip') throw new TypeError(`no such format: ${format}`);
    const { readable, writable } = new TransformStream({
      transform: (chunk, controller) => this.#take(Buffer.from(chunk), controller),
      flush: () => this.#end(),
    });
    Object.assign(this, { readable, writable });
  }

  async #take(chunk, controller) {
    const rest = chunk.subarray(this.#header);
    this.#header = Math.max(0, this.#header - chunk.length);
    const used = this.#trailer.length > 0 ? 0 : await this.#inflateSome(rest, controller);
    this.#trailer = Buffer.concat([this.#trailer, rest.subarray(used)]);
    if (this.#trailer.length > TRAILER_BYTES) throw new TypeError('junk behind the end');
  }

  // Answers how many bytes were needed.
  async #inflateSome(bytes, controller) {
    if (bytes.length === 0) return 0;
    const before = this.#inflate.bytesWritten;
    await new Promise((resolve, reject) => {
      this.#inflate.once('error', () => reject(new TypeError('damaged')));
      this.#inflate.on('readable', () => this.#give(controller));
      this.#inflate.once('end', resolve);
      this.#inflate.write(bytes, resolve);
    });
    this.#inflate.removeAllListeners();
    this.#give(controller);
    return this.#inflate.bytesWritten - before;
  }

  #give(controller) {
    for (let output; (output = this.#inflate.read()) !== null;) {
      this.#size += output.length;
      controller.enqueue(new Uint8Array(output));
    }
  }

  #end() {
    const isWhole = this.#trailer.length === TRAILER_BYTES;
    if (!isWhole || this.#trailer.readUInt32LE(4) !== this.#size) throw new TypeError('cut short');
  }
}

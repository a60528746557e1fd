// SPDX-License-Identifier: Apache-2.0
// Where the frames of zstd data begin and end (RFC 8878). Decompressors differ in what they do behind
// the first one; given one frame each, all of them do the same.

import { TallyfoldError } from './errors.js';

const MAGIC = 0xfd2fb528;
const SKIPPED_MAGIC = 0x184d2a5;
/** As the zstd library has it unless it is told otherwise. */
const MOST_WINDOW_BYTES = 2 ** 27;
const MOST_BLOCK_BYTES = 2 ** 17;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CHECKSUM_BYTES = 4;

/** Thrown for what is no frame. */
class BadFrame extends Error {}

export class ZstdFrames {
  /** Where the frame begins that is being read. */
  #frameStart = 0;
  #at = 0;
  #inFrame = false;
  #hasChecksum = false;
  #mostBlock = 0;
  /** What is read now: bytes that are still missing, whether they are kept, and what comes then. */
  #missing = 0;
  #keeps = false;
  #then;
  #kept = new Uint8Array(16);
  #have = 0;

  constructor() {
    this.#expectFrame();
  }

  /** Whether the data may end here. */
  get isComplete() {
    return !this.#inFrame && this.#at === this.#frameStart;
  }

  /**
   * The parts of frames in these bytes; what is skipped is in none. `ends`: the frame ends with this part,
   * and with its checksum where it has one.
   * @returns {Generator<{ bytes: Uint8Array, ends: boolean, checksum?: number }>}
   */
  *split(bytes) {
    let from = 0;
    for (let at = 0; at < bytes.length;) {
      const share = Math.min(this.#missing, bytes.length - at);
      if (this.#keeps) this.#kept.set(bytes.subarray(at, at + share), this.#have);
      this.#have += share;
      this.#missing -= share;
      at += share;
      this.#at += share;
      let found;
      while (this.#missing === 0 && !found) found = this.#then();
      if (!found) continue;
      // The first bytes of a frame may stand in earlier bytes than these.
      const part = found.begins ? this.#kept.slice(0, 4) : bytes.subarray(from, at);
      yield { bytes: part, ends: !found.begins, checksum: found.checksum };
      from = at;
    }
    if (this.#inFrame && from < bytes.length) yield { bytes: bytes.subarray(from), ends: false };
  }

  #expect(bytes, then, keeps = true) {
    this.#missing = bytes;
    this.#keeps = keeps;
    this.#then = then;
    this.#have = 0;
  }

  #expectFrame() {
    this.#frameStart = this.#at;
    this.#expect(4, this.#magic);
  }

  #magic() {
    const magic = this.#number(0, 4);
    if (magic >>> 4 === SKIPPED_MAGIC) return this.#expect(4, this.#skipped);
    if (magic !== MAGIC) throw new BadFrame();
    this.#inFrame = true;
    this.#expect(1, this.#descriptor);
    return { begins: true };
  }

  #skipped() {
    this.#expect(this.#number(0, 4), this.#expectFrame, false);
  }

  // The first byte of a header tells how long the rest is.
  #descriptor() {
    const [byte] = this.#kept;
    if (byte & 0x08) throw new BadFrame();
    this.#hasChecksum = (byte & 0x04) !== 0;
    const isSingle = (byte & 0x20) !== 0;
    const window = isSingle ? 0 : 1;
    const dictionary = DICTIONARY_BYTES[byte & 3];
    const size = CONTENT_SIZE_BYTES[byte >> 6] || (isSingle ? 1 : 0);
    this.#expect(window + dictionary + size, () => this.#header(window, dictionary, size));
  }

  #header(window, dictionary, size) {
    const base = 2 ** (10 + (this.#kept[0] >> 3));
    const windowBytes = window
      ? base + (base / 8) * (this.#kept[0] & 7)
      : this.#number(dictionary, size) + (size === 2 ? 256 : 0);
    if (this.#number(window, dictionary) !== 0) throw this.#refused('needs a dictionary');
    if (windowBytes > MOST_WINDOW_BYTES) throw this.#refused('needs a window of more than 128 MiB');
    this.#mostBlock = Math.min(windowBytes, MOST_BLOCK_BYTES);
    this.#expect(3, this.#block);
  }

  #refused(why) {
    return new TallyfoldError('invalid_input', `the zstd frame at byte ${this.#frameStart} ${why}`);
  }

  #block() {
    const header = this.#number(0, 3);
    const type = (header >> 1) & 3;
    if (type === 3) throw new BadFrame();
    const isLast = (header & 1) !== 0;
    // Of a repeated byte the size is how often.
    const bytes = type === 1 ? 1 : header >> 3;
    if (bytes > this.#mostBlock) throw new BadFrame();
    this.#expect(bytes, isLast ? this.#blocksEnd : () => this.#expect(3, this.#block), false);
  }

  #blocksEnd() {
    if (!this.#hasChecksum) return this.#frameEnd();
    return this.#expect(CHECKSUM_BYTES, this.#frameEnd);
  }

  #frameEnd() {
    const checksum = this.#hasChecksum ? this.#number(0, CHECKSUM_BYTES) : undefined;
    this.#inFrame = false;
    this.#expectFrame();
    return { begins: false, checksum };
  }

  #number(from, bytes) {
    let value = 0;
    for (let i = bytes; i-- > 0;) value = value * 256 + this.#kept[from + i];
    return value;
  }
}

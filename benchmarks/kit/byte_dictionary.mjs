// SPDX-License-Identifier: Apache-2.0
// Codes of texts that are still bytes: a text that was seen before never becomes a string.

const FIRST_SLOTS = 1024;
const FIRST_POOL_BYTES = 1 << 14;

/** Open addressing over a hash of the bytes, in front of a dictionary of strings. */
export class ByteDictionary {
  /** Code of the text that was looked up last. */
  last = -1;
  #strings;
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #pool = Buffer.allocUnsafe(FIRST_POOL_BYTES);
  #used = 0;
  // By code. Those that only the dictionary of strings has seen are missing here.
  #hashes = [];
  #begins = [];
  #ends = [];

  constructor(strings) {
    this.#strings = strings;
  }

  /** Looks bytes[begin, end) up, and adds it where it is new. */
  lookUp(bytes, begin, end) {
    let hash = 0x811c9dc5 | 0;
    for (let i = begin; i < end; ++i) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    hash ^= hash >>> 15;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] >= 0) {
      if (this.#isSame(slots[slot], bytes, begin, end)) {
        this.last = slots[slot];
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.last = this.#add(hash, bytes, begin, end);
    slots[slot] = this.last;
    if (this.#ends.length * 2 > mask) this.#rehash(slots.length * 2);
  }

  #isSame(code, bytes, begin, end) {
    let at = this.#begins[code];
    if (this.#ends[code] - at !== end - begin) return false;
    const pool = this.#pool;
    for (let i = begin; i < end; ++i, ++at) if (bytes[i] !== pool[at]) return false;
    return true;
  }

  #add(hash, bytes, begin, end) {
    const code = this.#strings.codeOf(bytes.utf8Slice(begin, end));
    const used = this.#used;
    if (used + end - begin > this.#pool.length) {
      const larger = Buffer.allocUnsafe(this.#pool.length * 2 + end - begin);
      this.#pool.copy(larger, 0, 0, used);
      this.#pool = larger;
    }
    bytes.copy(this.#pool, used, begin, end);
    this.#used += end - begin;
    this.#begins[code] = used;
    this.#ends[code] = this.#used;
    this.#hashes[code] = hash;
    return code;
  }

  #rehash(size) {
    this.#slots = new Int32Array(size).fill(-1);
    this.#hashes.forEach((hash, code) => {
      let slot = hash & (size - 1);
      while (this.#slots[slot] >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = code;
    });
  }
}

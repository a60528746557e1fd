// SPDX-License-Identifier: Apache-2.0
// XXH64 with seed 0, which zstd frames end in. Numbers of 64 bits are two of 32.

// Constants of the algorithm.
const P1 = { hi: 0x9e3779b1 | 0, lo: 0x85ebca87 | 0 };
const P2 = { hi: 0xc2b2ae3d | 0, lo: 0x27d4eb4f | 0 };
const P3 = { hi: 0x165667b1 | 0, lo: 0x9e3779f9 | 0 };
const P4 = { hi: 0x85ebca77 | 0, lo: 0xc2b2ae63 | 0 };
const P5 = { hi: 0x27d4eb2f | 0, lo: 0x165667c5 | 0 };
const STRIPE_BYTES = 32;

/** Two halves that are changed in place. */
class Word {
  hi = 0;
  lo = 0;

  set(hi, lo) {
    this.hi = hi | 0;
    this.lo = lo | 0;
    return this;
  }

  add({ hi, lo }) {
    const low = (this.lo >>> 0) + (lo >>> 0);
    this.hi = (this.hi + hi + (low > 0xffffffff ? 1 : 0)) | 0;
    this.lo = low | 0;
    return this;
  }

  xor({ hi, lo }) {
    return this.set(this.hi ^ hi, this.lo ^ lo);
  }

  // The halves' products by 16 bits, so that each is exact in a double.
  times({ hi, lo }) {
    const a = this.lo & 0xffff;
    const b = this.lo >>> 16;
    const c = lo & 0xffff;
    const d = lo >>> 16;
    const middle = b * c + ((a * c) >>> 16);
    const cross = (middle & 0xffff) + a * d;
    const high = b * d + Math.floor(middle / 65536) + Math.floor(cross / 65536);
    this.hi = (high + Math.imul(this.hi, lo) + Math.imul(this.lo, hi)) | 0;
    this.lo = Math.imul(this.lo, lo);
    return this;
  }

  rotate(bits) {
    const { hi, lo } = this;
    if (bits >= 32) return this.set(lo, hi).rotateLess(bits - 32);
    return this.rotateLess(bits);
  }

  rotateLess(bits) {
    const { hi, lo } = this;
    if (bits === 0) return this;
    return this.set((hi << bits) | (lo >>> (32 - bits)), (lo << bits) | (hi >>> (32 - bits)));
  }

  shiftXor(bits) {
    const { hi, lo } = this;
    if (bits >= 32) return this.set(hi, lo ^ (hi >>> (bits - 32)));
    return this.set(hi ^ (hi >>> bits), lo ^ ((lo >>> bits) | (hi << (32 - bits))));
  }
}

const mixed = new Word();

/** Hashes bytes that come in pieces. */
export class Xxh64 {
  #lanes = [new Word(), new Word(), new Word(), new Word()];
  #held = new Uint8Array(STRIPE_BYTES);
  #have = 0;
  #total = 0;

  constructor() {
    this.#lanes[0].add(P1).add(P2);
    this.#lanes[1].add(P2);
    this.#lanes[3].set(~P1.hi, ~P1.lo).add({ hi: 0, lo: 1 });
  }

  update(bytes) {
    this.#total += bytes.length;
    let at = 0;
    if (this.#have > 0) {
      const share = bytes.subarray(0, STRIPE_BYTES - this.#have);
      this.#held.set(share, this.#have);
      this.#have += share.length;
      at = share.length;
      if (this.#have < STRIPE_BYTES) return;
      this.#stripes(this.#held, 0, 1);
    }
    const count = Math.floor((bytes.length - at) / STRIPE_BYTES);
    this.#stripes(bytes, at, count);
    const rest = bytes.subarray(at + count * STRIPE_BYTES);
    this.#held.set(rest);
    this.#have = rest.length;
  }

  /** The lower half of the hash. */
  low() {
    const hash = new Word();
    if (this.#total >= STRIPE_BYTES) {
      const bits = [1, 7, 12, 18];
      this.#lanes.forEach(({ hi, lo }, i) => {
        mixed.set(hi, lo).rotate(bits[i]);
        hash.add(mixed);
      });
      for (const { hi, lo } of this.#lanes) {
        mixed.set(hi, lo).times(P2).rotate(31).times(P1);
        hash.xor(mixed).times(P1).add(P4);
      }
    } else {
      hash.add(P5);
    }
    hash.add({ hi: Math.floor(this.#total / 2 ** 32), lo: this.#total % 2 ** 32 });
    this.#mixRest(hash);
    hash.shiftXor(33).times(P2).shiftXor(29).times(P3).shiftXor(32);
    return hash.lo >>> 0;
  }

  #stripes(bytes, from, count) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = from, end = from + count * STRIPE_BYTES; at < end; at += 8) {
      const lane = this.#lanes[((at - from) >> 3) & 3];
      mixed.set(view.getInt32(at + 4, true), view.getInt32(at, true)).times(P2);
      lane.add(mixed).rotate(31).times(P1);
    }
  }

  #mixRest(hash) {
    const view = new DataView(this.#held.buffer);
    let at = 0;
    for (; at + 8 <= this.#have; at += 8) {
      mixed.set(view.getInt32(at + 4, true), view.getInt32(at, true)).times(P2).rotate(31).times(P1);
      hash.xor(mixed).rotate(27).times(P1).add(P4);
    }
    if (at + 4 <= this.#have) {
      mixed.set(0, view.getInt32(at, true)).times(P1);
      hash.xor(mixed).rotate(23).times(P2).add(P3);
      at += 4;
    }
    for (; at < this.#have; ++at) {
      mixed.set(0, this.#held[at]).times(P5);
      hash.xor(mixed).rotate(11).times(P1);
    }
  }
}

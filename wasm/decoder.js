// SPDX-License-Identifier: Apache-2.0
// A decompressor that is given bytes and asked what comes of them, over what the platform has.
//
// Bytes are taken only when all that came of those before was asked for: so a slow reader holds the
// input back, and nothing reads ahead of an error.

import { TallyfoldError } from './errors.js';

/**
 * Node, Deno and Bun give their own modules without an import, which no bundler has to understand. Loaded when it is
 * needed, which few programs do.
 */
export const nodeZlib = () => globalThis.process?.getBuiltinModule?.('node:zlib');

const OUTPUT_BYTES = 1 << 18;
export const PLACE_BYTES = 1 << 16;

/**
 * A fault in what was given last, from byte `at`. The place is told as one that does not depend on how
 * the input was cut into pieces; hosts/native/decompress.cpp tells the same.
 */
export function damaged(kind, at, cause) {
  const message = `the ${kind} data is damaged in the 64 KiB from byte ${at - (at % PLACE_BYTES)}`;
  return new TallyfoldError('invalid_input', message, { cause });
}

/** `otherwise`: what else it may be, where that cannot be told. */
export function cutShort(kind, at, otherwise = '', cause = undefined) {
  const message = `the ${kind} data ends too early${otherwise}, at byte ${at}`;
  return new TallyfoldError('invalid_input', message, { cause });
}

/** Something that others wait for to change. */
class Bell {
  #ring;
  #rung = false;

  ring = () => {
    this.#rung = true;
    this.#ring?.();
  };

  async wait() {
    if (!this.#rung) await new Promise((resolve) => (this.#ring = resolve));
    this.#rung = false;
  }
}

/** Over a transform of node:zlib. */
export class NodeDecoder {
  /** Whether the data has ended, whatever else was given. */
  ended = false;
  #transform;
  #given = 0;
  #bell = new Bell();
  #error;

  /** @param {(options: object) => import('node:zlib').Gunzip} create of node:zlib */
  constructor(create) {
    this.#transform = create({ chunkSize: OUTPUT_BYTES });
    const { ring } = this.#bell;
    this.#transform.on('readable', ring);
    this.#transform.on('end', () => ring((this.ended = true)));
    this.#transform.on('error', (error) => ring((this.#error = error)));
  }

  /** Bytes that were needed. */
  get used() {
    return this.#transform.bytesWritten;
  }

  async *push(bytes) {
    let taken = false;
    this.#given += bytes.length;
    this.#transform.write(bytes, () => this.#bell.ring((taken = true)));
    yield* this.#outputUntil(() => taken);
    // What it has no use for stands behind the end, of which it may not have told yet.
    this.ended ||= this.used < this.#given;
  }

  /** What is left. Throws when the data is not complete. */
  async *end() {
    this.#transform.end();
    yield* this.#outputUntil(() => false);
  }

  close() {
    this.#transform.destroy();
  }

  async *#outputUntil(done) {
    for (;;) {
      for (let output; (output = this.#transform.read()) !== null;) yield output;
      if (this.#error) throw this.#error;
      if (this.ended || done()) return;
      await this.#bell.wait();
    }
  }
}

/** Over a DecompressionStream. */
export class WebDecoder {
  ended = false;
  /** Bytes that came out so far. */
  produced = 0;
  #writer;
  #reader;
  #bell = new Bell();
  #queue = [];
  #error;

  constructor(format) {
    const stream = new DecompressionStream(format);
    this.#writer = stream.writable.getWriter();
    this.#reader = stream.readable.getReader();
    this.#writer.closed.catch(() => {});
    this.#read();
  }

  async *push(bytes) {
    let taken = false;
    const take = () => this.#bell.ring((taken = true));
    this.#writer.write(bytes).then(take, this.#fail);
    yield* this.#outputUntil(() => taken);
  }

  async *end() {
    // An error drops what was not read yet.
    yield* this.settle(() => true);
    this.#writer.close().catch(this.#fail);
    yield* this.#outputUntil(() => false);
  }

  /** Waits for what may still come of the bytes so far, until it is enough. Answers for how many turns. */
  async *settle(isEnough, turns = 1) {
    let turn = 0;
    for (; turn < turns && !this.#error; ++turn) {
      await new Promise((resolve) => setTimeout(resolve, turn && 1));
      while (this.#queue.length > 0) yield this.#queue.shift();
      if (isEnough()) break;
    }
    return turn;
  }

  close() {
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
  }

  #fail = (error) => this.#bell.ring((this.#error ??= error));

  async #read() {
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.produced += value.length;
        this.#bell.ring(this.#queue.push(value));
      }
      this.#bell.ring((this.ended = true));
    } catch (error) {
      this.#fail(error);
    }
  }

  async *#outputUntil(done) {
    for (;;) {
      while (this.#queue.length > 0) yield this.#queue.shift();
      if (this.#error) throw this.#error;
      if (this.ended || done()) return;
      await this.#bell.wait();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Events from a stream that cannot be read again, such as standard input: kept in the log like requests.

import { setTimeout as wait } from 'node:timers/promises';

import { Failure } from 'tallyfold/fetch';

import { StartError } from './start_error.js';

const NEWLINE = 0x0a;
/** What arrives within this time goes into the log together, up to so many bytes. */
const PATIENCE_MS = 20;
const MOST_BYTES = 1 << 20;
/** How soon a disk that was full is tried again. Whoever writes into the pipe waits too. */
const RETRY_MS = 1000;
const PACKED = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/**
 * Reads the stream to its end. What was read is kept when the process is killed, up to the last line
 * that was whole.
 * @param {import('node:stream').Readable} stream
 * @param {{ dataset: import('./dataset.js').Dataset, store: import('./store.js').Store,
 *   intake: import('./intake.js').Intake, dialect?: string, format: string, signal: AbortSignal,
 *   now: () => Date, onProgress: (step: { bytes: number, accepted: number, refused: number }) => void }} to
 */
export async function readInput(stream, to) {
  const sender = new Sender(to);
  let isFirst = true;
  for await (const piece of piecesOf(stream, to.signal)) {
    if (isFirst) checkReadable(piece);
    isFirst = false;
    await sender.send(piece);
  }
  // Of what was stopped from here an end is not known; the next start finds it open, and ends it.
  if (!isFirst && !to.signal.aborted) await sender.send(new Uint8Array(0));
}

class Sender {
  #to;
  /** @type {number | undefined} */
  #number;

  constructor(to) {
    this.#to = to;
  }

  async send(body) {
    for (;;) {
      try {
        return await this.#write(body);
      } catch (error) {
        const isFull = error instanceof Failure ? !this.#to.intake.isBroken : error?.code === 'SQLITE_FULL';
        if (!isFull) throw error;
        await wait(RETRY_MS, undefined, { signal: this.#to.signal });
      }
    }
  }

  #write(body) {
    const { dataset, store, intake, dialect, format, onProgress } = this.#to;
    this.#number ??= store.addInput({ dataset: dataset.name, dialect, format });
    const number = this.#number;
    const receivedAt = this.#to.now().toISOString();
    return intake.take(dataset, { input: number, receivedAt, body }, () => {
      const added = dataset.appendInput(number, { dialect, format }, receivedAt, body);
      onProgress({ bytes: body.length, ...added });
    });
  }
}

function checkReadable(piece) {
  if (!PACKED.some((head) => head.every((byte, i) => piece[i] === byte))) return;
  throw new StartError('standard input is compressed: unpack it first, as zcat and zstdcat do');
}

// Whole lines, as many as are there. The rest at the end is a piece too, unless reading was stopped.
async function* piecesOf(stream, signal) {
  const gathered = new Gathered(stream);
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      await gathered.some();
      if (gathered.isEnded || signal.aborted) break;
      const lines = gathered.takeLines();
      if (lines.length > 0) yield lines;
    }
    const rest = gathered.takeAll();
    if (!signal.aborted && rest.length > 0) yield rest;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

class Gathered {
  isEnded = false;
  #stream;
  #pieces = [];
  #bytes = 0;
  #error;
  #wake = () => {};

  constructor(stream) {
    this.#stream = stream;
    stream.on('data', (piece) => this.#add(piece));
    stream.once('error', (error) => this.#end(error));
    stream.once('close', () => this.#end());
    stream.once('end', () => this.#end());
  }

  /** Waits until enough is there, or time has passed since something was. */
  async some() {
    this.#stream.resume();
    const before = this.#bytes;
    while (this.#bytes === before && !this.isEnded) await this.#change();
    const until = performance.now() + PATIENCE_MS;
    while (this.#bytes < MOST_BYTES && !this.isEnded && performance.now() < until)
      await this.#change(until - performance.now());
    if (this.#error) throw this.#error;
  }

  /** What is there up to the last end of a line; a line that is longer than all bounds, a part of it. */
  takeLines() {
    const all = this.takeAll();
    const end = all.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && all.length >= MOST_BYTES) return all;
    if (end < all.length) this.#keep(all.subarray(end));
    return all.subarray(0, end);
  }

  takeAll() {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    return all;
  }

  #keep(piece) {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  #add(piece) {
    this.#keep(piece);
    if (this.#bytes >= MOST_BYTES) this.#stream.pause();
    this.#wake();
  }

  #end(error) {
    this.#error ??= error;
    this.isEnded = true;
    this.#wake();
  }

  #change(milliseconds) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (milliseconds !== undefined) setTimeout(resolve, milliseconds);
    });
  }
}

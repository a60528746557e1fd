// SPDX-License-Identifier: Apache-2.0
// What comes into a pool: each source's work in order, checked, and counted when it is answered.

import { asBytes } from './checks.js';
import { HEAD_BYTES, compressionOf, contentOf } from './compression.js';
import { misuse } from './errors.js';
import { linesOf } from './events.js';
import { piecesOf } from './input.js';
import { readAppendOptions, readStreamOptions } from './options.js';
import { Source } from './pool_source.js';
import { Tally } from './pool_tally.js';
import { TextJoiner, endOfSlice } from './texts.js';

const TEXT_UNITS = 1 << 18;
const MOST_CHECKED = 1000;
const NOTHING = new Uint8Array(0);
/** No text and no JSON has this byte: a line that ends in it is refused, whatever it holds. */
const BROKEN_END = Uint8Array.of(0xff);
const encoder = new TextEncoder();

export class Intake {
  #links;
  #buffers;
  #collector;
  #sources = new Map();
  /** Sources that an unfinished appendFrom reads into. */
  #streaming = new Set();
  #checkedCalls = new Set();

  /** @param {() => import('./instance.js').Instance} collector throws when the pool is closed */
  constructor(links, buffers, collector) {
    this.#links = links;
    this.#buffers = buffers;
    this.#collector = collector;
  }

  async append(data, options = {}) {
    const { call, more } = readAppendOptions(options);
    this.#checkFree(call.source);
    const parts = partsOf(data, call);
    return this.#inTurn(call.source, async (source, tally) => {
      await this.#feed(source, parts, call, tally);
      await source.finish(call, more, tally);
    });
  }

  async appendFrom(input, given = {}) {
    const { call, ...options } = readStreamOptions(given);
    return this.#stream(call, async (source, tally) => {
      const opened = await input;
      const isBlob = typeof Blob !== 'undefined' && opened instanceof Blob;
      if (isBlob && call.format === 'ndjson' && source.canShareOut) {
        const head = new Uint8Array(await opened.slice(0, HEAD_BYTES).arrayBuffer());
        const file = { input: opened, size: opened.size };
        if (isPlain(head, options)) return this.#takeFile(source, file, call, tally, options);
      }
      await this.#takeStream(source, opened, call, tally, options);
    });
  }

  async takeFile(file, given, openStream) {
    const { call, ...options } = readStreamOptions(given, 'appendFile');
    return this.#stream(call, async (source, tally) => {
      if (call.format === 'ndjson' && source.canShareOut && isPlain(file.head, options)) {
        return this.#takeFile(source, file, call, tally, options);
      }
      await this.#takeStream(source, openStream(), call, tally, options);
    });
  }

  /** Tells where pieces begin and how many lines stand before, as far as that is known. */
  placePieces(place) {
    for (const source of this.#sources.values()) source.placePieces(place);
  }

  /** Whether events have been sent since this was last set to false. */
  get hasNewEvents() {
    return this.#buffers.sent;
  }

  set hasNewEvents(has) {
    this.#buffers.sent = has;
  }

  /** Nothing is sent until the function that it answers is called. */
  hold() {
    return this.#buffers.hold();
  }

  /** Ends all waiting. */
  fail(error) {
    this.#buffers.fail(error);
  }

  #checkFree(number) {
    this.#collector();
    if (!this.#streaming.has(number)) return;
    throw misuse(
      `source ${number} is being read by appendFrom; give this input another source`,
      '$.source',
    );
  }

  // Runs work on a source when what was asked for before is done.
  #inTurn(number, work) {
    let source = this.#sources.get(number);
    if (!source) {
      source = new Source(number, this.#links, this.#buffers);
      this.#sources.set(number, source);
    }
    const done = source.turn.then(() => this.#count(source, work));
    source.turn = done.catch(() => {});
    return done;
  }

  #stream(call, work) {
    this.#checkFree(call.source);
    this.#streaming.add(call.source);
    return this.#inTurn(call.source, work).finally(() => this.#streaming.delete(call.source));
  }

  // Every answer is waited for, so that nothing of this input comes later. When a worker could not
  // take its part, the rest of the document is lost.
  async #count(source, work) {
    const tally = new Tally();
    try {
      await work(source, tally);
    } catch (error) {
      if (!tally.failure) throw error;
    }
    try {
      return await tally.settle();
    } catch (error) {
      source.abandon();
      throw error;
    }
  }

  async #takeFile(source, file, call, tally, { onProgress, signal }) {
    this.#checkCall(source, call);
    const progress = onProgress && (() => onProgress(progressOf(tally)));
    await source.takeRanges(file, call, tally, () => {
      signal?.throwIfAborted();
      progress?.();
    });
    await tally.settle();
    progress?.();
  }

  async #takeStream(source, input, call, tally, { compression, onProgress, signal }) {
    const text = new TextJoiner();
    const read = {};
    let bytes = 0;
    let endsLine = true;
    const add = async (piece) => {
      if (piece.length === 0) return;
      bytes += await this.#feed(source, [piece], call, tally);
      endsLine = typeof piece === 'string' ? piece.endsWith('\n') : piece.at(-1) === 0x0a;
    };
    try {
      for await (const piece of contentOf(piecesOf(input, signal), compression, read)) {
        await add(text.next(piece));
        tally.check();
        onProgress?.({ ...progressOf(tally), ...read, bytes });
      }
      await add(text.rest());
    } catch (error) {
      // As in an engine: what has arrived stays, and an unfinished line is refused.
      if (!tally.failure) {
        this.#collector(); // throws when it is closed
        if (!endsLine) await source.take(BROKEN_END, call, tally);
        await source.finish(call, false, tally);
        await tally.settle().catch(() => {});
      }
      throw error;
    }
    await source.finish(call, false, tally);
  }

  /** Gives parts to a source, and answers how many bytes they were. */
  async #feed(source, parts, call, tally) {
    this.#checkCall(source, call);
    let bytes = 0;
    for (const part of parts) {
      for (const piece of typeof part === 'string' ? encoded(part) : [part]) {
        await source.take(piece, call, tally);
        bytes += piece.length;
        tally.check();
      }
    }
    return bytes;
  }

  // The collector says what is wrong with the options, as each worker would.
  #checkCall(source, call) {
    const text = JSON.stringify({ ...call, more: true });
    if (!this.#checkedCalls.has(text)) {
      this.#collector().append(NOTHING, text);
      if (this.#checkedCalls.size >= MOST_CHECKED) this.#checkedCalls.clear();
      this.#checkedCalls.add(text);
    }
    source.begin(call);
  }
}

function partsOf(data, call) {
  if (Array.isArray(data)) {
    if (call.format !== 'ndjson') throw misuse('an array of objects has no format', '$.format');
    return linesOf(data);
  }
  const bytes = typeof data === 'string' ? data : asBytes(data);
  if (bytes === undefined) throw misuse('append takes bytes, a text or an array of objects');
  return [bytes];
}

function* encoded(string) {
  for (let start = 0; start < string.length;) {
    const end = endOfSlice(string, start, TEXT_UNITS);
    yield encoder.encode(string.slice(start, end));
    start = end;
  }
}

/** Whether an input that begins so is read as it is, so that its lines can be shared out. */
function isPlain(head, { compression }) {
  return compression === 'none' || (compression === 'auto' && compressionOf(head) === 'none');
}

const progressOf = ({ bytes, accepted, refused }) => ({ bytes, accepted, refused });

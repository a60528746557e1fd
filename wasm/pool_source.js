// SPDX-License-Identifier: Apache-2.0
// One input of a pool: cut into pieces at ends of lines, each for the worker with the least to do.
//
// Only NDJSON can be cut. From its first CSV or JSON on, a source belongs to one worker, which then
// sees all of it in order, as an engine would.

import { misuse } from './errors.js';

const NEWLINE = 0x0a;

/**
 * A piece in the order of the input: where it begins, and how many lines it has so far. It is final
 * when no more comes and everything sent was answered.
 * @typedef {{ link?: object, start?: number, bytes: number, lines: number, closed: boolean,
 *   unanswered: number, placed: boolean, restarts: boolean }} Piece
 */

export class Source {
  /** Work on the source that was asked for, one after the other. */
  turn = Promise.resolve();
  #number;
  #links;
  #buffers;
  #offset = 0;
  #pinned;
  /** Of the document that has begun: its format and dialect. */
  #document;
  #format = 'ndjson';
  #startsDocument = true;
  #piece;
  #pieces = [];
  #linesBefore = 0;

  constructor(number, links, buffers) {
    this.#number = number;
    this.#links = links;
    this.#buffers = buffers;
  }

  /** Checks that bytes of this format and dialect may come now, and prepares for them. */
  begin(call) {
    if (this.#pinned) return; // its worker checks
    const dialect = call.dialect ?? 'flexprice';
    const document = this.#document;
    if (document && (document.format !== call.format || document.dialect !== dialect)) {
      throw misuse(
        `source ${this.#number} is in the middle of a document: its format and dialect cannot change`,
        '$.format',
      );
    }
    if (call.format === this.#format) return;
    this.#format = call.format;
    this.#closePiece();
    // Another format counts its lines anew.
    this.#piece = this.#openPiece({ restarts: true });
    this.#pinned = this.#piece.link;
  }

  /** Takes bytes of a document; whole buffers go to the workers at once. Waits while all are full. */
  async take(bytes, call, tally) {
    if (bytes.length === 0) return;
    this.#document ??= { format: call.format, dialect: call.dialect ?? 'flexprice' };
    for (let taken = 0; taken < bytes.length;) {
      const open = (this.#open ??= { buffer: await this.#buffers.take(), length: 0 });
      const share = bytes.subarray(taken, taken + this.#buffers.bytes - open.length);
      new Uint8Array(open.buffer, open.length).set(share);
      open.length += share.length;
      taken += share.length;
      if (open.length === this.#buffers.bytes) await this.#sendFull(call, tally);
    }
  }

  /** Sends what is held. `more`: the document goes on. */
  async finish(call, more, tally) {
    const held = this.#open ?? { buffer: undefined, length: 0 };
    this.#open = undefined;
    const endsLine = held.length > 0 && new Uint8Array(held.buffer)[held.length - 1] === NEWLINE;
    const needed = held.length > 0 || (!more && (this.#piece || this.#pinned));
    if (needed) {
      held.buffer ??= await this.#buffers.take();
      while (this.#buffers.held) await this.#buffers.held;
      this.#send(held, call, more, tally);
    }
    if (!more) {
      this.#document = undefined;
      this.#startsDocument = true;
    }
    const isLong = this.#piece?.bytes >= this.#buffers.bytes;
    if (isLong && (endsLine || !more)) this.#closePiece();
  }

  /** Forgets what is held and ends the document: something failed, and its rest is not read. */
  abandon() {
    if (this.#open) this.#buffers.give(this.#open.buffer);
    this.#open = undefined;
    this.#document = undefined;
    this.#startsDocument = true;
    this.#closePiece();
  }

  /**
   * Shares a file or Blob out in ranges that the workers read themselves.
   * @param {{ input: unknown, size: number }} file
   * @param {() => void} check throws when no more shall be read
   */
  async takeRanges({ input, size }, call, tally, check) {
    this.#closePiece();
    const base = this.#offset;
    const share = rangeBytes(size, this.#links.length);
    let next = 0;
    const readOn = async (link) => {
      while (next < size && !tally.failure) {
        while (this.#buffers.held) await this.#buffers.held;
        check();
        if (next >= size) return;
        const range = { begin: next, end: Math.min(size, next + share), size, base };
        next = range.end;
        await tally.follow(this.#sendRange(link, input, range, call), range.end - range.begin);
      }
    };
    // Two for each worker, so that none waits for the next.
    const readers = [...this.#links, ...this.#links].map(readOn);
    const ends = await Promise.allSettled(readers);
    this.#offset = base + next;
    this.#startsDocument = true;
    const failed = ends.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Whether the next byte may be read by any worker. */
  get canShareOut() {
    return !this.#pinned && !this.#document;
  }

  /** Tells where pieces begin and how many lines stand before, as far as that is known. */
  placePieces(place) {
    for (const piece of this.#pieces) {
      if (piece.restarts && !piece.placed) this.#linesBefore = 0;
      if (!piece.placed && piece.start !== undefined) {
        place(this.#number, piece.start, this.#linesBefore);
        piece.placed = true;
      }
      if (!piece.closed || piece.unanswered > 0) break;
      this.#linesBefore += piece.lines;
      piece.isDone = true;
    }
    this.#pieces = this.#pieces.filter((piece) => !piece.isDone);
  }

  /** A buffer that is being filled: { buffer, length }. */
  #open;

  // Sends the whole lines of a full buffer and keeps the rest for the next piece; where no line
  // ends, and of a source that belongs to one worker, everything.
  async #sendFull(call, tally) {
    const full = this.#open;
    this.#open = undefined;
    const bytes = new Uint8Array(full.buffer);
    const cut = this.#pinned ? full.length : bytes.lastIndexOf(NEWLINE) + 1 || full.length;
    if (cut < full.length) {
      const buffer = await this.#buffers.take();
      new Uint8Array(buffer).set(bytes.subarray(cut));
      this.#open = { buffer, length: full.length - cut };
      full.length = cut;
    }
    const endsLine = bytes[cut - 1] === NEWLINE;
    while (this.#buffers.held) await this.#buffers.held;
    this.#send(full, call, true, tally);
    if (endsLine) this.#closePiece();
  }

  #send({ buffer, length }, call, more, tally) {
    let message = { ...call, more };
    let link = this.#pinned;
    const piece = this.#piece ?? (link ? undefined : (this.#piece = this.#openPiece()));
    if (piece) {
      link = piece.link;
      const { start: pieceOffset } = piece;
      if (piece.bytes === 0) {
        message = { ...message, pieceOffset, startsDocument: this.#startsDocument };
      }
      piece.bytes += length;
      ++piece.unanswered;
    }
    this.#offset += length;
    this.#buffers.sent = true;
    if (length > 0) this.#startsDocument = false;
    const sent = link.ask(
      { do: 'append', buffer, length, call: JSON.stringify(message) },
      [buffer],
      (returned) => this.#buffers.give(returned),
    );
    tally.follow(this.#noteLines(sent, piece), length);
  }

  async #sendRange(link, input, range, call) {
    const piece = this.#openPiece({ link, closed: true, unanswered: 1 });
    piece.start = undefined;
    this.#buffers.sent = true;
    const sent = link.ask({ do: 'range', input, range, call });
    return this.#noteLines(sent, piece);
  }

  async #noteLines(sent, piece) {
    try {
      const answer = await sent;
      if (piece) piece.lines = answer.lines;
      if (piece && 'start' in answer) piece.start = answer.start;
      return answer;
    } finally {
      if (piece) --piece.unanswered;
    }
  }

  #openPiece(more = {}) {
    const link = leastBusy(this.#links);
    const piece = { link, start: this.#offset, bytes: 0, lines: 0, closed: false, unanswered: 0 };
    Object.assign(piece, { placed: false, restarts: false }, more);
    this.#pieces.push(piece);
    return piece;
  }

  #closePiece() {
    if (!this.#piece || this.#pinned) return;
    this.#piece.closed = true;
    this.#piece = undefined;
  }
}

// Ties go round, so that small inputs are shared out too.
let turn = 0;
function leastBusy(links) {
  ++turn;
  let best = links[turn % links.length];
  for (const link of links) if (link.load < best.load) best = link;
  return best;
}

// Large enough that finding where lines begin costs nothing, small enough that all end together.
function rangeBytes(size, workers) {
  const even = Math.ceil(size / (workers * 8));
  return Math.min(8 << 20, Math.max(256 << 10, even));
}

// SPDX-License-Identifier: Apache-2.0
// The public engine over one WebAssembly instance. Every host gives it a compiled module.

import { asBytes } from './checks.js';
import { makeColumns, readColumnsCall } from './columns.js';
import { contentOf } from './compression.js';
import { misuse } from './errors.js';
import { linesOf } from './events.js';
import { makeAnswer, readIngest } from './ingest.js';
import { piecesOf } from './input.js';
import { Instance } from './instance.js';
import { catalogBytes } from './json.js';
import { readAppendOptions, readEngineOptions, readStreamOptions } from './options.js';
import { Plan } from './plan.js';
import { makeRefusal } from './refusal.js';
import { makeReport, readCall, refusedRequest } from './report.js';
import { TextJoiner, endOfSlice } from './texts.js';

/** Larger input goes into the engine in pieces of this size, so that its buffer stays small. */
const PIECE_BYTES = 1 << 20;
const NOTHING = new Uint8Array(0);
/** No text and no JSON has this byte: a line that ends in it is refused, whatever it holds. */
const BROKEN_END = Uint8Array.of(0xff);

/**
 * Starts an engine. `defaultModule` is asked for when the options bring no `wasm`.
 * @param {import('./index.js').EngineOptions} options
 * @param {(wasm: unknown) => Promise<WebAssembly.Module>} moduleOf
 */
export async function startEngine(options, moduleOf) {
  const { settings, catalog, onlyCatalog } = readEngineOptions(options, 'createEngine');
  const module = await moduleOf(options.wasm);
  const engine = new Engine(await Instance.start(module, settings, onlyCatalog));
  if (catalog) engine.setCatalog(catalog);
  return engine;
}

export class Engine {
  #instance;
  #version;
  /** Sources that an unfinished appendFrom reads into. */
  #streaming = new Set();

  constructor(instance) {
    this.#instance = instance;
    this.#version = Object.freeze(JSON.parse(instance.run({ do: 'version' })));
  }

  append(data, options = {}) {
    const { call, more } = readAppendOptions(options);
    this.#checkFree(call.source);
    if (Array.isArray(data)) {
      if (call.format !== 'ndjson') throw misuse('an array of objects has no format', '$.format');
      return this.#appendAll(linesOf(data), call, more);
    }
    const bytes = typeof data === 'string' ? data : asBytes(data);
    if (bytes === undefined) throw misuse('append takes bytes, a text or an array of objects');
    return this.#appendAll([bytes], call, more);
  }

  async appendFrom(input, options = {}) {
    const { call, compression, onProgress, signal } = readStreamOptions(options);
    this.#checkFree(call.source);
    this.#streaming.add(call.source);
    try {
      const read = {};
      const pieces = contentOf(piecesOf(input, signal), compression, read);
      return await this.#appendPieces(pieces, call, onProgress && ((now) => onProgress({ ...now, ...read })));
    } finally {
      this.#streaming.delete(call.source);
    }
  }

  ingest(call) {
    const engine = this.#open();
    const { call: asked, bytes } = readIngest(call);
    return makeAnswer(engine.runForReport({ do: 'ingest', ...asked }, bytes));
  }

  report(call) {
    const engine = this.#open();
    const { asked, catalog } = readCall(call, 'report');
    return makeReport(engine.runForReport({ do: 'report', ...asked }, catalog));
  }

  columns(options) {
    const engine = this.#open();
    const { texts, call } = readColumnsCall(options);
    const { asked, catalog } = readCall(call, 'columns');
    return makeColumns(engine.runForColumns({ do: 'columns', texts, ...asked }, catalog), texts);
  }

  plan(call) {
    const engine = this.#open();
    const { asked, catalog } = readCall(call, 'plan');
    try {
      return new Plan(engine, Number(engine.run({ do: 'plan', ...asked }, catalog)));
    } catch (error) {
      throw refusedRequest(error);
    }
  }

  setCatalog(catalog) {
    if (catalog === undefined) throw misuse('setCatalog takes a catalog', '$.catalog');
    this.#open().run({ do: 'catalog' }, catalogBytes(catalog));
  }

  ledger() {
    return JSON.parse(this.#open().run({ do: 'ledger' }));
  }

  refusal(call) {
    return makeRefusal(this.#open(), call);
  }

  get version() {
    return this.#version;
  }

  get memoryBytes() {
    return Number(this.#open().run({ do: 'memory' }));
  }

  close() {
    this.#instance?.close();
    this.#instance = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  #open() {
    if (!this.#instance) throw misuse('the engine is closed');
    return this.#instance;
  }

  #checkFree(source) {
    this.#open();
    if (this.#streaming.has(source)) {
      throw misuse(
        `source ${source} is being read by appendFrom; give this input another source`,
        '$.source',
      );
    }
  }

  async #appendPieces(pieces, call, onProgress) {
    const total = { accepted: 0, refused: 0 };
    const text = new TextJoiner();
    let bytes = 0;
    let endsLine = true;
    let inside = true;
    const add = (piece) => {
      if (piece.length === 0) return;
      inside = false; // an append that fails has ended the document
      count(total, this.#appendAll([piece], call, true));
      inside = true;
      endsLine = typeof piece === 'string' ? piece.endsWith('\n') : piece.at(-1) === 0x0a;
    };
    try {
      for await (const piece of pieces) {
        bytes += typeof piece === 'string' ? new Blob([piece]).size : piece.length;
        add(text.next(piece));
        onProgress?.({ bytes, ...total });
      }
      add(text.rest());
    } catch (error) {
      // What has arrived stays. An unfinished line may look whole (a number cut short in CSV), so
      // it is refused and named in the ledger rather than counted.
      if (inside && this.#instance) this.#appendAll([endsLine ? NOTHING : BROKEN_END], call, false);
      throw error;
    }
    count(total, this.#appendAll([NOTHING], call, false));
    return total;
  }

  /** Appends texts and bytes in pieces; the last one ends the document unless there is more. */
  #appendAll(parts, call, more) {
    const engine = this.#open();
    const goesOn = JSON.stringify({ ...call, more: true });
    const last = more ? goesOn : JSON.stringify({ ...call, more: false });
    const total = { accepted: 0, refused: 0 };
    parts.forEach((part, index) => {
      const isLast = index === parts.length - 1;
      const send = typeof part === 'string' ? sendText : sendBytes;
      send(engine, part, goesOn, isLast ? last : goesOn, total);
    });
    return total;
  }
}

function count(total, { accepted, refused }) {
  total.accepted += accepted;
  total.refused += refused;
}

function sendBytes(engine, bytes, goesOn, last, total) {
  let start = 0;
  do {
    const piece = bytes.subarray(start, start + PIECE_BYTES);
    start += piece.length;
    count(total, engine.append(piece, start < bytes.length ? goesOn : last));
  } while (start < bytes.length);
}

function sendText(engine, string, goesOn, last, total) {
  // A UTF-16 unit takes at most three bytes, so a slice of a third always fits.
  const most = Math.floor(PIECE_BYTES / 3);
  let start = 0;
  do {
    const end = endOfSlice(string, start, most);
    const slice = string.slice(start, end);
    start = end;
    count(total, engine.appendText(slice, slice.length * 3, start < string.length ? goesOn : last));
  } while (start < string.length);
}

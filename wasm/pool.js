// SPDX-License-Identifier: Apache-2.0
// Several engines in workers that answer as one. Every host gives it a compiled module and a way to
// start a worker.
//
// Bytes go to the workers in pieces of whole lines. For a report each worker folds what it has, and
// one engine here, the collector, which never has events, merges what they found.

import { asBytes, wholeNumber } from './checks.js';
import { misuse, TallyfoldError } from './errors.js';
import { linesOf } from './events.js';
import { piecesOf } from './input.js';
import { Instance } from './instance.js';
import { catalogBytes } from './json.js';
import { readAppendOptions, readEngineOptions, readStreamOptions } from './options.js';
import { Buffers, Link } from './pool_links.js';
import { PoolPlan } from './pool_plan.js';
import { Source } from './pool_source.js';
import { Tally } from './pool_tally.js';
import { makeReport, readCall, refusedRequest } from './report.js';
import { TextJoiner, endOfSlice } from './texts.js';

const MOST_WORKERS = 64;
const TEXT_UNITS = 1 << 18;
const BROKEN_END = Uint8Array.of(0xff);
const encoder = new TextEncoder();

/** Ends the workers of a pool that is forgotten without `close`. */
const forgotten = new FinalizationRegistry((links) => links.forEach((link) => link.end()));

/**
 * Starts a pool.
 * @param {import('./index.js').PoolOptions} options
 * @param {{ moduleOf: (wasm: unknown) => Promise<WebAssembly.Module>, makePort: Function,
 *   processors: () => number, PoolClass?: typeof Pool,
 *   bufferBytes?: number }} host
 */
export async function startPool(options, { moduleOf, makePort, processors, PoolClass = Pool, bufferBytes }) {
  const read = readEngineOptions(options, 'createEnginePool', ['workers']);
  const workers = wholeNumber(options.workers, 'workers', {
    least: 1,
    most: MOST_WORKERS,
    absent: Math.min(MOST_WORKERS, Math.max(1, processors())),
  });
  const { settings, catalog, onlyCatalog } = read;
  settings.inPart = true;
  // The limit holds for all together.
  if (settings.maxMemory > 0) settings.maxMemory = Math.ceil(settings.maxMemory / (workers + 1));
  const module = await moduleOf(options.wasm);
  const collector = await Instance.start(module, settings, onlyCatalog);
  if (catalog) collector.run({ do: 'catalog' }, catalog);
  const links = Array.from({ length: workers }, () => new Link(makePort));
  try {
    const start = { do: 'start', module, settings, catalog, onlyCatalog };
    await Promise.all(links.map((link) => link.ask(start)));
  } catch (error) {
    await Promise.all(links.map((link) => link.end()));
    throw error;
  }
  return new PoolClass(collector, links, catalog, new Buffers(workers, bufferBytes));
}

export class Pool {
  #collector;
  #links;
  #buffers;
  #catalog;
  #version;
  #sources = new Map();
  #streaming = new Set();
  #checkedCalls = new Set();

  constructor(collector, links, catalog, buffers) {
    this.#collector = collector;
    this.#links = links;
    this.#buffers = buffers;
    this.#catalog = catalog;
    this.#version = Object.freeze(JSON.parse(collector.run({ do: 'version' })));
    forgotten.register(this, links, this);
  }

  async append(data, options = {}) {
    const { call, more } = readAppendOptions(options);
    this.#checkFree(call.source);
    const parts = partsOf(data, call);
    return this.#inTurn(call.source, async (source) => {
      const tally = new Tally();
      await this.#feed(source, parts, call, tally);
      await source.finish(call, more, tally);
      return this.#settle(source, tally);
    });
  }

  async appendFrom(input, options = {}) {
    const { call, onProgress, signal } = readStreamOptions(options);
    return this.#stream(call, async (source, tally) => {
      const given = await input;
      const isBlob = typeof Blob !== 'undefined' && given instanceof Blob;
      if (isBlob && call.format === 'ndjson' && source.canShareOut) {
        const file = { input: given, size: given.size };
        return this.#takeFile(source, file, call, tally, { onProgress, signal });
      }
      await this.#takeStream(source, given, call, tally, { onProgress, signal });
    });
  }

  /** As `appendFrom`, of a file that the workers read: what `file.input` is, the host knows. */
  async takeFile(file, options, openStream) {
    const { call, onProgress, signal } = readStreamOptions(options, 'appendFile');
    return this.#stream(call, async (source, tally) => {
      if (call.format === 'ndjson' && source.canShareOut) {
        return this.#takeFile(source, file, call, tally, { onProgress, signal });
      }
      await this.#takeStream(source, openStream(), call, tally, { onProgress, signal });
    });
  }

  async report(call) {
    const collector = this.#open();
    const { asked, catalog } = readCall(call, 'report');
    const plan = this.#planOrRefusal(asked, catalog);
    if (plan === undefined) {
      return makeReport(collector.runForReport({ do: 'report', ...asked }, catalog));
    }
    try {
      this.#mergePieces(plan, await this.#askAll('bytes', { do: 'partial', ...asked }, catalog));
      return makeReport(this.#open().runForReport({ do: 'plan.report', plan }));
    } finally {
      collector.runIfAlive({ do: 'plan.close', plan });
    }
  }

  async plan(call) {
    const collector = this.#open();
    const { asked, catalog = this.#catalog } = readCall(call, 'plan');
    let merged;
    try {
      merged = Number(collector.run({ do: 'plan', ...asked }, catalog));
    } catch (error) {
      throw refusedRequest(error);
    }
    const made = await Promise.allSettled(
      this.#links.map((link) => link.ask({ do: 'run', call: { do: 'plan', ...asked }, bytes: catalog })),
    );
    const numbers = made.map(({ value }) => value && Number(value));
    const parts = new PlanParts(this.#links, numbers);
    const failed = made.find(({ status }) => status === 'rejected');
    if (!failed) return new PoolPlan({ ...this.#shared(), parts, merged, asked, catalog });
    parts.close();
    collector.runIfAlive({ do: 'plan.close', plan: merged });
    throw failed.reason;
  }

  async setCatalog(catalog) {
    if (catalog === undefined) throw misuse('setCatalog takes a catalog', '$.catalog');
    const bytes = catalogBytes(catalog);
    this.#open().run({ do: 'catalog' }, bytes);
    this.#catalog = bytes;
    await this.#askAll('run', { do: 'catalog' }, bytes);
  }

  async ledger() {
    this.#open();
    const intakes = await this.#askAll('bytes', { do: 'intake' });
    const collector = this.#open();
    this.#placePieces();
    return JSON.parse(collector.run({ do: 'ledger' }, joined(intakes)));
  }

  get version() {
    return this.#version;
  }

  get workers() {
    return this.#links.length;
  }

  /** A promise, as every answer. */
  get memoryBytes() {
    const own = Number(this.#open().run({ do: 'memory' }));
    return this.#askAll('run', { do: 'memory' }).then((all) =>
      all.reduce((sum, bytes) => sum + Number(bytes), own),
    );
  }

  async close() {
    if (!this.#collector) return;
    const closed = misuse('the pool is closed');
    this.#collector.close();
    this.#collector = undefined;
    forgotten.unregister(this);
    this.#buffers.fail(closed);
    for (const link of this.#links) link.fail(closed);
    await Promise.all(this.#links.map((link) => link.end()));
  }

  [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    return this.close();
  }

  #open() {
    if (!this.#collector) throw misuse('the pool is closed');
    return this.#collector;
  }

  #checkFree(number) {
    this.#open();
    if (!this.#streaming.has(number)) return;
    throw misuse(
      `source ${number} is being read by appendFrom; give this input another source`,
      '$.source',
    );
  }

  /** What a plan needs of its pool. */
  #shared() {
    return {
      collector: () => this.#open(),
      placePieces: () => this.#placePieces(),
    };
  }

  #askAll(kind, call, bytes) {
    return Promise.all(this.#links.map((link) => link.ask({ do: kind, call, bytes })));
  }

  // A plan of the collector, or undefined where the report answers that the request is bad.
  #planOrRefusal(asked, catalog) {
    try {
      return Number(this.#open().run({ do: 'plan', ...asked }, catalog));
    } catch (error) {
      if (error instanceof TallyfoldError && error.code === 'invalid_request') return undefined;
      throw error;
    }
  }

  #mergePieces(plan, partials) {
    const collector = this.#open();
    this.#placePieces();
    for (const partial of partials) collector.run({ do: 'plan.mergePieces', plan }, partial);
  }

  #placePieces() {
    const collector = this.#open();
    const place = (source, offset, linesBefore) =>
      collector.run({ do: 'piece', source, offset, linesBefore });
    for (const source of this.#sources.values()) source.placePieces(place);
  }

  // Runs work on a source when what was asked for before is done.
  #inTurn(number, work) {
    let source = this.#sources.get(number);
    if (!source) {
      source = new Source(number, this.#links, this.#buffers);
      this.#sources.set(number, source);
    }
    const done = source.turn.then(() => work(source));
    source.turn = done.catch(() => {});
    return done;
  }

  #stream(call, work) {
    this.#checkFree(call.source);
    this.#streaming.add(call.source);
    return this.#inTurn(call.source, async (source) => {
      const tally = new Tally();
      await work(source, tally);
      return this.#settle(source, tally);
    }).finally(() => this.#streaming.delete(call.source));
  }

  // Every answer is waited for, so that nothing of this input comes later.
  async #settle(source, tally) {
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

  async #takeStream(source, input, call, tally, { onProgress, signal }) {
    const text = new TextJoiner();
    let bytes = 0;
    let endsLine = true;
    const add = async (piece) => {
      if (piece.length === 0) return;
      bytes += await this.#feed(source, [piece], call, tally);
      endsLine = typeof piece === 'string' ? piece.endsWith('\n') : piece.at(-1) === 0x0a;
    };
    try {
      for await (const piece of piecesOf(input, signal)) {
        await add(text.next(piece));
        tally.check();
        onProgress?.({ ...progressOf(tally), bytes });
      }
      await add(text.rest());
    } catch (error) {
      // As in an engine: what has arrived stays, and an unfinished line is refused.
      if (this.#collector && !tally.failure) {
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
      this.#open().append(new Uint8Array(0), text);
      if (this.#checkedCalls.size >= 1000) this.#checkedCalls.clear();
      this.#checkedCalls.add(text);
    }
    source.begin(call);
  }
}

/** A plan's parts in the workers. */
class PlanParts {
  #links;
  #numbers;

  constructor(links, numbers) {
    this.#links = links;
    this.#numbers = numbers;
  }

  ask(kind, name, bytes) {
    return Promise.all(
      this.#links.map((link, i) =>
        link.ask({ do: kind, call: { do: name, plan: this.#numbers[i] }, bytes }),
      ),
    );
  }

  close() {
    this.#links.forEach((link, i) => {
      const plan = this.#numbers[i];
      if (plan) link.ask({ do: 'run', call: { do: 'plan.close', plan } }).catch(() => {});
    });
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

const progressOf = ({ bytes, accepted, refused }) => ({ bytes, accepted, refused });

function joined(parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

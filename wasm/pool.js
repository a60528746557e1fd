// SPDX-License-Identifier: Apache-2.0
// Several engines in workers that answer as one. Every host gives it a compiled module and a way to
// start a worker.
//
// Bytes go to the workers in pieces of whole lines. For a report each worker folds what it has, and
// one engine here, the collector, which never has events, merges what they found.

import { wholeNumber } from './checks.js';
import { makeColumns, readColumnsCall } from './columns.js';
import { misuse, TallyfoldError } from './errors.js';
import { makeAnswer, readIngest } from './ingest.js';
import { Instance } from './instance.js';
import { catalogBytes } from './json.js';
import { readEngineOptions } from './options.js';
import { Intake } from './pool_intake.js';
import { Buffers, Link } from './pool_links.js';
import { PlanParts, PoolPlan } from './pool_plan.js';
import { makeRefusal } from './refusal.js';
import { makeReport, readCall, refusedRequest } from './report.js';

const MOST_WORKERS = 64;

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
  const read = readEngineOptions(options, 'createEnginePool', ['workers', 'worker']);
  const start = starterOf(options.worker);
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
  const buffers = new Buffers(workers, bufferBytes);
  const links = [];
  // What a worker had is lost with it, so none of the others may answer alone.
  const stop = (error) => {
    buffers.fail(error);
    for (const link of links) link.fail(error);
  };
  try {
    while (links.length < workers) links.push(new Link((ends) => makePort({ ...ends, start }), stop));
    const message = { do: 'start', module, settings, catalog, onlyCatalog };
    await Promise.all(links.map((link) => link.ask(message)));
  } catch (error) {
    await Promise.all(links.map((link) => link.end()));
    throw error;
  }
  return new PoolClass(collector, links, catalog, buffers);
}

/** The option `worker`, as a function that starts one. */
function starterOf(worker) {
  if (worker === undefined) return undefined;
  if (typeof worker !== 'function')
    throw misuse('worker must be a function that starts a Worker', '$.worker');
  return () => {
    const started = worker();
    if (typeof started?.postMessage === 'function' && typeof started.terminate === 'function')
      return started;
    throw misuse('worker must give a Worker', '$.worker');
  };
}

export class Pool {
  #collector;
  #links;
  #intake;
  #catalog;
  #version;
  #sharing = Promise.resolve();

  constructor(collector, links, catalog, buffers) {
    this.#collector = collector;
    this.#links = links;
    this.#intake = new Intake(links, buffers, () => this.#open());
    this.#catalog = catalog;
    this.#version = Object.freeze(JSON.parse(collector.run({ do: 'version' })));
    forgotten.register(this, links, this);
  }

  append(data, options) {
    return this.#intake.append(data, options);
  }

  appendFrom(input, options) {
    return this.#intake.appendFrom(input, options);
  }

  /** As `appendFrom`, of a file that the workers read: what `file.input` is, the host knows. `file.head` is how it begins. */
  takeFile(file, options, openStream) {
    return this.#intake.takeFile(file, options, openStream);
  }

  // One worker ingests, and is told before which of the ids the others know.
  async ingest(call) {
    this.#open();
    const { call: asked, bytes } = readIngest(call);
    const [first, ...others] = this.#links;
    const ask = (link, kind, name, more, input) =>
      link.ask({ do: kind, call: { do: name, ...more }, bytes: input });
    return this.#alone(async () => {
      const ids = await ask(first, 'bytes', 'ingest.ids', asked, bytes);
      const known = await Promise.all(others.map((link) => ask(link, 'bytes', 'ids.known', {}, ids)));
      this.#intake.hasNewEvents = true;
      const [, answer] = await Promise.all([
        ask(first, 'run', 'ids.refuse', {}, joined(known)),
        ask(first, 'report', 'ingest', asked, bytes),
      ]);
      return makeAnswer(answer);
    });
  }

  async report(call) {
    const { asked, catalog } = readCall(call, 'report');
    return makeReport(await this.#answer(asked, catalog, 'runForReport', ['report', 'plan.report']));
  }

  async columns(options) {
    const { texts, call } = readColumnsCall(options);
    const { asked, catalog } = readCall(call, 'columns');
    const names = ['columns', 'plan.columns'];
    return makeColumns(await this.#answer(asked, catalog, 'runForColumns', names, { texts }), texts);
  }

  /** Runs a report, by these operations of the collector's: over no events, and of a merged plan. */
  async #answer(asked, catalog, how, [ofNothing, ofPlan], more = {}) {
    const collector = this.#open();
    const plan = this.#planOrRefusal(asked, catalog);
    if (plan === undefined) {
      return collector[how]({ do: ofNothing, ...more, ...asked }, catalog);
    }
    try {
      const partials = () => this.#askAll('bytes', { do: 'partial', ...asked }, catalog);
      const countsIds = collector.run({ do: 'plan.countsIds', plan }) === 'true';
      this.#mergePieces(plan, await (countsIds ? this.#withSharedIds(partials) : partials()));
      return this.#open()[how]({ do: ofPlan, plan, ...more });
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

  async refusal(call) {
    return makeRefusal(this.#open(), call);
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
    this.#intake.fail(closed);
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

  /** What a plan needs of its pool. */
  #shared() {
    return {
      collector: () => this.#open(),
      placePieces: () => this.#placePieces(),
    };
  }

  // Asks when every worker knows which ids others have too.
  #withSharedIds(ask) {
    return this.#alone(async () => {
      if (this.#intake.hasNewEvents) await this.#shareIds();
      return ask();
    });
  }

  // Questions that no event may come between: the intake waits, and one is asked after the other.
  #alone(ask) {
    const answer = this.#sharing.then(async () => {
      const open = this.#intake.hold();
      try {
        return await ask();
      } finally {
        open();
      }
    });
    this.#sharing = answer.catch(() => {});
    return answer;
  }

  async #shareIds() {
    const parts = this.#links.length;
    const several = await Promise.all(
      this.#links.map(async (link, part) => {
        const lists = joined(await this.#askAll('bytes', { do: 'ids', part, parts }));
        return link.ask({ do: 'bytes', call: { do: 'ids.several' }, bytes: lists }, [lists.buffer]);
      }),
    );
    await this.#askAll('run', { do: 'ids.share' }, joined(several));
    this.#intake.hasNewEvents = false;
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
    this.#intake.placePieces((source, offset, linesBefore) =>
      collector.run({ do: 'piece', source, offset, linesBefore }),
    );
  }
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

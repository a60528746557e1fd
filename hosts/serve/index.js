// SPDX-License-Identifier: Apache-2.0
// The server: datasets, the file that keeps them, and the socket, started and ended together.

import { once } from 'node:events';

import { createEngine } from 'tallyfold';
import { createFetchHandler, Failure } from 'tallyfold/fetch';

import { catalogProblems, followCatalog, readCatalog } from './catalog_file.js';
import { databaseError, openDatabase } from './database.js';
import { Dataset } from './dataset.js';
import { guarded } from './guard.js';
import { listen } from './http.js';
import { readInput } from './input.js';
import { Intake } from './intake.js';
import { checkReadable, load } from './loading.js';
import { readServeOptions } from './options.js';
import { StartError } from './start_error.js';
import { Store } from './store.js';

export { StartError };

const GRACE_MS = 10_000;

/** Starts a server; see index.d.ts. */
export async function startServer(options = {}) {
  const settings = readServeOptions(options);
  const serving = new Serving(settings);
  try {
    await serving.open();
  } catch (error) {
    await serving.close();
    throw error;
  }
  return {
    url: serving.url,
    loaded: serving.loaded,
    close: () => serving.close(),
  };
}

class Serving {
  url = '';
  /** @type {Promise<void>} */
  loaded = Promise.resolve();
  #settings;
  #datasets = new Map();
  #end = new AbortController();
  #isLoaded = false;
  /** @type {Promise<void> | undefined} */
  #closed;
  #reading = Promise.resolve();
  #watches = [];
  /** @type {Store | undefined} */
  #store;
  /** @type {Intake | undefined} */
  #intake;
  #http;

  constructor(settings) {
    this.#settings = settings;
  }

  async open() {
    const settings = this.#settings;
    for (const name of settings.names) await this.#startDataset(name);
    const handler = this.#handler();
    this.#store = new Store(openDatabase(settings.data));
    for (const dataset of this.#datasets.values()) dataset.keepIn(this.#store);
    this.#intake = new Intake(this.#store, (error) => this.#tell(databaseError(settings.data, error)));
    const state = {
      settings,
      health: () => this.#health(),
      isStopping: () => this.#closed !== undefined,
    };
    this.#http = await listen(guarded(handler, state), settings);
    this.url = this.#http.url;
    this.loaded = this.#load();
    this.loaded.catch(() => this.close());
  }

  close() {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #startDataset(name) {
    const { maxMemory, inputs } = this.#settings;
    const { catalogFile: path, files = [] } = inputs.get(name) ?? {};
    files.forEach(checkReadable);
    const catalog = path === undefined ? undefined : readCatalog(path);
    try {
      const engine = await createEngine({ maxMemory, catalog });
      this.#datasets.set(name, new Dataset(name, engine, catalog));
    } catch (error) {
      if (error?.code !== 'invalid_catalog') throw error;
      throw new StartError(catalogProblems(path, error).join('\n'), { cause: error });
    }
  }

  #handler() {
    const { keys, cors, maxBodyBytes, bodyTimeoutMs, store, now } = this.#settings;
    return createFetchHandler({
      engines: Object.fromEntries(this.#datasets),
      keys,
      cors,
      maxBodyBytes,
      bodyTimeoutMs,
      store,
      now,
      intake: ({ dataset, endpoint, request, receivedAt, store }, apply) => {
        const to = this.#datasets.get(dataset);
        to.checkLoaded();
        return this.#intake.take(to, { endpoint, store, receivedAt, body: request }, apply);
      },
      onError: (error, { id }) => {
        // What is loading or cannot be written is told elsewhere, once.
        const isTold = error instanceof Failure || error?.code === 'out_of_memory';
        if (!isTold && !this.#closed) this.#tell(error, `request ${id}: `);
      },
    });
  }

  #health() {
    if (this.#intake.isBroken) return 'failing';
    return this.#isLoaded ? 'ok' : 'loading';
  }

  async #load() {
    const { inputs, data, onProgress, onNotice } = this.#settings;
    const { signal } = this.#end;
    try {
      const state = { datasets: this.#datasets, inputs, store: this.#store, data, signal };
      // A file can be a pipe that says nothing: its end is not waited for.
      await Promise.race([load({ ...state, onProgress, onNotice }), once(signal, 'abort')]);
    } catch (error) {
      if (signal.aborted) return;
      throw databaseError(data, error);
    }
    if (signal.aborted) return;
    this.#isLoaded = true;
    this.#follow();
  }

  // What goes on from now: catalogs that change, and standard input.
  #follow() {
    const { inputs, onNotice } = this.#settings;
    for (const [name, { catalogFile, readsStdin, ...format }] of inputs) {
      const dataset = this.#datasets.get(name);
      if (catalogFile !== undefined) this.#watches.push(followCatalog(catalogFile, dataset, onNotice));
      if (readsStdin) this.#reading = this.#readStdin(dataset, format);
    }
  }

  async #readStdin(dataset, { dialect, format = 'ndjson' }) {
    const { stdin, now, onNotice, onProgress } = this.#settings;
    const { signal } = this.#end;
    const from = { dataset, store: this.#store, intake: this.#intake, dialect, format };
    const total = { accepted: 0, refused: 0 };
    const count = (step) => {
      total.accepted += step.accepted;
      total.refused += step.refused;
      onProgress({ ...step, requests: 0 });
    };
    try {
      await readInput(stdin, { ...from, signal, now, onProgress: count });
      onNotice(`standard input: ${total.accepted} events, ${total.refused} refused`);
    } catch (error) {
      if (!signal.aborted) this.#tell(error, `standard input is read no further after ${total.accepted} events: `);
    }
  }

  async #finish() {
    this.#end.abort();
    for (const stopWatching of this.#watches) stopWatching();
    await this.#http?.stop(GRACE_MS);
    await Promise.allSettled([this.loaded, this.#reading]);
    this.#intake?.close();
    this.#store?.close();
    for (const { engine } of this.#datasets.values()) engine.close();
  }

  #tell(error, before = '') {
    const text = error instanceof StartError || error instanceof Failure ? error.message : error?.stack;
    this.#settings.onNotice(`${before}${text ?? error}`);
  }
}

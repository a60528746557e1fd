// SPDX-License-Identifier: Apache-2.0
// One engine with what belongs to it, as the handler of requests takes it.

import { Failure } from 'tallyfold/fetch';

/** Inputs that cannot be read again are numbered from here, apart from files. */
const FIRST_INPUT = 2 ** 31;
/** No text and no JSON has this byte: a record that ends in it is refused, whatever it holds. */
const BROKEN_END = Uint8Array.of(0xff);
const NEWLINE = 0x0a;
const NO_CATALOG = '{}';

export class Dataset {
  /** Whether all that it shall answer about is there. */
  isLoaded = false;
  /** The catalog's number in the log; undefined before the first entry under it, null without a catalog. */
  catalogNumber;
  /** Inputs that have not ended: what the engine is told of each, and its last byte. */
  #inputs = new Map();
  #store;
  /** The number of the catalog that the engine has while the log is played. */
  #standing;

  /**
   * @param {string} name
   * @param {import('tallyfold').Engine} engine
   * @param {Uint8Array | undefined} catalog
   */
  constructor(name, engine, catalog) {
    this.name = name;
    this.engine = engine;
    this.catalog = catalog;
  }

  /** @param {import('./store.js').Store} store whose log it is played from, and goes on in */
  keepIn(store) {
    this.#store = store;
    this.catalogNumber = this.catalog ? store.findCatalog(this.name, this.catalog) : null;
    this.#standing = this.catalogNumber;
  }

  report(call) {
    this.checkLoaded();
    return this.engine.report(call);
  }

  ingest(call) {
    return this.engine.ingest(call);
  }

  refusal(call) {
    return this.engine.refusal(call);
  }

  get version() {
    return this.engine.version;
  }

  get memoryBytes() {
    return this.engine.memoryBytes;
  }

  checkLoaded() {
    if (this.isLoaded) return;
    throw new Failure(503, 'events are being loaded; ask again soon', {
      headers: { 'retry-after': '2' },
    });
  }

  /** Throws what the engine says of it, and then the catalog before it stands. */
  setCatalog(bytes) {
    this.engine.setCatalog(bytes);
    this.catalog = bytes;
    this.catalogNumber = undefined;
  }

  /**
   * Does once more what was done when the entry came.
   * @param {import('./store.js').Entry} entry
   */
  play(entry) {
    this.#playCatalog(entry.catalog);
    const { endpoint, input, receivedAt, body } = entry;
    if (!endpoint) return this.appendInput(input, this.#store.input(input), receivedAt, body);
    return this.engine.ingest({
      endpoint: /** @type {any} */ (endpoint),
      request: body,
      receivedAt,
      store: /** @type {any} */ (entry.store ?? undefined),
    });
  }

  /** Appends a piece of an input; one without bytes ends it. */
  appendInput(number, { dialect, format }, receivedAt, body) {
    const source = FIRST_INPUT + number;
    const options = { source, dialect: dialect ?? undefined, format, receivedAt };
    const more = body.length > 0;
    if (more) this.#inputs.set(number, { options, last: body.at(-1) });
    else this.#inputs.delete(number);
    return this.engine.append(body, { ...options, more });
  }

  /** After the log has been played: inputs that broke off end here, and today's catalog stands. */
  finishLoading() {
    for (const { options, last } of this.#inputs.values())
      this.engine.append(last === NEWLINE ? '' : BROKEN_END, options);
    this.#inputs.clear();
    if (this.#standing !== this.catalogNumber) this.engine.setCatalog(this.catalog ?? NO_CATALOG);
    this.isLoaded = true;
  }

  #playCatalog(number) {
    if (number === this.#standing) return;
    this.engine.setCatalog(number === null ? NO_CATALOG : this.#store.catalog(number));
    this.#standing = number;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Events are written down before they are counted, and counted before they are acknowledged.

import { Failure } from 'tallyfold/fetch';

/** Its only refusal that may have kept events: those before the wrong one. */
const KEEPS_SOME = 'flexprice.events_bulk';
const RETRY_AFTER = { 'retry-after': '10' };

/**
 * Whoever waits at the same time is written down by one transaction, so that the disk is waited for
 * once. The order of the log is the order in which they are applied.
 */
export class Intake {
  #store;
  #onFailure;
  #waiting = [];
  /** Entries of which nothing was kept; the next transaction deletes them. */
  #unneeded = [];
  /** Why nothing can be written down any more. */
  #broken;
  /** Whether it was told that the disk is full: once, not for each request. */
  #isTold = false;

  /**
   * @param {import('./store.js').Store} store
   * @param {(error: unknown) => void} onFailure
   */
  constructor(store, onFailure) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  get isBroken() {
    return this.#broken !== undefined;
  }

  /**
   * Gives the answer of `apply` once the entry is permanent. When it cannot be, nothing is applied.
   * @template Answer
   * @param {import('./dataset.js').Dataset} dataset
   * @param {Omit<import('./store.js').Entry, 'dataset' | 'catalog'>} entry
   * @param {() => Answer} apply
   * @returns {Promise<Answer>}
   */
  take(dataset, entry, apply) {
    if (this.#broken) return Promise.reject(cannotWrite(this.#broken));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ dataset, entry, apply, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes down and applies what waits. */
  flush() {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    let numbers;
    try {
      numbers = this.#write(batch);
    } catch (error) {
      this.#fail(batch, error);
      return;
    }
    const failed = batch.flatMap((each, i) => (this.#apply(each, numbers[i]) ? [] : [numbers[i]]));
    if (failed.length > 0) this.#forget(failed);
  }

  /** Ends what has begun. */
  close() {
    this.flush();
    if (this.#unneeded.length > 0 && !this.#broken) this.#forget([]);
    this.#broken ??= new Error('the server has been stopped');
  }

  #write(batch) {
    const catalogs = new Map();
    const numbers = this.#store.transaction(() => {
      for (const id of this.#unneeded) this.#store.remove(id);
      return batch.map(({ dataset, entry }) => {
        if (!catalogs.has(dataset)) catalogs.set(dataset, this.#catalogOf(dataset));
        return this.#store.add({ ...entry, dataset: dataset.name, catalog: catalogs.get(dataset) });
      });
    });
    this.#unneeded = [];
    this.#isTold = false;
    for (const [dataset, number] of catalogs) dataset.catalogNumber = number;
    return numbers;
  }

  #catalogOf({ name, catalog, catalogNumber }) {
    if (catalogNumber !== undefined) return catalogNumber;
    return this.#store.findCatalog(name, catalog) ?? this.#store.addCatalog(name, catalog);
  }

  // Whether it was applied; what was not must not be there after a restart either.
  #apply({ entry, apply, resolve, reject }, number) {
    try {
      const answer = apply();
      const isRefused = answer?.status >= 400 && entry.endpoint !== KEEPS_SOME;
      if (isRefused) this.#unneeded.push(number);
      resolve(answer);
      return true;
    } catch (error) {
      reject(error);
      return false;
    }
  }

  #forget(failed) {
    this.#unneeded.push(...failed);
    try {
      this.#store.transaction(() => this.#unneeded.forEach((id) => this.#store.remove(id)));
      this.#unneeded = [];
    } catch (error) {
      this.#onFailure(error);
    }
  }

  // A full disk can have room again. After any other failure nobody knows what the disk has, and
  // the system may take a second try for a success that it was not.
  #fail(batch, error) {
    if (!String(error?.code).startsWith('SQLITE_FULL')) this.#broken = error;
    if (!this.#isTold) this.#onFailure(error);
    this.#isTold = true;
    for (const { reject } of batch) reject(cannotWrite(error));
  }
}

const cannotWrite = (cause) =>
  new Failure(503, 'the events could not be written down, and none of them was kept', {
    headers: RETRY_AFTER,
    cause,
  });

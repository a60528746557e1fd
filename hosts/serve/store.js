// SPDX-License-Identifier: Apache-2.0
// The log of what came in, as it came, in a database. Played again in its order it gives the same
// events, because an engine makes the same of the same requests.

/** Entries are read in portions of about this size, so that a log of any length fits. */
const PORTION_BYTES = 8 << 20;
const PORTION_ENTRIES = 2000;

/**
 * @typedef {object} Entry one request, or one piece of standard input
 * @property {string} dataset
 * @property {string} [endpoint] of a request
 * @property {string} [store] of a request to Lago: its event store
 * @property {number} [input] of a piece: the number of its input
 * @property {string} receivedAt
 * @property {Uint8Array} body the bytes that were sent; of the end of an input none
 * @property {number} [catalog] the number of the catalog that stood when it came
 */

export class Store {
  #database;
  #insert;
  #remove;
  #portion;

  /** @param {import('better-sqlite3').Database} database */
  constructor(database) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO log (dataset, catalog, endpoint, store, input, received_at, body)
       VALUES (:dataset, :catalog, :endpoint, :store, :input, :receivedAt, :body)`,
    );
    this.#remove = database.prepare('DELETE FROM log WHERE id = ?');
    this.#portion = database.prepare(
      `SELECT id, dataset, catalog, endpoint, store, input, received_at AS receivedAt, body
       FROM log WHERE id > ? ORDER BY id LIMIT ${PORTION_ENTRIES}`,
    );
  }

  /** Makes all of it permanent, or, when it throws, nothing. */
  transaction(change) {
    return this.#database.transaction(change)();
  }

  /** The new entry's number. */
  add({ dataset, catalog = null, endpoint = null, store = null, input = null, receivedAt, body }) {
    const row = { dataset, catalog, endpoint, store, input, receivedAt, body };
    return Number(this.#insert.run(row).lastInsertRowid);
  }

  remove(id) {
    this.#remove.run(id);
  }

  /** The log in its order, in portions. */
  *portions() {
    for (let last = 0; ; ) {
      const entries = [];
      let bytes = 0;
      for (const entry of this.#portion.iterate(last)) {
        entries.push(entry);
        bytes += entry.body.length;
        if (bytes >= PORTION_BYTES) break;
      }
      if (entries.length === 0) return;
      last = entries.at(-1).id;
      yield entries;
    }
  }

  /** The number of a dataset's catalog, when an entry came under it. */
  findCatalog(dataset, body) {
    const find = 'SELECT id FROM catalogs WHERE dataset = ? AND body = ? ORDER BY id DESC';
    return this.#database.prepare(find).get(dataset, body)?.id;
  }

  addCatalog(dataset, body) {
    const insert = this.#database.prepare('INSERT INTO catalogs (dataset, body) VALUES (?, ?)');
    return Number(insert.run(dataset, body).lastInsertRowid);
  }

  catalog(number) {
    return this.#database.prepare('SELECT body FROM catalogs WHERE id = ?').get(number).body;
  }

  /** The number of a new input that cannot be read again. */
  addInput({ dataset, dialect = null, format }) {
    const insert = this.#database.prepare(
      'INSERT INTO inputs (dataset, dialect, format) VALUES (?, ?, ?)',
    );
    return Number(insert.run(dataset, dialect, format).lastInsertRowid);
  }

  input(number) {
    return this.#database.prepare('SELECT dialect, format FROM inputs WHERE id = ?').get(number);
  }

  close() {
    this.#database.close();
  }
}

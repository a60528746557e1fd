// SPDX-License-Identifier: Apache-2.0
// The store of the two hand-written peers: a typed array for each field, texts as codes of a
// dictionary, values as whole millionths in doubles.

import { toMillionthsDouble } from './decimals.mjs';
import { timeOf } from './windows.mjs';

const FIRST_CAPACITY = 1 << 16;
const TYPES = {
  event: Uint16Array, customer: Int32Array, source: Uint16Array, region: Uint16Array, model: Uint16Array,
  status: Uint16Array, user: Int32Array, time: Float64Array, amount: Float64Array,
};
const TEXTS = ['event', 'customer', 'source', 'region', 'model', 'status', 'user'];

class Dictionary {
  texts = [];
  #codes = new Map();

  /** The code of a text, a new one where it has none. */
  codeOf(text) {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }

  /** The code of a text, or -1. */
  find(text) {
    return this.#codes.get(text) ?? -1;
  }
}

export class Columns {
  size = 0;
  firstTime = Infinity;
  lastTime = -Infinity;
  dictionaries = Object.fromEntries(TEXTS.map((name) => [name, new Dictionary()]));
  #capacity = FIRST_CAPACITY;

  constructor() {
    for (const [name, Type] of Object.entries(TYPES)) this[name] = new Type(FIRST_CAPACITY);
  }

  /** The number of a new row, to be filled by who asks. */
  nextRow(time) {
    if (this.size === this.#capacity) this.#grow();
    if (time < this.firstTime) this.firstTime = time;
    if (time > this.lastTime) this.lastTime = time;
    return this.size++;
  }

  /** Takes an event as JSON.parse gives it. */
  addEvent(event) {
    const { properties } = event;
    const time = timeOf(event.timestamp);
    const row = this.nextRow(time);
    const { dictionaries } = this;
    this.time[row] = time;
    this.event[row] = dictionaries.event.codeOf(event.event_name);
    this.customer[row] = dictionaries.customer.codeOf(event.external_customer_id);
    this.source[row] = dictionaries.source.codeOf(event.source);
    this.region[row] = dictionaries.region.codeOf(properties.region);
    this.model[row] = dictionaries.model.codeOf(properties.model);
    this.status[row] = dictionaries.status.codeOf(properties.status);
    this.user[row] = dictionaries.user.codeOf(properties.user_id);
    this.amount[row] = toMillionthsDouble(properties.bytes);
  }

  #grow() {
    this.#capacity *= 2;
    for (const [name, Type] of Object.entries(TYPES)) {
      const larger = new Type(this.#capacity);
      larger.set(this[name]);
      this[name] = larger;
    }
  }
}

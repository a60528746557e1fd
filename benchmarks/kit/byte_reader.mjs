// SPDX-License-Identifier: Apache-2.0
// A hand-written reader of the workload's lines: bytes straight into columns, no JSON.parse, no strings
// for texts seen before. Takes members in any order, spaces, and members it does not know; a line with
// an escape in a text, or one that lacks a field, goes through JSON.parse.

import { ByteDictionary } from './byte_dictionary.mjs';
import { timeOf } from './windows.mjs';

// Plain numbers, which the engine puts into the code.
const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;
const [EVENT, CUSTOMER, TIME, SOURCE, PROPERTIES, REGION, MODEL, STATUS, AMOUNT, USER] = ['event_name',
  'external_customer_id', 'timestamp', 'source', 'properties', 'region', 'model', 'status', 'bytes',
  'user_id'].map((key) => Buffer.from(key));
const TEXTS = ['event', 'customer', 'source', 'region', 'model', 'status', 'user'];
/** A bit for each text by its place in TEXTS, then time and amount. */
const ALL = 0x1ff;
const TIME_BIT = 0x80;
const AMOUNT_BIT = 0x100;

export class ByteReader {
  constructor(bytes, columns) {
    this.bytes = bytes;
    this.columns = columns;
    this.at = 0;
    this.found = 0;
    this.time = 0.5;
    this.amount = 0.5;
    this.dayKey = -1;
    this.dayMs = 0.5;
    for (const name of TEXTS) this[name] = new ByteDictionary(columns.dictionaries[name]);
  }

  readAll() {
    const { bytes } = this;
    while (this.at < bytes.length) {
      const begin = this.at;
      this.found = 0;
      const isPlain = this.object(false) && this.found === ALL;
      if (isPlain) this.store();
      const newline = isPlain ? this.at : bytes.indexOf(NEWLINE, begin);
      this.at = newline < 0 ? bytes.length : newline;
      if (!isPlain && this.at > begin) this.columns.addEvent(JSON.parse(bytes.utf8Slice(begin, this.at)));
      while (this.at < bytes.length && bytes[this.at] !== NEWLINE) this.at += 1;
      this.at += 1;
    }
  }

  store() {
    const { columns } = this;
    const row = columns.nextRow(this.time);
    columns.time[row] = this.time;
    columns.amount[row] = this.amount;
    columns.event[row] = this.event.last;
    columns.customer[row] = this.customer.last;
    columns.source[row] = this.source.last;
    columns.region[row] = this.region.last;
    columns.model[row] = this.model.last;
    columns.status[row] = this.status.last;
    columns.user[row] = this.user.last;
  }

  /** False where the line is not as plain as it has to be here. */
  object(isInner) {
    const { bytes } = this;
    this.skipSpace();
    if (bytes[this.at++] !== OPEN) return false;
    this.skipSpace();
    if (bytes[this.at] === CLOSE) return (this.at += 1) > 0;
    for (;;) {
      const begin = this.at + 1;
      const end = this.text();
      this.skipSpace();
      if (end < 0 || bytes[this.at++] !== COLON) return false;
      this.skipSpace();
      if (!(isInner ? this.property(begin, end) : this.member(begin, end))) return false;
      this.skipSpace();
      const next = bytes[this.at++];
      if (next === CLOSE) return true;
      if (next !== COMMA) return false;
      this.skipSpace();
    }
  }

  member(begin, end) {
    const { bytes } = this;
    if (isKey(bytes, begin, end, EVENT)) return this.code(this.event, 1);
    if (isKey(bytes, begin, end, CUSTOMER)) return this.code(this.customer, 2);
    if (isKey(bytes, begin, end, TIME)) return this.takeTime();
    if (isKey(bytes, begin, end, SOURCE)) return this.code(this.source, 4);
    if (isKey(bytes, begin, end, PROPERTIES)) return this.object(true);
    return this.skip();
  }

  property(begin, end) {
    const { bytes } = this;
    if (isKey(bytes, begin, end, REGION)) return this.code(this.region, 8);
    if (isKey(bytes, begin, end, MODEL)) return this.code(this.model, 16);
    if (isKey(bytes, begin, end, STATUS)) return this.code(this.status, 32);
    if (isKey(bytes, begin, end, AMOUNT)) return this.takeAmount();
    if (isKey(bytes, begin, end, USER)) return this.code(this.user, 64);
    return this.skip();
  }

  code(dictionary, bit) {
    const begin = this.at + 1;
    const end = this.text();
    if (end < 0) return false;
    dictionary.lookUp(this.bytes, begin, end);
    this.found |= bit;
    return true;
  }

  takeTime() {
    const begin = this.at + 1;
    const end = this.text();
    if (end < 0) return false;
    this.time = end - begin === 24 ? this.fixedTime(begin) : timeOf(this.bytes.latin1Slice(begin, end));
    this.found |= TIME_BIT;
    return true;
  }

  /** "2024-03-05T14:30:45.123Z": the day is looked up, the rest is added up. */
  fixedTime(at) {
    const { bytes } = this;
    const key = ((two(bytes, at) * 100 + two(bytes, at + 2)) * 100 + two(bytes, at + 5)) * 100 + two(bytes, at + 8);
    if (key !== this.dayKey) {
      this.dayKey = key;
      this.dayMs = Date.parse(bytes.latin1Slice(at, at + 10));
    }
    const seconds = two(bytes, at + 11) * 3600 + two(bytes, at + 14) * 60 + two(bytes, at + 17);
    return this.dayMs + seconds * 1000 + two(bytes, at + 20) * 10 + bytes[at + 22] - 48;
  }

  takeAmount() {
    const isText = this.bytes[this.at] === QUOTE;
    const begin = isText ? this.at + 1 : this.at;
    const end = isText ? this.text() : this.skip() && this.at;
    this.found |= AMOUNT_BIT;
    return end > begin && this.decimal(begin, end);
  }

  /** A decimal of at most six places in millionths. */
  decimal(begin, end) {
    const { bytes } = this;
    const isNegative = bytes[begin] === MINUS;
    let at = isNegative ? begin + 1 : begin;
    let digits = 0;
    for (; at < end && isDigit(bytes[at]); ++at) digits = digits * 10 + bytes[at] - 48;
    let places = 0;
    if (at < end && bytes[at] === DOT) {
      for (++at; at < end && isDigit(bytes[at]); ++at, ++places) digits = digits * 10 + bytes[at] - 48;
    }
    if (at !== end || places > 6) return false;
    for (; places < 6; ++places) digits *= 10;
    this.amount = isNegative ? -digits : digits;
    return true;
  }

  skipSpace() {
    const { bytes } = this;
    for (let c = bytes[this.at]; c === 32 || c === 9 || c === 13; c = bytes[this.at]) this.at += 1;
  }

  /** The place of the closing quote, and moves behind it; -1 at an escape or an open end. */
  text() {
    const { bytes } = this;
    if (bytes[this.at] !== QUOTE) return -1;
    let at = this.at + 1;
    for (let c = bytes[at]; c !== QUOTE; c = bytes[++at]) {
      if (c === BACKSLASH || c === NEWLINE || at >= bytes.length) return -1;
    }
    this.at = at + 1;
    return at;
  }

  /** Moves behind a value of any kind. */
  skip() {
    const { bytes } = this;
    if (bytes[this.at] === QUOTE) return this.text() >= 0;
    for (let depth = 0; this.at < bytes.length;) {
      const c = bytes[this.at];
      if (c === QUOTE) {
        if (this.text() < 0) return false;
        continue;
      }
      if (depth === 0 && (c === COMMA || c === CLOSE)) return true;
      if (c === NEWLINE) return false;
      if (c === OPEN || c === OPEN_LIST) depth += 1;
      if (c === CLOSE || c === CLOSE_LIST) depth -= 1;
      this.at += 1;
    }
    return false;
  }
}

const isDigit = (c) => c >= 48 && c <= 57;
const two = (bytes, at) => (bytes[at] - 48) * 10 + bytes[at + 1] - 48;

function isKey(bytes, begin, end, key) {
  if (end - begin !== key.length || bytes[begin] !== key[0]) return false;
  for (let i = 1; i < key.length; ++i) if (bytes[begin + i] !== key[i]) return false;
  return true;
}

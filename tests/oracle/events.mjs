// SPDX-License-Identifier: Apache-2.0
// From a line of JSON to an event, and from a property to its number and its text.

import { Fraction } from './decimal.mjs';
import { JsonNumber, parseExact } from './json.mjs';
import { rules } from './rules.mjs';
import { readRfc3339, readUnixSeconds } from './times.mjs';

const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;
const OUTER_SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;
const TWO_64 = 2 ** 64;

/** Events in arrival order, read from JSON texts, one event each. */
export function readEvents(lines) {
  return lines.map((line, arrival) => readEvent(parseExact(line), arrival));
}

function readEvent(json, arrival) {
  const properties = json.get('properties');
  return {
    arrival,
    // An id that is absent or empty is made up on arrival, so it repeats no other.
    id: json.get('event_id') || json.get('id') || null,
    name: json.get('event_name').replace(OUTER_SPACE, ''),
    external_customer_id: json.get('external_customer_id') ?? null,
    customer_id: json.get('customer_id') ?? null,
    source: json.get('source') ?? null,
    time: readTime(json.get('timestamp')),
    received: json.has('ingested_at') ? readTime(json.get('ingested_at')) : 0n,
    properties: properties instanceof Map ? properties : new Map(),
  };
}

function readTime(value) {
  return value instanceof JsonNumber ? readUnixSeconds(value.text) : readRfc3339(value).ns;
}

/**
 * The number in a property: a Fraction; 'nan', 'inf' or '-inf' for the texts of these; null when
 * there is none.
 */
export function numberOf(value) {
  if (value instanceof JsonNumber) return Fraction.parse(value.text);
  if (typeof value !== 'string') return null;
  if (!NOT_FINITE.test(value)) return Fraction.parse(value);
  if (/n$/i.test(value)) return 'nan';
  return value[0] === '-' ? '-inf' : 'inf';
}

/** The text that filters, distinct counts and groups compare; null and missing are empty. */
export function textOf(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return compact(value);
}

function compact(value) {
  if (value instanceof JsonNumber) return numberText(value.text);
  if (Array.isArray(value)) return `[${value.map(compact).join(',')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const keys = [...value.keys()].sort(compareBytes);
  return `{${keys.map((k) => `${JSON.stringify(k)}:${compact(value.get(k))}`).join(',')}}`;
}

// V8 rounds decimal text correctly and writes the shortest form. No double holds 1e400: it stays as written.
function numberText(text) {
  const double = Number(text);
  if (!Number.isFinite(double)) return text;
  return String(double).replace('e+', `e${rules.exponentPlus}`);
}

/** Compares texts by their UTF-8 bytes: -1, 0 or 1. */
export function compareBytes(a, b) {
  return Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Whether a number somewhere in it makes the service lose the whole document. */
export function hidesProperties(value) {
  if (value instanceof Map) return [...value.values()].some(hidesProperties);
  if (Array.isArray(value)) return value.some(hidesProperties);
  if (!(value instanceof JsonNumber)) return false;
  const double = Number(value.text);
  if (double < 0) return rules.hidesNegative && double <= -TWO_64 / 2 && double > -1e21;
  return double >= TWO_64 && double < 1e21;
}

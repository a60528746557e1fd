// SPDX-License-Identifier: Apache-2.0
// From a line of JSON to an event of the dialect `lago`, and from events to those that count.

import { Fraction } from '../decimal.mjs';
import { JsonNumber, parseExact } from '../json.mjs';
import { floorDiv, readRfc3339, SECOND } from '../times.mjs';
import { evaluate, parseExpression } from './expression.mjs';
import { ZERO } from './number.mjs';

const MICRO = 1000n;
const MILLI = 1_000_000n;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const SECONDS = /^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** Text of a property, or null where there is none. */
export function propertyText({ properties }, name) {
  const value = properties.get(name) ?? null;
  if (value instanceof JsonNumber) return value.text;
  return value === null || typeof value === 'object' ? null : String(value);
}

/** The number in a property: a JSON number, or a text of digits; else null. */
export function propertyNumber({ properties }, name) {
  const value = properties.get(name);
  if (value instanceof JsonNumber) return Fraction.parse(value.text);
  return typeof value === 'string' && NUMBER.test(value) ? Fraction.parse(value) : null;
}

function textOf(value) {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' && value !== '' ? value : null;
}

function timeOf(value) {
  const text = textOf(value);
  if (text === null) return null;
  const seconds = SECONDS.test(text) ? Fraction.parse(text) : null;
  if (seconds) return floorDiv(seconds.n * SECOND, seconds.d);
  const parsed = readRfc3339(text);
  return parsed && parsed.ns;
}

function centsOf(value) {
  const text = textOf(value);
  return (text !== null && Fraction.parse(text)) || ZERO;
}

// Null for what the dialect does not take.
function readEvent(line, arrival) {
  let json;
  try {
    json = parseExact(line);
  } catch {
    return null;
  }
  if (!(json instanceof Map)) return null;
  const properties = json.get('properties') ?? new Map();
  const event = {
    arrival,
    code: textOf(json.get('code')),
    transaction: textOf(json.get('transaction_id')),
    at: timeOf(json.get('timestamp')),
    subscription: textOf(json.get('external_subscription_id')) ?? '',
    properties,
    cents: centsOf(json.get('precise_total_amount_cents')),
  };
  const isWhole = event.code !== null && event.transaction !== null && event.at !== null;
  return isWhole && properties instanceof Map ? event : null;
}

const keyOf = ({ code, subscription, transaction, at }, identity) =>
  JSON.stringify(
    identity === 'clickhouse'
      ? [subscription, transaction, code, String(floorDiv(at, MILLI))]
      : [subscription, transaction],
  );

function withoutCopies(events, { identity, dedupe }) {
  if (dedupe === 'none') return events;
  const kept = new Map();
  for (const event of events) {
    const key = keyOf(event, identity);
    if (identity === 'clickhouse' || !kept.has(key)) kept.set(key, event);
  }
  return [...kept.values()];
}

// What a metric computes when the event arrives stands in the property it reads; null: it cannot.
function withExpression(event, metrics) {
  const metric = metrics.find(({ code, isDeleted }) => code === event.code && !isDeleted);
  if (!metric?.expression) return event;
  const value = evaluate(parseExpression(metric.expression), event);
  if (value === null) return null;
  return { ...event, properties: new Map([...event.properties, [metric.field, value]]) };
}

/** The events that count, by time and then arrival. */
export function readEvents(lines, metrics, rules) {
  const read = lines.map(readEvent).filter((event) => event !== null);
  // The service's database keeps microseconds.
  if (rules.mode !== 'exact')
    for (const event of read) event.at = floorDiv(event.at, MICRO) * MICRO;
  return withoutCopies(read, rules)
    .map((event) => withExpression(event, metrics))
    .filter((event) => event !== null)
    .sort((a, b) => (a.at === b.at ? a.arrival - b.arrival : a.at < b.at ? -1 : 1));
}

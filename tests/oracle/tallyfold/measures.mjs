// SPDX-License-Identifier: Apache-2.0
// What one event gives to an aggregation, and one number out of many events, exactly.

import { exactNumber, exactText, fieldOf } from './fields.mjs';
import { Fraction } from '../decimal.mjs';
import { evaluateWith } from '../lago/expression.mjs';
import { larger, smaller } from '../lago/number.mjs';
import { SECOND } from '../times.mjs';

const HUNDRED = new Fraction(100n);
const ofCount = (count) => new Fraction(BigInt(count));

/** { number, text } of an event for a measure, or { reason } why it gives nothing. */
export function valueOf(measure, event) {
  const needsNumber = !['count', 'count_unique'].includes(measure.type);
  let value;
  if (measure.formula) {
    value = evaluateWith(measure.formula, (name) => variable(name, event));
    if (value === null) return { reason: 'expression_failed' };
    if (!needsNumber) return { text: value instanceof Fraction ? value.toText() : value };
    const number = value instanceof Fraction ? value : exactNumber(value);
    return number ? { number } : { reason: 'not_a_number' };
  }
  if (!measure.property) return {};
  value = fieldOf(event, `properties.${measure.property}`);
  if (value === undefined) return { reason: 'missing_property' };
  if (!needsNumber) return { text: exactText(value) };
  const number = exactNumber(value);
  return number ? { number } : { reason: 'not_a_number' };
}

// Numbers and texts that spell one are numbers; everything else is its text.
function variable(name, event) {
  if (name === 'event.code') return event.name;
  if (name === 'event.timestamp') return new Fraction(event.time, SECOND);
  const value = fieldOf(event, name.replace('event.', ''));
  return value === undefined ? undefined : (exactNumber(value) ?? exactText(value));
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byTime = (a, b) =>
  order(a.event.time, b.event.time) ||
  order(a.event.received, b.event.received) ||
  order(a.event.arrival, b.event.arrival);

/** Events in the order in which they happened. */
export const inOrder = (rows) => [...rows].sort(byTime);

/** The value of a measure, its number m, of rows { event, values }; null where there is none. */
export function aggregate(measure, m, rows) {
  const taken = rows.filter((row) => !row.values[m].reason);
  if (!taken.length) return measure.zeroOfNothing ? Fraction.zero : null;
  const numbers = () => taken.map((row) => row.values[m].number);
  switch (measure.type) {
    case 'count':
      return ofCount(taken.length);
    case 'count_unique':
      return ofCount(new Set(taken.map((row) => row.values[m].text)).size);
    case 'sum':
      return sum(numbers());
    case 'sum_with_multiplier':
      return sum(numbers()).mul(measure.multiplier);
    case 'avg':
      return sum(numbers()).div(ofCount(taken.length));
    case 'min':
      return numbers().reduce(smaller);
    case 'max':
      return numbers().reduce(larger);
    case 'first':
      return inOrder(taken)[0].values[m].number;
    case 'latest':
      return inOrder(taken).at(-1).values[m].number;
    case 'percentile':
      return percentile(numbers(), measure.p);
    default:
      throw new TypeError(measure.type);
  }
}

// Numbers of one denominator first, which are most, so that no sum is reduced twice.
function sum(numbers) {
  const sums = new Map();
  for (const { n, d } of numbers) sums.set(d, (sums.get(d) ?? 0n) + n);
  return [...sums].map(([d, n]) => new Fraction(n, d)).reduce((a, b) => a.add(b));
}

function percentile(numbers, p) {
  const sorted = numbers.sort((a, b) => a.compare(b));
  const needed = p.mul(ofCount(sorted.length)).div(HUNDRED);
  return sorted.find((_, i) => ofCount(i + 1).compare(needed) >= 0);
}

/**
 * The average of a level over [from, to), which the rows of its period move; null where it was
 * never known.
 */
export function levelAverage(measure, m, rows, from, to) {
  const adds = measure.type === 'weighted_sum';
  let level = measure.opening ?? (adds ? Fraction.zero : null);
  let at = from;
  let area = Fraction.zero;
  let known = 0n;
  const holdUntil = (time) => {
    if (time <= at) return;
    if (level) {
      area = area.add(level.mul(new Fraction(time - at)));
      known += time - at;
    }
    at = time;
  };
  for (const { event, values } of inOrder(rows)) {
    if (values[m].reason || event.time >= to) continue;
    holdUntil(event.time);
    level = adds ? level.add(values[m].number) : values[m].number;
  }
  holdUntil(to);
  return known ? area.div(new Fraction(known)) : null;
}

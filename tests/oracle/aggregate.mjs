// SPDX-License-Identifier: Apache-2.0
// One number out of many rows, exactly. A row is
// { time, weighedFrom, received, arrival, number, text }.
// A result is a Fraction, or 'nan' / 'inf' / '-inf' where such a text got in.

import { Fraction } from './decimal.mjs';
import { rules } from './rules.mjs';

const isFraction = (v) => v instanceof Fraction;

/** The result of the query's aggregation over the rows. */
export function aggregate(rows, query) {
  if (query.type === 'COUNT') return new Fraction(BigInt(rows.length));
  if (query.type === 'COUNT_UNIQUE') {
    return new Fraction(BigInt(new Set(rows.map((row) => row.text)).size));
  }
  if (!rows.length) return Fraction.zero;
  if (query.type === 'LATEST') return rows.reduce(later).number;
  if (query.type === 'MAX') return greatest(rows.map((row) => row.number));
  const numbers = rows.map((row) => weighed(row, query));
  const total = sum(numbers);
  if (!isFraction(total)) return total;
  if (query.type === 'AVG') return total.div(new Fraction(BigInt(rows.length)));
  if (query.type === 'SUM_WITH_MULTIPLIER') return total.mul(query.multiplier ?? one);
  return total;
}

const one = new Fraction(1n);

function weighed({ number, weighedFrom }, { type, start, end }) {
  if (type !== 'WEIGHTED_SUM' || !isFraction(number)) return number;
  return number.mul(new Fraction(end - weighedFrom, end - start));
}

/** The sum; anything that is no number makes it none. */
export function sum(values) {
  const odd = values.find((v) => !isFraction(v));
  if (odd !== undefined) return odd;
  let total = Fraction.zero;
  for (const value of values) total = total.add(value);
  return total;
}

function greatest(values) {
  const numbers = values.filter(isFraction);
  if (numbers.length < values.length) {
    if (rules.maxOverNaN === 'zero' || values.includes('inf')) return 'inf';
    if (!numbers.length) return 'nan';
  }
  return numbers.reduce((a, b) => (a.compare(b) < 0 ? b : a));
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The later of two rows: by time, then received, then arrival. */
export function later(a, b) {
  const by = order(a.time, b.time) || order(a.received, b.received) || order(a.arrival, b.arrival);
  return by < 0 ? b : a;
}

/** The copy that stays where the service's own rule is by time, then arrival. */
export function laterCopy(a, b) {
  if (rules.copyTieBy === 'received') return later(a, b);
  return (order(a.time, b.time) || order(a.arrival, b.arrival)) < 0 ? b : a;
}

/** The copy that stays of those with one id and one time. */
export function lastArrival(a, b) {
  const received = rules.bucketedCopyBy === 'received' ? order(a.received, b.received) : 0;
  return (received || order(a.arrival, b.arrival)) < 0 ? b : a;
}

// SPDX-License-Identifier: Apache-2.0
// What pricing does with exact fractions: differences, the smaller and the larger, rounding.

import { Fraction } from '../decimal.mjs';
import { floorDiv } from '../times.mjs';

export const ZERO = Fraction.zero;
export const ONE = new Fraction(1n);

/** The number of a decimal text, a JavaScript integer or a BigInt. */
export function num(value) {
  if (value instanceof Fraction) return value;
  if (typeof value === 'bigint') return new Fraction(value);
  const exact = Fraction.parse(String(value));
  if (!exact) throw new TypeError(`no number: ${value}`);
  return exact;
}

export const minus = (a, b) => a.add(new Fraction(-b.n, b.d));
export const negated = (a) => new Fraction(-a.n, a.d);
export const smaller = (a, b) => (a.compare(b) <= 0 ? a : b);
export const larger = (a, b) => (a.compare(b) >= 0 ? a : b);
export const total = (list) => list.reduce((sum, one) => sum.add(one), ZERO);

const scaled = (x, digits, round) => {
  const ten =
    digits >= 0 ? new Fraction(10n ** BigInt(digits)) : new Fraction(1n, 10n ** BigInt(-digits));
  const big = x.mul(ten);
  return new Fraction(round(big.n, big.d)).div(ten);
};
const up = (n, d) => -floorDiv(-n, d);

/** To `digits` after the point (before it, when negative): down, up, or half away from zero. */
export const floorAt = (x, digits) => scaled(x, digits, floorDiv);
export const ceilAt = (x, digits) => scaled(x, digits, up);
export const roundAt = (x, digits) =>
  scaled(x, digits, (n, d) => (n < 0n ? up(2n * n - d, 2n * d) : floorDiv(2n * n + d, 2n * d)));

/** Plain text that always has a point: "3.0"; of what does not end, 34 digits. */
export function unitsText(x) {
  const text = x.toText();
  return text.includes('.') ? text : `${text}.0`;
}

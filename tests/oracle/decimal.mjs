// SPDX-License-Identifier: Apache-2.0
// Exact numbers: fractions of two BigInts, their nearest double and their texts.

const GRAMMAR = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/;

/** Significant digits of a quotient that does not end. */
export const QUOTIENT_DIGITS = 34;

const abs = (v) => (v < 0n ? -v : v);

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** An exact fraction n/d, always reduced, d above zero. */
export class Fraction {
  constructor(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    const g = gcd(abs(n), d);
    this.n = n / g;
    this.d = d / g;
  }

  static zero = new Fraction(0n);

  /** The number a decimal text stands for, or null when it is no such text. */
  static parse(text) {
    const found = GRAMMAR.exec(text);
    if (!found) return null;
    const fraction = found[3] ?? found[4] ?? '';
    const digits = BigInt((found[2] ?? '') + fraction);
    const scale = Number(found[5] ?? 0) - fraction.length;
    const signed = found[1] === '-' ? -digits : digits;
    return scale >= 0
      ? new Fraction(signed * 10n ** BigInt(scale))
      : new Fraction(signed, 10n ** BigInt(-scale));
  }

  add(o) {
    return new Fraction(this.n * o.d + o.n * this.d, this.d * o.d);
  }

  mul(o) {
    return new Fraction(this.n * o.n, this.d * o.d);
  }

  div(o) {
    return new Fraction(this.n * o.d, this.d * o.n);
  }

  compare(o) {
    const left = this.n * o.d;
    const right = o.n * this.d;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  sign() {
    return this.n < 0n ? -1 : this.n > 0n ? 1 : 0;
  }

  /** The correctly rounded double, ties to even; an infinity beyond the largest. Never -0. */
  toDouble() {
    if (this.n === 0n) return 0;
    const size = magnitude(abs(this.n), this.d);
    return this.n < 0n && size !== 0 ? -size : size;
  }

  /** Plain positional text: exact where the digits end, else 34 digits, ties to even. */
  toText() {
    const ends = endingScale(this.d);
    if (ends !== null) return positional(this.n * (10n ** BigInt(ends) / this.d), ends);
    return roundedQuotient(this.n, this.d);
  }
}

const bits = (v) => v.toString(2).length;

// n / d as a double: scaled so that the quotient has 53 bits (fewer below the normal range).
function magnitude(n, d) {
  let exponent = bits(n) - bits(d) - 53;
  for (;;) {
    const shift = Math.max(exponent, -1074);
    const up = shift < 0 ? n << BigInt(-shift) : n;
    const down = shift > 0 ? d << BigInt(shift) : d;
    const quotient = roundHalfEven(up, down);
    if (bits(quotient) <= 53) return timesPowerOfTwo(Number(quotient), shift);
    if (quotient === 1n << 53n) return timesPowerOfTwo(2 ** 53, shift);
    exponent++;
  }
}

// Both steps are exact: the mantissa already fits where it is going.
function timesPowerOfTwo(mantissa, shift) {
  if (shift > 971) return Infinity;
  return shift < -1000 ? mantissa * 2 ** -1000 * 2 ** (shift + 1000) : mantissa * 2 ** shift;
}

function roundHalfEven(n, d) {
  const quotient = n / d;
  const twice = (n % d) * 2n;
  return twice > d || (twice === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

// Digits after the point of n/d when they end, else null.
function endingScale(d) {
  let twos = 0;
  let fives = 0;
  while (d % 2n === 0n) [d, twos] = [d / 2n, twos + 1];
  while (d % 5n === 0n) [d, fives] = [d / 5n, fives + 1];
  return d === 1n ? Math.max(twos, fives) : null;
}

function roundedQuotient(n, d) {
  const size = abs(n);
  // Start one digit short of what the lengths promise, then go down to exactly 34 digits.
  let scale = QUOTIENT_DIGITS + 1 - (size.toString().length - d.toString().length);
  for (; ; scale--) {
    const rounded =
      scale >= 0
        ? roundHalfEven(size * 10n ** BigInt(scale), d)
        : roundHalfEven(size, d * 10n ** BigInt(-scale));
    const tooLong = rounded.toString().length - QUOTIENT_DIGITS;
    if (tooLong > 1 || (tooLong === 1 && rounded !== 10n ** BigInt(QUOTIENT_DIGITS))) continue;
    const signed = n < 0n ? -rounded : rounded;
    return scale >= 0
      ? positional(signed, scale)
      : positional(signed * 10n ** BigInt(-scale), 0);
  }
}

function positional(mantissa, scale) {
  const digits = abs(mantissa).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale ? digits.slice(-scale).replace(/0+$/, '') : '';
  return (mantissa < 0n ? '-' : '') + whole + (fraction && '.' + fraction);
}

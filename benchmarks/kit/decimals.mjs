// SPDX-License-Identifier: Apache-2.0
// Decimals of at most six places as whole millionths.

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,6})0*)?$/;
const POWERS = [1e6, 1e5, 1e4, 1e3, 100, 10, 1];

/** "1.5" -> 1500000n; null where the text is no decimal of at most six places. */
export function toMillionths(text) {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, whole, fraction = ''] = match;
  const millionths = BigInt(whole + fraction.padEnd(6, '0'));
  return sign ? -millionths : millionths;
}

/** 1500000n -> "1.500000" */
export function fromMillionths(millionths) {
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** The same as a double, exact below 2^53, for those who keep values in a Float64Array. */
export function toMillionthsDouble(value) {
  if (typeof value === 'number') return Math.round(value * 1e6);
  const dot = value.indexOf('.');
  if (dot < 0) return Number(value) * 1e6;
  const fraction = Number(value.slice(dot + 1)) * POWERS[value.length - dot - 1];
  const whole = Number(value.slice(0, dot)) * 1e6;
  return value.startsWith('-') ? whole - fraction : whole + fraction;
}

// SPDX-License-Identifier: Apache-2.0
// RFC 3339 and unix seconds to nanoseconds since 1970, and back. BigInt throughout.

import { Fraction } from './decimal.mjs';

export const SECOND = 1_000_000_000n;

const RFC3339 = new RegExp(
  '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?' +
    '(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$');

/** floor(a / b) for BigInts, b above zero. */
export function floorDiv(a, b) {
  return a / b - (a % b < 0n ? 1n : 0n);
}

/** { ns, offset } of an RFC 3339 text (offset in seconds), or null. */
export function readRfc3339(text) {
  const f = RFC3339.exec(text);
  if (!f) return null;
  const [year, month, day, hour, minute, second] = f.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59) return null;
  if (f[8] && (Number(f[9]) > 23 || Number(f[10]) > 59)) return null;
  const offset = f[8] ? (f[8] === '-' ? -1 : 1) * (Number(f[9]) * 3600 + Number(f[10]) * 60) : 0;
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  const fraction = BigInt((f[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return { ns: BigInt(seconds) * SECOND + fraction, offset };
}

/** Nanoseconds of unix seconds written as a number; what is finer is cut. */
export function readUnixSeconds(text) {
  const exact = Fraction.parse(text).mul(new Fraction(SECOND));
  return floorDiv(exact.n, exact.d);
}

/** The instant on a clock that is `offset` seconds from UTC; fraction only when there is one. */
export function writeRfc3339(ns, offset) {
  const seconds = floorDiv(ns, SECOND);
  const clock = new Date((Number(seconds) + offset) * 1000).toISOString().slice(0, 19);
  const fraction = (ns - seconds * SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  return clock + (fraction && '.' + fraction) + writeOffset(offset);
}

function writeOffset(offset) {
  if (offset === 0) return 'Z';
  const minutes = Math.floor(Math.abs(offset) / 60);
  const two = (v) => String(v).padStart(2, '0');
  return (offset < 0 ? '-' : '+') + two(Math.floor(minutes / 60)) + ':' + two(minutes % 60);
}

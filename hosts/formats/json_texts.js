// SPDX-License-Identifier: Apache-2.0
// Values of columns as JSON, exactly: undefined where there is none.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const PER_SECOND = { s: 1n, ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n };
const FRACTION_DIGITS = { s: 0, ms: 3, us: 6, ns: 9 };
const DAY_MS = 86_400_000;

export const quoted = JSON.stringify;

/** Bytes that should be text; as base64 where they are none. */
export function quotedBytes(bytes) {
  try {
    return quoted(utf8.decode(bytes));
  } catch {
    return quoted(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')));
  }
}

/** A double by its shortest text. What is no number in JSON is named, and so is no number to any report. */
export function doubleText(value) {
  return Number.isFinite(value) ? String(value) : quoted(String(value));
}

/** A 32-bit float by the shortest text that is it and no other float. */
export function floatText(value) {
  if (!Number.isFinite(value)) return doubleText(value);
  for (let digits = 6; digits < 9; ++digits) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** A decimal of `scale` places from its digits. */
export function decimalText(unscaled, scale) {
  if (scale <= 0) return String(unscaled) + (unscaled ? '0'.repeat(-scale) : '');
  const isNegative = unscaled < 0n;
  const digits = String(isNegative ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${isNegative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A signed number from bytes, the highest first. */
export function signedNumber(bytes) {
  if (bytes.length === 0) return 0n;
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt.asIntN(bytes.length * 8, BigInt(hex));
}

/** An instant since 1970 as RFC 3339 with every digit that it has; beyond the calendar as its number. */
export function instantText(count, unit) {
  const all = BigInt(count);
  const per = PER_SECOND[unit];
  let seconds = all / per;
  let rest = all % per;
  if (rest < 0n) [seconds, rest] = [seconds - 1n, rest + per];
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return quoted(String(all));
  const fraction = rest ? `.${String(rest).padStart(FRACTION_DIGITS[unit], '0')}` : '';
  return `"${date.toISOString().slice(0, -5)}${fraction}Z"`;
}

/** A day since 1970. */
export function dayText(days) {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? quoted(String(days)) : `"${date.toISOString().split('T')[0]}"`;
}

/** A time of day. */
export function clockText(count, unit) {
  return quoted(instantText(count, unit).slice('"1970-01-01T'.length, -'Z"'.length));
}

/** A text that is said to be JSON, on one line; as a text where it is not. */
export function jsonText(text) {
  try {
    JSON.parse(text);
  } catch {
    return quoted(text);
  }
  return text.replace(/[\r\n]+/g, ' ');
}

/** An object of members that are JSON already; those without a value are left out. */
export function objectText(members) {
  let text = '';
  for (const [name, value] of members) {
    if (value !== undefined) text += `${text ? ',' : ''}${name}:${value}`;
  }
  return `{${text}}`;
}

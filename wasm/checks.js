// SPDX-License-Identifier: Apache-2.0
// Options are checked by name and type before anything happens, so that a typing mistake is told
// and not ignored.

import { misuse } from './errors.js';

/** Throws for an option that does not exist. */
export function checkNames(options, known, where) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw misuse(`${where} takes its options as an object`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw misuse(`${where} has no option "${name}"; it knows ${known.join(', ')}`, `$.${name}`);
  }
}

/** The value when it is one of the choices; absent values are the first choice. */
export function oneOf(value, choices, name) {
  if (value === undefined) return choices[0];
  if (choices.includes(value)) return value;
  const shown = choices.map((choice) => JSON.stringify(choice)).join(', ');
  throw misuse(`${name} must be one of ${shown}`, `$.${name}`);
}

/** A whole number within bounds, or the default when absent. */
export function wholeNumber(
  value,
  name,
  { least = 0, most = Number.MAX_SAFE_INTEGER, absent = 0 } = {},
) {
  if (value === undefined) return absent;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw misuse(`${name} must be a whole number from ${least} to ${most}`, `$.${name}`);
}

/** A text, or the default when absent. */
export function text(value, name, absent = '') {
  if (value === undefined) return absent;
  if (typeof value === 'string') return value;
  throw misuse(`${name} must be a text`, `$.${name}`);
}

/** An instant as RFC 3339: a Date or a text; the default when absent. */
export function instant(value, name, absent = '') {
  if (value === undefined) return absent;
  if (typeof value === 'string') return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw misuse(`${name} must be a valid Date or an RFC 3339 text`, `$.${name}`);
}

/** A dialect's name, or a mapping as JSON text; absent stays absent. */
export function dialect(value) {
  if (value === undefined || typeof value === 'string') return value;
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return JSON.stringify(value);
  throw misuse('dialect must be a name or a mapping object', '$.dialect');
}

/** The bytes of a buffer or of any view on one, without copying; undefined for anything else. */
export function asBytes(value) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value))
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const isBuffer =
    value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer);
  return isBuffer ? new Uint8Array(value) : undefined;
}

/** Two runs of bytes as one, in a buffer of their own. */
export function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

// SPDX-License-Identifier: Apache-2.0
// When two answers are the same answer.

/**
 * Whether two values agree: same keys in the same order, same texts, numbers equal or within the
 * relative tolerance.
 */
export function agrees(a, b, tolerance = 0) {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.join('\n') !== Object.keys(b).join('\n')) return false;
  return keys.every((key) => agrees(a[key], b[key], tolerance));
}

/** Whether two answers { status, body } agree; of an error in exact mode only status and code. */
export function sameAnswer(expected, actual, mode) {
  if (expected.status !== actual.status) return false;
  if (expected.status !== 200 && mode === 'exact') {
    return ['code', 'http_status_code'].every((k) => expected.body[k] === actual.body?.[k]);
  }
  return agrees(expected.body, actual.body);
}

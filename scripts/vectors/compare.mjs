// SPDX-License-Identifier: Apache-2.0
// When an answer is the expected one. Expected numbers were added as doubles in any order, hence
// the tolerance; a key that is not expected must be absent.

const TOLERANCE = 1e-12;

/** Whether the answer differs. `{ status, one_of: [...] }` expects any of several bodies. */
export function differenceOf(expected, actual) {
  if (!Array.isArray(expected?.one_of)) return !agrees(expected, actual);
  const { one_of: bodies, ...rest } = expected;
  return !bodies.some((body) => agrees({ ...rest, body }, actual));
}

/**
 * Compares values of any depth: `leaf` answers whether two agree, or undefined where only their
 * members can tell. A key that is not expected must be absent.
 */
export const agreesBy = (leaf) =>
  function agrees(expected, actual) {
    const verdict = leaf(expected, actual);
    if (verdict !== undefined) return verdict;
    if (expected === null || typeof expected !== 'object') return expected === actual;
    if (actual === null || typeof actual !== 'object') return false;
    if (Array.isArray(expected) !== Array.isArray(actual)) return false;
    const keys = Object.keys(expected);
    return (
      keys.length === Object.keys(actual).length &&
      keys.every((key) => Object.hasOwn(actual, key) && agrees(expected[key], actual[key]))
    );
  };

const isClose = (a, b) => Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));

const agrees = agreesBy((expected, actual) =>
  typeof expected === 'number' && typeof actual === 'number' ? isClose(expected, actual) : undefined,
);

/** The expected value with everything in it changed: no right answer agrees with it. */
export function alter(expected) {
  if (typeof expected === 'number') return expected + Math.max(1, Math.abs(expected));
  if (typeof expected === 'string') return `${expected}?`;
  if (typeof expected === 'boolean') return !expected;
  if (expected === null || typeof expected !== 'object') return 'altered';
  if (Array.isArray(expected)) return expected.length === 0 ? ['altered'] : expected.map(alter);
  const keys = Object.keys(expected);
  if (keys.length === 0) return { altered: true };
  return Object.fromEntries(keys.map((key) => [key, alter(expected[key])]));
}

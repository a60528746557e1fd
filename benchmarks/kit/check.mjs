// SPDX-License-Identifier: Apache-2.0
// Compares a peer's rows with the oracle's: every key has to be there, every count, sum and amount has
// to be equal to the last digit, and an average within 1e-9 of the exact one.

import { toMillionths } from './decimals.mjs';

const MEAN_TOLERANCE = 1e-9;

/** What is different, in a few words; null where nothing is. */
export function differenceOf(question, expected, rows) {
  const got = byKey(rows);
  if (got.size !== rows.length) return `${rows.length - got.size} of ${rows.length} rows have the key of another`;
  const wanted = byKey(expected);
  const missing = [...wanted.keys()].filter((key) => !got.has(key));
  const extra = [...got.keys()].filter((key) => !wanted.has(key));
  if (missing.length + extra.length > 0) {
    return `${missing.length} rows are missing and ${extra.length} are too many, as "${missing[0] ?? extra[0]}"`;
  }
  const isSame = question === 'Q8' ? isNear : isEqual;
  const wrong = [...wanted].filter(([key, value]) => !isSame(value, got.get(key)));
  if (wrong.length === 0) return null;
  const [key, value] = wrong[0];
  return `${wrong.length} of ${wanted.size} values are wrong, as "${key}": ${got.get(key)} instead of ${value}`;
}

function byKey(rows) {
  return new Map(rows.map((row) => [row.slice(0, -1).map(String).join(' '), String(row.at(-1))]));
}

function isEqual(expected, got) {
  return toMillionths(got) === toMillionths(expected);
}

function isNear(expected, got) {
  return Math.abs(Number(got) - Number(expected)) <= MEAN_TOLERANCE * Math.abs(Number(expected));
}

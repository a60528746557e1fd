// SPDX-License-Identifier: Apache-2.0
// When an answer of tallyfold.query is the oracle's.

import { agrees } from '../compare.mjs';

const plain = (counts = {}) => Object.entries(counts).filter(([, n]) => n).sort().join(' ');

/** Whether both agree; of a refused request only the paths of its problems, of any order. */
export function sameAnswer(expected, actual) {
  if (expected.status !== actual.status) return false;
  if (expected.status === 413) return true;
  if (expected.status !== 200) {
    const paths = [...new Set(actual.body.problems.map(({ path }) => path))].sort();
    return expected.problems.join('\n') === paths.join('\n');
  }
  if (!agrees(expected.body, actual.body)) return false;
  if (!actual.ledger) return true; // the program prints the body alone
  return expected.complete === actual.complete &&
    ['rejected', 'coerced'].every((kind) => plain(expected.ledger[kind]) === plain(actual.ledger[kind].counts));
}

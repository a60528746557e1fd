// SPDX-License-Identifier: Apache-2.0
// If this fails, an answer of tallyfold.query differs from the slow exact oracle:
//   npm run oracle -- --service tallyfold --seed 20240303 --cases 600   shows the smallest cases that do.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openEngines } from '../engine.mjs';
import { services } from '../services.mjs';

const SEED = 20240303;
const CASES = 600; // sets of forty questions, one of them with events enough for several blocks
const { generate, answer, sameAnswer } = services.tallyfold;

test(`${CASES} random queries are answered as the oracle answers them`, async () => {
  const { node } = await openEngines('node');
  let rows = 0;
  let refused = 0;
  for (let number = 0; number < CASES; number++) {
    const c = generate(SEED, number);
    const expected = answer(c);
    const actual = await node(c);
    const where = `seed ${SEED} case ${number}`;
    assert.ok(sameAnswer(expected, actual), JSON.stringify([where, c.requestText, expected, actual]));
    rows += expected.body?.rows.length ?? 0;
    refused += expected.status === 400 ? 1 : 0;
  }
  assert.ok(rows > 5 * CASES && refused > 10, `${rows} rows and ${refused} refusals were compared`);
});

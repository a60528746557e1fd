// SPDX-License-Identifier: Apache-2.0
// If this fails, a report in Lago's words differs from the slow exact oracle:
//   npm run oracle -- --service lago --seed 20240301   shows the smallest case that does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openEngines } from '../engine.mjs';
import { services } from '../services.mjs';

const SEED = 20240301;
const CASES = 100;
const { generate, answer, sameAnswer } = services.lago;

test(`${CASES} random reports are answered as the oracle answers them`, async () => {
  const { node } = await openEngines('node');
  let rows = 0;
  for (let number = 0; number < CASES; number++) {
    const c = generate(SEED, number);
    const expected = answer(c);
    const actual = await node(c);
    const where = `seed ${SEED} case ${number}`;
    assert.ok(sameAnswer(expected, actual), JSON.stringify([where, expected, actual]));
    rows += expected.body.usages?.length ?? 0;
  }
  assert.ok(rows > 5 * CASES, `${rows} rows were compared`);
});

// SPDX-License-Identifier: Apache-2.0
// Runs files of test vectors through every layer and compares the answers:
//
//   npm run vectors -- FILE... [--negate]
//
// --negate alters every expected value first, so that every vector must fail: it shows that the
// comparison compares. Exit status 0 when all is as it should be, 1 when not, 2 on misuse.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { alter, differenceOf } from './vectors/compare.mjs';
import { isLago, lagoCases } from './vectors/lago.mjs';
import { layers } from './vectors/layers.mjs';
import { caseOf } from './vectors/operations.mjs';
import { isSeatsio, seatsioCases } from './vectors/seatsio.mjs';

function readVectors(path) {
  const file = JSON.parse(readFileSync(path, 'utf8'));
  if (isSeatsio(file)) return seatsioCases(file, path);
  if (isLago(file)) return lagoCases(file);
  const { vectors = [], event_sets: sets = {} } = file;
  return vectors.map((vector) => caseOf(vector, sets));
}

function judge(one, answer, negate) {
  if (answer.skip) return { skip: answer.skip };
  const expected = negate ? alter(one.expected) : one.expected;
  const differs = one.agrees
    ? !one.agrees(expected, answer.value)
    : differenceOf(expected, answer.value);
  return differs ? { expected, actual: answer.value } : {};
}

function show(domain, layer, cases, verdicts) {
  const skips = new Map();
  verdicts.forEach(({ skip, expected, actual }, index) => {
    const { operation, name } = cases[index];
    if (skip) skips.set(`${operation}: ${skip}`, (skips.get(`${operation}: ${skip}`) ?? 0) + 1);
    if (expected === undefined) return;
    console.log(`${domain} ${layer} ${operation}: ${name}`);
    console.log(`  expected ${JSON.stringify(expected)}`);
    console.log(`  actual   ${JSON.stringify(actual)}`);
  });
  for (const [reason, times] of skips)
    console.log(`${domain} ${layer} skipped ${times} of ${reason}`);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { negate: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) throw new TypeError('name the files of vectors');
  const lines = [];
  let good = true;
  for (const path of positionals) {
    const domain = basename(path, '.json');
    const cases = readVectors(path);
    for (const [layer, answerAll] of Object.entries(layers)) {
      const answers = await answerAll(cases);
      const verdicts = cases.map((one, index) => judge(one, answers[index], values.negate));
      show(domain, layer, cases, verdicts);
      const failed = verdicts.filter(({ expected }) => expected !== undefined).length;
      const skipped = verdicts.filter(({ skip }) => skip).length;
      const passed = cases.length - failed - skipped;
      good &&= values.negate ? passed === 0 : failed === 0;
      lines.push(`${domain} ${layer}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    }
  }
  console.log(lines.join('\n'));
  return good ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`vectors: ${error.message}`);
  process.exitCode = 2;
}

// SPDX-License-Identifier: Apache-2.0
// Random cases through the oracle and the engine:
//   node tests/oracle/run.mjs --seed N --cases M [--first K] [--engine native|node|both|none]
//                             [--save DIR]
// Exit status 0 when all agree, 1 when one does not, 2 on misuse.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { sameAnswer } from './compare.mjs';
import { openEngines } from './engine.mjs';
import { generate } from './generate.mjs';
import { shrink } from './shrink.mjs';
import { usage, usageByMeter } from './usage.mjs';

const MOST_SHOWN = 20;

const options = {
  seed: { type: 'string', default: '1' },
  cases: { type: 'string', default: '100' },
  first: { type: 'string', default: '0' },
  engine: { type: 'string', default: 'node' },
  save: { type: 'string' },
};

const answer = (c) => (c.report === 'flexprice.usage' ? usage(c) : usageByMeter(c));

// What differs: null, or { expected, actual } of this case.
async function differs(ask, c) {
  const expected = answer(c);
  let actual;
  try {
    actual = await ask(c);
  } catch (error) {
    actual = { status: 'thrown', body: String(error.message) };
  }
  return sameAnswer(expected, actual, c.mode) ? null : { expected, actual };
}

async function report(name, ask, number, failing, { seed, save, shown }) {
  const fails = async (c) => Boolean(await differs(ask, c));
  const small = shown ? await shrink(failing, fails) : failing;
  const { expected, actual } = await differs(ask, small);
  if (shown) {
    console.log(`seed ${seed} case ${number} (${name}) ${small.report} ${small.mode}`);
    console.log(`  now ${small.now}, request ${small.requestText}`);
    for (const line of small.lines.slice(0, 5)) console.log(`  event ${line}`);
    if (small.lines.length > 5) console.log(`  and ${small.lines.length - 5} more`);
    console.log(`  expected ${JSON.stringify(expected)}`);
    console.log(`  actual   ${JSON.stringify(actual)}`);
  }
  if (!save) return;
  mkdirSync(save, { recursive: true });
  const file = join(save, `${seed}-${number}-${name}.json`);
  writeFileSync(file, JSON.stringify({ seed, number, ...small, expected, actual }, null, 1));
}

async function main() {
  const { values } = parseArgs({ options });
  const [seed, cases, first] = ['seed', 'cases', 'first'].map((k) => Number(values[k]));
  if (![seed, cases, first].every(Number.isSafeInteger)) throw new TypeError('not a number');
  if (!['native', 'node', 'both', 'none'].includes(values.engine)) throw new TypeError('--engine');
  const engines = Object.entries(await openEngines(values.engine));
  let failed = 0;
  for (let number = first; number < first + cases; number++) {
    const c = generate(seed, number);
    if (!engines.length) answer(c);
    let bad = false;
    for (const [name, ask] of engines) {
      if (!(await differs(ask, c))) continue;
      const shown = failed < MOST_SHOWN;
      await report(name, ask, number, c, { seed, save: values.save, shown });
      bad = true;
    }
    if (bad) failed++;
  }
  if (!engines.length) {
    console.log(`oracle: ${cases} answered, nothing compared`);
    return 0;
  }
  console.log(`oracle: ${cases - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`oracle: ${error.stack}`);
  process.exitCode = 2;
}

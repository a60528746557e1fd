// SPDX-License-Identifier: Apache-2.0
// Random cases through the oracle and the engine:
//   node tests/oracle/run.mjs --seed N --cases M [--service flexprice|lago|seatsio|tallyfold|tallyfold-plain]
//                             [--first K] [--engine native|node|both|plans|databases|none] [--save DIR]
// Exit status 0 when all agree, 1 when one does not, 2 on misuse.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { sameAnswer } from './compare.mjs';
import { openEngines } from './engine.mjs';
import { services } from './services.mjs';
import { shrink } from './shrink.mjs';

const MOST_SHOWN = 20;

const options = {
  seed: { type: 'string', default: '1' },
  cases: { type: 'string', default: '100' },
  first: { type: 'string', default: '0' },
  engine: { type: 'string', default: 'node' },
  service: { type: 'string', default: 'flexprice' },
  save: { type: 'string' },
};

// What differs: null, or { expected, actual } of this case.
async function differs({ answer, sameAnswer, orders }, ask, c) {
  const expected = answer(c);
  for (const lines of orders(c)) {
    let actual;
    try {
      actual = await ask({ ...c, lines });
    } catch (error) {
      actual = { status: 'thrown', body: String(error.message) };
    }
    if (!sameAnswer(expected, actual, c.mode)) return { expected, actual };
  }
  return null;
}

function show(c, { seed, number, name, expected, actual }) {
  console.log(`seed ${seed} case ${number} (${name}) ${c.report} ${c.mode}`);
  console.log(`  now ${c.now}, request ${c.requestText}`);
  if (c.catalog) console.log(`  catalog ${JSON.stringify(c.catalog)}`);
  for (const line of c.lines.slice(0, 5)) console.log(`  event ${line}`);
  if (c.lines.length > 5) console.log(`  and ${c.lines.length - 5} more`);
  console.log(`  expected ${JSON.stringify(expected)}`);
  console.log(`  actual   ${JSON.stringify(actual)}`);
}

async function report(service, [name, ask], failing, { seed, number, save, shown }) {
  const statuses = ({ expected, actual }) => `${expected.status} ${actual.status}`;
  const before = statuses(await differs(service, ask, failing));
  // A smaller case fails the same way: what became no case at all, or a bad request, is none.
  const fails = async (c) => {
    try {
      const found = await differs(service, ask, c);
      return found !== null && statuses(found) === before;
    } catch {
      return false;
    }
  };
  const small = shown ? await shrink(failing, fails) : failing;
  const found = await differs(service, ask, small);
  if (shown) show(small, { seed, number, name, ...found });
  if (!save) return;
  mkdirSync(save, { recursive: true });
  const file = join(save, `${seed}-${number}-${name}.json`);
  writeFileSync(file, JSON.stringify({ seed, number, ...small, ...found }, null, 1));
}

async function main() {
  const { values } = parseArgs({ options });
  const [seed, cases, first] = ['seed', 'cases', 'first'].map((k) => Number(values[k]));
  if (![seed, cases, first].every(Number.isSafeInteger)) throw new TypeError('not a number');
  if (!['native', 'node', 'both', 'plans', 'databases', 'none'].includes(values.engine)) throw new TypeError('--engine');
  const service = services[values.service];
  if (!service) throw new TypeError('--service');
  const engines = Object.entries(await openEngines(values.engine));
  let failed = 0;
  for (let number = first; number < first + cases; number++) {
    const c = service.generate(seed, number);
    if (!engines.length) service.answer(c);
    let bad = false;
    for (const engine of engines) {
      if (!(await differs(service, engine[1], c))) continue;
      const shown = failed < MOST_SHOWN;
      await report(service, engine, c, { seed, number, save: values.save, shown });
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

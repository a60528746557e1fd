// SPDX-License-Identifier: Apache-2.0
// Reading and checking a catalog beside JSON.parse of the same file, in one process in turn; and the native program.
//   node --expose-gc benchmarks/catalog.mjs [--subscriptions 100000] [--runs 7] [--seed 42]

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

import { createEngine } from '../hosts/node/index.js'; // this folder is a package of its own
import { generateCatalog } from './generate-catalog.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: { subscriptions: { type: 'string', default: '100000' }, runs: { type: 'string', default: '7' },
    seed: { type: 'string', default: '42' } },
});
const [count, runs] = [Number(values.subscriptions), Number(values.runs)];
const native = here('../build/release/tallyfold');

function prepare() {
  mkdirSync(here('data'), { recursive: true });
  const file = here(`data/catalog-${count}-${values.seed}.json`);
  if (!existsSync(file)) generateCatalog(count, Number(values.seed), file);
  return file;
}

const secondsOf = (work) => {
  globalThis.gc?.();
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e9;
};

/** One reading by a new engine: WebAssembly's memory grows and never shrinks. */
async function reading(catalog) {
  const engine = await createEngine();
  const seconds = secondsOf(() => engine.setCatalog(catalog));
  engine.close();
  return seconds;
}

// A whole process that reads the catalog and no events, less the same with an empty one.
function nativeSeconds(file) {
  writeFileSync(here('data/none.json'), '{}');
  writeFileSync(here('data/none.ndjson'), '');
  const request = here('data/catalog-request.json');
  writeFileSync(request, JSON.stringify({ report: 'flexprice.usage', now: '2024-03-01T00:00:00Z', request:
    { event_name: 'a', aggregation_type: 'COUNT', start_time: '2024-02-01T00:00:00Z' } }));
  const run = (catalog) => secondsOf(() => {
    const words = ['report', '--events', here('data/none.ndjson'), '--request', request, '--catalog', catalog];
    const { status, stderr } = spawnSync(native, words);
    if (status !== 0) throw new Error(String(stderr));
  });
  return run(file) - run(here('data/none.json'));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const file = prepare();
const bytes = readFileSync(file);
const text = bytes.toString();
const ways = {
  'JSON.parse': () => secondsOf(() => JSON.parse(text)),
  'setCatalog(text)': () => reading(text),
  'setCatalog(bytes)': () => reading(bytes),
  'setCatalog(object)': () => reading(JSON.parse(text)),
};
if (existsSync(native)) ways['native program'] = () => nativeSeconds(file);
const seconds = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round < runs; round++) {
  for (const [name, way] of Object.entries(ways)) seconds[name].push(await way());
}
const base = median(seconds['JSON.parse']);
console.log(`${count} subscriptions and customers, ${(bytes.length / 1e6).toFixed(0)} MB, median of ${runs} runs in turn\n`);
console.log('| reading | seconds | times JSON.parse |');
console.log('|---|---|---|');
for (const [name, all] of Object.entries(seconds)) {
  console.log(`| ${name} | ${median(all).toFixed(3)} | ${(median(all) / base).toFixed(2)} |`);
}

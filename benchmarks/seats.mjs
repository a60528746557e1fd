// SPDX-License-Identifier: Apache-2.0
// The month report of seating records, natively, in Node and by hand: whole processes over the same file in turn.
//   node benchmarks/seats.mjs [--events 1000000] [--runs 3] [--seed 42] [--month 2022-11] [--no-peer]

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

import { createEngine } from '../hosts/node/index.js'; // this folder is a package of its own
import { piecesOf } from '../hosts/program/files.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: '42' }, month: { type: 'string', default: '2022-11' },
    'no-peer': { type: 'boolean', default: false } },
});
const [events, runs] = [Number(values.events), Number(values.runs)];
const NOW = '2023-06-01T00:00:00Z';

function prepare() {
  mkdirSync(here('data'), { recursive: true });
  const file = here(`data/seats-${events}-${values.seed}.ndjson`);
  if (existsSync(file)) return file;
  console.error(`bench: making ${events} records`);
  spawnSync(process.execPath, [here('generate-seats.mjs'), String(events), values.seed, file], { stdio: 'inherit' });
  return file;
}

/** Wall time in seconds, peak memory in MB where /usr/bin/time is there, and the answer. */
function timeOnce([command, ...args]) {
  const timed = existsSync('/usr/bin/time');
  const words = timed ? ['/usr/bin/time', '-f', '%M', command, ...args] : [command, ...args];
  const started = process.hrtime.bigint();
  const run = spawnSync(words[0], words.slice(1), { maxBuffer: 1 << 28 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  const megabytes = timed ? Number(run.stderr.toString().trim().split('\n').pop()) / 1024 : NaN;
  return { seconds, megabytes, answer: JSON.parse(run.stdout.toString()) };
}

/** What an engine holds per record, and a plan per object and change, as `engine.memoryBytes` counts it. */
async function heldBytes(file, request) {
  const call = { report: 'seatsio.usage_month', request, now: NOW }; // of 200,000 objects
  const fill = async (options, use) => {
    const engine = await createEngine(options);
    const plan = options.keep === 'plans' ? engine.plan(call) : undefined;
    for await (const piece of piecesOf(file)) engine.append(piece, { dialect: 'seatsio', more: true });
    engine.append('', { dialect: 'seatsio' });
    plan?.snapshot(); // closes the open block
    use(engine.memoryBytes);
    engine.close();
  };
  await fill({ only: call }, (bytes) => console.log(`kept events: ${(bytes / events).toFixed(1)} bytes a record`));
  await fill({ only: { ...call, request: { ...request, dedupe: 'none' } }, keepIds: false }, (bytes) =>
    console.log(`kept events without ids: ${(bytes / events).toFixed(1)} bytes a record`));
  const tell = (name) => (bytes) =>
    console.log(`${name}: ${(bytes / 1e6).toFixed(1)} MB in all, ${(bytes / 200_000).toFixed(1)} bytes an object`);
  await fill({ keep: 'plans', keepIds: false }, tell('a plan'));
  call.request = { ...request, lateness: 'PT2H' };
  await fill({ keep: 'plans', keepIds: false }, tell('a plan with a lateness, after the last month'));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const file = prepare();
const once = { month: values.month };
const every = { ...once, dedupe: 'none' };
const requestFile = (name, request) => {
  writeFileSync(here(`data/${name}.json`), JSON.stringify(request));
  return ['report', '--events', file, '--dialect', 'seatsio', '--request', here(`data/${name}.json`), '--report',
    'seatsio.usage_month', '--now', NOW];
};
const native = here('../build/release/tallyfold');
const node = [process.execPath, here('../hosts/program/main.js')];
const programs = {
  'tallyfold, native, ids once': [native, ...requestFile('once', once)],
  'tallyfold, native, every copy': [native, ...requestFile('every', every)],
  'tallyfold, Node, ids once': [...node, ...requestFile('once', once)],
  'tallyfold, Node, every copy': [...node, ...requestFile('every', every)],
};
if (!values['no-peer']) {
  programs['JavaScript by hand, ids once'] = [process.execPath, '--max-old-space-size=12000', here('peers/seats.mjs'), file, values.month];
}
const results = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 1; round <= runs; round++) {
  for (const [name, command] of Object.entries(programs)) {
    const one = timeOnce(command);
    results[name].push(one);
    console.error(`bench: round ${round} of ${runs}, ${name}: ${one.seconds.toFixed(2)} s`);
  }
}
const answers = Object.values(results).map(([{ answer }]) => answer);
const same = answers.every((answer) => isDeepStrictEqual(answer, answers[0]));
console.log(`${events} records, ${(statSync(file).size / 1e6).toFixed(0)} MB, median of ${runs} whole-process runs in turn; ` +
  `answers ${same ? 'agree' : 'DIFFER'}\n`);
console.log('| program | seconds | records/s | peak MB | times the time of the first |');
console.log('|---|---|---|---|---|');
const base = median(Object.values(results)[0].map((one) => one.seconds));
for (const [name, all] of Object.entries(results)) {
  const seconds = median(all.map((one) => one.seconds));
  const peak = median(all.map((one) => one.megabytes));
  console.log(`| ${name} | ${seconds.toFixed(2)} | ${Math.round(events / seconds)} | ` +
    `${Number.isNaN(peak) ? '' : peak.toFixed(0)} | ${(seconds / base).toFixed(2)} |`);
}
console.log('');
await heldBytes(file, every);
process.exitCode = same ? 0 : 1;

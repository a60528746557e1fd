// SPDX-License-Identifier: Apache-2.0
// Whole programs over the same file in turn, each answering the same question; prints medians and ratios.
//   npm run bench:programs -- [--events 1000000] [--runs 5] [--seed 42]

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { request } from './question.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '42' } },
});
const [events, runs, seed] = [values.events, values.runs, values.seed].map(Number);

function prepare() {
  if (!existsSync(here('node_modules/@duckdb'))) {
    console.error('bench:programs: installing the peers');
    spawnSync('npm', ['install', '--no-save', '--silent'], { cwd: here('.'), stdio: 'inherit' });
  }
  mkdirSync(here('data'), { recursive: true });
  const file = here(`data/events-${events}-${seed}.ndjson`);
  if (!existsSync(file)) {
    console.error(`bench:programs: making ${events} events`);
    spawnSync(process.execPath, [here('generate.mjs'), String(events), String(seed), file], { stdio: 'inherit' });
  }
  const requestFile = here('data/request.json');
  writeFileSync(requestFile, JSON.stringify(request));
  return { file, requestFile };
}

/** Wall time of one run in seconds, its peak memory in MB where /usr/bin/time is there, and what it printed. */
function timeOnce([command, ...args]) {
  const timed = existsSync('/usr/bin/time');
  const started = process.hrtime.bigint();
  const run = timed
    ? spawnSync('/usr/bin/time', ['-f', '%M', command, ...args], { maxBuffer: 1 << 26 })
    : spawnSync(command, args, { maxBuffer: 1 << 26 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  const megabytes = timed ? Number(run.stderr.toString().trim().split('\n').pop()) / 1024 : NaN;
  return { seconds, megabytes, output: run.stdout.toString() };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Day and sum of either form of answer, to six decimals as doubles: enough to see that all answer the same. */
function canonical(output) {
  const days = output.startsWith('{')
    ? JSON.parse(output).results.map((row) => [row.window_size.slice(0, 10), row.value])
    : output.trim().split('\n').map((line) => line.split(' '));
  return days.map(([day, sum]) => `${day} ${Number(sum).toFixed(3)}`).join('\n');
}

const { file, requestFile } = prepare();
readFileSync(file); // so that every program finds the file in memory
const report = ['report', '--events', file, '--request', requestFile, '--report', 'flexprice.usage', '--mode',
  'exact', '--now', '2024-05-01T00:00:00Z'];
const programs = {
  'tallyfold, native': [here('../build/release/tallyfold'), ...report],
  'tallyfold, Node (wasm)': [process.execPath, here('../hosts/program/main.js'), ...report],
  'DuckDB, one thread, exact': [process.execPath, here('peers/duckdb.mjs'), file],
  'JavaScript by hand, doubles': [process.execPath, here('peers/javascript.mjs'), file],
};
const results = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round <= runs; round++) {
  for (const [name, command] of Object.entries(programs)) {
    const one = timeOnce(command);
    if (round > 0) results[name].push(one); // the first round warms up
    console.error(`bench:programs: round ${round} of ${runs}, ${name}: ${one.seconds.toFixed(2)} s`);
  }
}
const answers = Object.values(results).map(([first]) => canonical(first.output));
const same = answers.every((answer) => answer === answers[0]);
const bytes = statSync(file).size;
console.log(`${events} events, ${(bytes / 1e6).toFixed(0)} MB, median of ${runs} whole-process runs in turn; ` +
  `answers ${same ? 'agree' : 'DIFFER'}\n`);
console.log('| program | seconds | events/s | MB/s | peak MB | times the time of tallyfold, native |');
console.log('|---|---|---|---|---|---|');
const base = median(results['tallyfold, native'].map((one) => one.seconds));
for (const [name, all] of Object.entries(results)) {
  const seconds = median(all.map((one) => one.seconds));
  const peak = median(all.map((one) => one.megabytes));
  console.log(`| ${name} | ${seconds.toFixed(2)} | ${Math.round(events / seconds)} | ` +
    `${(bytes / seconds / 1e6).toFixed(0)} | ${Number.isNaN(peak) ? '' : peak.toFixed(0)} | ${(seconds / base).toFixed(2)} |`);
}
process.exitCode = same ? 0 : 1;

// SPDX-License-Identifier: Apache-2.0
// The workload: a million events ingested and nine questions asked, by Tallyfold and by its peers in
// turn. Every run is a process of its own on one core; every answer is compared with the exact oracle's
// before a time is printed. benchmarks/README.md says what is measured, and how.
//   npm run bench -- [--count 1000000] [--seed 42] [--runs 5] [--repeats 7] [--peers chdb,duckdb]
//                    [--ours tallyfold,native] [--core 1] [--out FILE.json] [--ten-million]

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { inBenchmarks, readWhole } from './kit/files.mjs';
import { buildNative, measureNative } from './kit/native.mjs';
import { answersOf } from './kit/oracle.mjs';
import { downloadOf } from './kit/sizes.mjs';
import { summarize } from './kit/summary.mjs';
import { print } from './kit/tables.mjs';

const OURS = ['tallyfold', 'tallyfold:ids', 'native', 'native:ids'];
const PEERS = ['chdb', 'duckdb', 'javascript-bytes', 'javascript', 'duckdb-wasm', 'sqljs'];
const COLD = ['tallyfold', 'javascript', 'duckdb-wasm', 'sqljs'];
const PACKAGES = {
  chdb: 'chdb',
  duckdb: '@duckdb/node-api',
  'duckdb-wasm': '@duckdb/duckdb-wasm',
  sqljs: 'sql.js',
};

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '42' },
    runs: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '7' },
    peers: { type: 'string', default: PEERS.join(',') },
    ours: { type: 'string', default: OURS.join(',') },
    core: { type: 'string', default: String(availableParallelism() - 1) },
    out: { type: 'string' },
    'ten-million': { type: 'boolean', default: false },
  },
});
const [runs, repeats] = [positive('runs'), positive('repeats')];
const say = (text) => console.error(`bench: ${text}`);

function positive(option) {
  const number = Number(values[option]);
  if (!Number.isSafeInteger(number) || number < 1) stop(`--${option} takes a whole number from 1, not "${values[option]}"`);
  return number;
}

function stop(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

function chosen(option, known) {
  const names = values[option].split(',').filter((name) => name !== '');
  for (const name of names) if (!known.includes(name)) stop(`--${option} knows no "${name}", only ${known.join(', ')}`);
  return names;
}

/** The file of so many events, made where it is missing. */
function eventsFile(count) {
  mkdirSync(inBenchmarks('data'), { recursive: true });
  const file = inBenchmarks(`data/events-${count}-${values.seed}.ndjson`);
  if (existsSync(file)) return file;
  say(`making ${count} events`);
  const words = [inBenchmarks('generate.mjs'), String(count), values.seed, `${file}.part`];
  execFileSync(process.execPath, words, { stdio: 'inherit' });
  renameSync(`${file}.part`, file);
  return file;
}

/** The oracle's answers, kept beside the events. */
function answersFile(events) {
  const file = events.replace('.ndjson', '.answers.json');
  if (!existsSync(file)) {
    say('asking the oracle');
    writeFileSync(file, JSON.stringify(answersOf(readWhole(events))));
  }
  return file;
}

function prepare(ours, peers) {
  const missing = peers.filter((peer) => PACKAGES[peer] && !existsSync(inBenchmarks(`node_modules/${PACKAGES[peer]}`)));
  if (missing.length > 0) {
    say('installing the peers');
    execFileSync('npm', ['install', '--no-save', '--silent'], { cwd: inBenchmarks('.'), stdio: 'inherit' });
  }
  if (!existsSync(inBenchmarks('../wasm/dist/engine.wasm'))) stop('there is no engine: build it with npm run build');
  const hasNative = ours.some((name) => name.startsWith('native')) && buildNative();
  if (!hasNative) say('without the native library: scripts/build core makes it');
  return [...ours.filter((name) => hasNative || !name.startsWith('native')), ...peers];
}

/** What puts a command on one core, where there is such a thing. */
function pinning() {
  const isThere = spawnSync('taskset', ['-c', values.core, 'true']).status === 0;
  if (!isThere) say('taskset is not there, or not that core: processes are not pinned');
  return isThere ? ['taskset', '-c', values.core] : [];
}

function runNode(prefix, script, words) {
  const node = [process.execPath, '--max-old-space-size=16000', inBenchmarks(`kit/${script}`), ...words];
  const [command, ...rest] = [...prefix, ...node];
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-3).join(' ') || `exit status ${status}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function measure(name, prefix, file, answers) {
  const [module, variant = 'none'] = name.split(':');
  if (module !== 'native') return runNode(prefix, 'measure.mjs', [name, file, answers, '--repeats', String(repeats)]);
  const parsed = JSON.parse(readFileSync(answers, 'utf8'));
  return measureNative({ prefix, variant, file, answers: parsed, repeats });
}

/** Each name in turn, as often as was asked; what fails is said, and left out. */
function inTurn(what, names, run) {
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 1; round <= runs; ++round) {
    for (const name of names) {
      say(`${what} ${round} of ${runs}: ${name}`);
      try {
        results[name].push(run(name));
      } catch (error) {
        say(`${name} failed: ${error.message}`);
        process.exitCode = 1;
      }
    }
  }
  return results;
}

function compareWorkers() {
  say('ten million events in one engine and in two workers');
  const words = [inBenchmarks('parallel.mjs'), eventsFile(10_000_000), '--hosts', 'node', '--rounds', String(runs), '--json'];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })).node;
}

const count = positive('count');
const names = prepare(chosen('ours', OURS), chosen('peers', PEERS));
const file = eventsFile(count);
const answers = answersFile(file);
const prefix = pinning();
const measured = inTurn('run', names, (name) => measure(name, prefix, file, answers));
const coldNames = count < 1000 ? [] : names.filter((name) => COLD.includes(name));
const cold = inTurn('cold start', coldNames, (name) => runNode(prefix, 'cold.mjs', [name, file]));
say('compressing what a browser would download');
const downloads = Object.fromEntries(names.map((name) => [name, downloadOf(name)]));
const workers = values['ten-million'] ? compareWorkers() : undefined;
const summary = summarize({ count, runs, file, measured, cold, downloads, workers });
if (values.out) writeFileSync(values.out, `${JSON.stringify({ summary, measured, cold }, null, 1)}\n`);
if (!print(summary)) process.exitCode = 1;

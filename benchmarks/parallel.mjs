// SPDX-License-Identifier: Apache-2.0
// Ingest and the nine queries, in one engine on one core and in two workers on two:
//
//   node benchmarks/parallel.mjs FILE [--rounds 3] [--hosts native,node] [--cores 0,1] [--json]
//
// FILE is made by benchmarks/generate.mjs. Every run is a process of its own, in turn, so that a busy
// machine is busy for all; medians and the ratio are printed, and the answers have to be equal.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createEngine, createEnginePool } from '../hosts/node/index.js';
import { requestsOf } from './kit/queries.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OWN = fileURLToPath(import.meta.url);
const REQUESTS = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8', 'Q9'].flatMap((question) =>
  [1, 2, 3].flatMap((turn) => requestsOf(question, turn).map((request) => ({ ...request, dedupe: 'none' }))),
);
const NOW = '2024-06-01T00:00:00Z';

async function ingest(file, workers) {
  if (workers > 1) {
    const pool = await createEnginePool({ keepIds: false, workers });
    return { engine: pool, append: () => pool.appendFile(file) };
  }
  const engine = await createEngine({ keepIds: false });
  const append = () => {
    const input = openSync(file);
    const buffer = Buffer.alloc(1 << 20);
    for (let size; (size = readSync(input, buffer)) > 0;)
      engine.append(buffer.subarray(0, size), { more: true });
    engine.append('');
    closeSync(input);
  };
  return { engine, append };
}

async function runHere(file, workers) {
  const { engine, append } = await ingest(file, workers);
  const started = performance.now();
  await append();
  const ingested = performance.now();
  const answers = [];
  for (const request of REQUESTS) {
    const { text } = await engine.report({ report: 'tallyfold.query', request, now: NOW });
    answers.push(JSON.parse(text));
  }
  const ended = performance.now();
  await engine.close();
  const times = { ingest_ms: ingested - started, queries_ms: ended - ingested };
  process.stdout.write(JSON.stringify({ ...times, answers }));
}

function buildNative() {
  mkdirSync(`${ROOT}build`, { recursive: true });
  writeFileSync(`${ROOT}build/parallel.requests`, REQUESTS.map((r) => `${JSON.stringify(r)}\n`).join(''));
  const includes = ['core', 'hosts/threads'].map((folder) => `-I${ROOT}${folder}/include`);
  const libraries = ['hosts/threads/libtallyfold_parallel.a', 'core/libtallyfold.a'];
  const words = ['-O2', '-std=c++20', ...includes, `${ROOT}benchmarks/parallel.cpp`, '-o', `${ROOT}build/parallel`];
  execFileSync('g++', [...words, ...libraries.map((name) => `${ROOT}build/release/${name}`), '-pthread']);
}

function runOnce(host, file, workers, cores) {
  const command =
    host === 'native'
      ? [`${ROOT}build/parallel`, file, `${ROOT}build/parallel.requests`, String(workers)]
      : [process.execPath, OWN, file, '--run', String(workers)];
  const pinned = workers > 1 ? cores : cores.split(',').at(-1);
  const text = execFileSync('taskset', ['-c', pinned, ...command], { maxBuffer: 1 << 30 });
  return JSON.parse(text);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function compare(host, file, rounds, cores) {
  const runs = { 1: [], 2: [] };
  for (let round = 0; round < rounds; ++round)
    for (const workers of [1, 2]) runs[workers].push(runOnce(host, file, workers, cores));
  assert.deepEqual(runs[2][0].answers, runs[1][0].answers);
  const of = (workers, part) => median(runs[workers].map(part));
  const parts = {
    ingest: (run) => run.ingest_ms,
    queries: (run) => run.queries_ms,
    together: (run) => run.ingest_ms + run.queries_ms,
  };
  const medians = Object.entries(parts).map(([name, part]) => [name, { one_ms: of(1, part), two_ms: of(2, part) }]);
  return Object.fromEntries(medians);
}

function print(host, medians) {
  for (const [name, { one_ms: one, two_ms: two }] of Object.entries(medians)) {
    console.log(`${host.padEnd(7)} ${name.padEnd(9)} ${one.toFixed(0).padStart(7)} ms ${two.toFixed(0).padStart(7)} ms   ${(one / two).toFixed(2)} x`);
  }
}

function compareAll(file, { rounds, hosts, cores, json }) {
  const names = hosts.split(',');
  if (names.includes('native')) buildNative();
  if (!json) console.log('                   one engine   two workers');
  const all = {};
  for (const host of names) {
    all[host] = compare(host, file, Number(rounds), cores);
    if (!json) print(host, all[host]);
  }
  if (json) console.log(JSON.stringify(all));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    run: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    hosts: { type: 'string', default: 'native,node' },
    cores: { type: 'string', default: '0,1' },
    json: { type: 'boolean', default: false },
  },
});
if (values.run) await runHere(positionals[0], Number(values.run));
else compareAll(positionals[0], values);

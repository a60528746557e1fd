// SPDX-License-Identifier: Apache-2.0
// One peer in a process of its own: ingest, then each question once and some times more.
//   node measure.mjs PEER[:VARIANT] FILE ANSWERS [--repeats 7]
// ANSWERS are those of oracle.mjs. Writes one line of JSON.
//
// A peer is a module: `input` says whether `ingest` takes the file's bytes ("memory") or its path
// ("file"); `setup(variant)` and `ingest` make it ready, `query(question)` answers rows of keys and one
// value, and `normalize(row, question)` makes those comparable, outside of what is timed.

import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { differenceOf } from './check.mjs';
import { readWhole } from './files.mjs';
import { median } from './median.mjs';
import { QUESTION_NAMES, WARM_UPS } from './queries.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repeats: { type: 'string', default: '7' } },
});
const [name, file, answersFile] = positionals;

async function time(work) {
  const begin = performance.now();
  const result = await work();
  return { ms: performance.now() - begin, result };
}

async function measureQuestion(peer, question, expected) {
  const first = await time(() => peer.query(question));
  for (let i = 0; i < WARM_UPS; ++i) await peer.query(question);
  const warm = [];
  let last;
  for (let i = 0; i < Number(values.repeats); ++i) {
    last = await time(() => peer.query(question));
    warm.push(last.ms);
  }
  const rowsOf = ({ result }) => result.map((row) => peer.normalize?.(row, question) ?? row);
  const difference =
    differenceOf(question, expected, rowsOf(first)) ?? differenceOf(question, expected, rowsOf(last));
  return { first_ms: first.ms, warm_ms: median(warm), difference };
}

async function run() {
  const [module, variant] = name.split(':');
  const peer = await import(`./peers/${module}.mjs`);
  await peer.setup?.(variant);
  const input = peer.input === 'memory' ? readWhole(file) : file;
  const base = process.memoryUsage().rss;
  const ingest = await time(() => peer.ingest(input));
  const memory = process.memoryUsage().rss - base;
  const answers = JSON.parse(readFileSync(answersFile, 'utf8'));
  const questions = {};
  for (const question of QUESTION_NAMES) {
    questions[question] = await measureQuestion(peer, question, answers[question]);
  }
  const peak = process.resourceUsage().maxRSS * 1024 - base;
  return { peer: name, ingest_ms: ingest.ms, memory_bytes: memory, peak_bytes: peak, questions };
}

writeSync(1, `${JSON.stringify(await run())}\n`);
process.exit(0); // some peers keep threads that would wait

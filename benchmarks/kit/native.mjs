// SPDX-License-Identifier: Apache-2.0
// Tallyfold's C++ library as a peer: builds native.cpp, runs it, and reads its answers as measure.mjs
// gives those of the others.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { differenceOf } from './check.mjs';
import { inBenchmarks } from './files.mjs';
import { median } from './median.mjs';
import { QUESTION_NAMES, WARM_UPS, requestsOf } from './queries.mjs';
import { rowsOfBodies } from './rows.mjs';

const LIBRARY = inBenchmarks('../build/release/core/libtallyfold.a');
const PROGRAM = inBenchmarks('../build/benchmarks/workload');

/** Builds the program; false where the library is missing. */
export function buildNative() {
  if (!existsSync(LIBRARY)) return false;
  mkdirSync(inBenchmarks('../build/benchmarks'), { recursive: true });
  const source = inBenchmarks('kit/native.cpp');
  const words = ['-std=c++20', '-O2', `-I${inBenchmarks('../core/include')}`, source, LIBRARY, '-o', PROGRAM];
  execFileSync(process.env.CXX ?? 'g++', words, { stdio: 'inherit' });
  return true;
}

/** Runs it once. `prefix` is the command that pins it to a core. */
export function measureNative({ prefix, variant, file, answers, repeats }) {
  const turns = turnsOf(variant, repeats);
  const requestsFile = inBenchmarks(`data/requests-${variant}.txt`);
  const lines = turns.flatMap(({ requests }, i) => requests.map((one) => `${i}\t${JSON.stringify(one)}\n`));
  writeFileSync(requestsFile, lines.join(''));
  const [command, ...words] = [...prefix, PROGRAM, file, requestsFile, variant];
  const output = JSON.parse(execFileSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] }));
  output.turns.forEach((turn, i) => Object.assign(turns[i], turn));
  const questions = QUESTION_NAMES.map((question) => {
    const own = turns.filter((turn) => turn.question === question);
    const differences = own.map((turn) => {
      return differenceOf(question, answers[question], rowsOfBodies(question, turn.requests, turn.answers));
    });
    const warm = own.slice(1 + WARM_UPS).map(({ ms }) => ms);
    const difference = differences.find((one) => one !== null) ?? null;
    return [question, { first_ms: own[0].ms, warm_ms: median(warm), difference }];
  });
  const { ingest_ms, memory_bytes } = output;
  return { ingest_ms, memory_bytes, questions: Object.fromEntries(questions) };
}

function turnsOf(variant, repeats) {
  const dedupe = variant === 'ids' ? 'id' : 'none';
  const turnsOfQuestion = 1 + WARM_UPS + repeats;
  return QUESTION_NAMES.flatMap((question, i) =>
    Array.from({ length: turnsOfQuestion }, (_, turn) => ({
      question,
      requests: requestsOf(question, i * turnsOfQuestion + turn).map((one) => ({ ...one, dedupe })),
    })),
  );
}

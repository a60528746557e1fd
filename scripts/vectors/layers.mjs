// SPDX-License-Identifier: Apache-2.0
// The layers that vectors go through: the core built natively, the core built to WebAssembly, and
// the npm package's public API in Node. Each answers { value } or { skip } per case.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';

import { REPORTS } from './operations.mjs';

const NATIVE = fileURLToPath(new URL('../../build/release/cases_runner', import.meta.url));
const WASM = fileURLToPath(new URL('../../build/wasm/tests/cases_runner.js', import.meta.url));

export const layers = {
  native: (cases) => runProgram(NATIVE, [NATIVE], cases),
  wasm: (cases) => runProgram(WASM, [process.execPath, '--no-experimental-fetch', WASM], cases),
  node: runNode,
};

function runProgram(file, [program, ...words], cases) {
  if (!existsSync(file)) throw new Error(`${file} is not built; run npm run build`);
  const asked = cases.filter(({ skip }) => !skip);
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-vectors-'));
  try {
    const input = join(folder, 'cases.jsonl');
    const lines = asked.map(({ operation, events, request, mode, now }) =>
      JSON.stringify({ operation, events, request, mode, now }),
    );
    writeFileSync(input, lines.map((line) => `${line}\n`).join(''));
    const output = execFileSync(program, [...words, input], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    const answers = output
      .split('\n')
      .slice(0, asked.length)
      .map((line) => answerOf(JSON.parse(line)));
    return cases.map((one) => (one.skip ? { skip: one.skip } : answers.shift()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answerOf({ skip, status, text }) {
  if (skip) return { skip };
  if (status === undefined) return { value: JSON.parse(text) };
  return { value: { status, body: status === 0 ? text : JSON.parse(text) } };
}

async function runNode(cases) {
  const answers = [];
  for (const one of cases) answers.push(await askNode(one));
  return answers;
}

async function askNode({ operation, skip, events, request, mode, now }) {
  if (skip) return { skip };
  if (!(operation in REPORTS))
    return { skip: 'no report shows it by itself; native and wasm evaluate it' };
  const engine = await createEngine();
  try {
    engine.append(events);
    const { status, body } = engine.report({ report: REPORTS[operation], mode, request, now });
    return { value: { status, body } };
  } finally {
    engine.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// The layers that vectors go through: the core built natively, the core built to WebAssembly, and
// the npm package's public API in Node. Each answers { value } or { skip } per case. A case is one
// call, or has several `calls` and `valueFrom`, which makes one value of their answers. A call with
// `steps` asks one engine several things in a row, and its value is the list of the answers.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';

import { REPORTS } from './operations.mjs';

const NATIVE = fileURLToPath(new URL('../../build/release/cases_runner', import.meta.url));
const WASM = fileURLToPath(new URL('../../build/wasm/tests/cases_runner.js', import.meta.url));

const native = (calls) => runProgram(NATIVE, [NATIVE], calls);
const wasm = (calls) =>
  runProgram(WASM, [process.execPath, '--no-experimental-fetch', WASM], calls);

/** The parts of a call that a program reads. */
const partsOf = ({ operation, report, events, request, mode, now, dialect, catalog, steps }) => ({
  ...{ operation, report, events, request, mode, now, dialect, catalog, steps },
});

export const layers = {
  native: (cases) => byCall(cases, skippedOutsideNode, native),
  wasm: (cases) => byCall(cases, skippedOutsideNode, wasm),
  node: (cases) => byCall(cases, ({ skip }) => skip, runNode),
};

const skippedOutsideNode = ({ skip, nodeOnly }) => skip ?? nodeOnly;

// Asks the calls of all cases at once and gives each case its own answers.
async function byCall(cases, skipOf, answerAll) {
  const callsOf = (one) => {
    const skip = skipOf(one);
    return (one.calls ?? [one]).map((call) => ({ ...call, skip, shards: one.shards }));
  };
  const answers = await answerAll(cases.flatMap(callsOf));
  return cases.map((one) => {
    const own = answers.splice(0, one.calls?.length ?? 1);
    const skip = skipOf(one) ?? own.find((answer) => answer.skip)?.skip;
    if (skip) return { skip };
    return one.valueFrom ? { value: one.valueFrom(own.map(({ value }) => value)) } : own[0];
  });
}

function runProgram(file, [program, ...words], cases) {
  if (!existsSync(file)) throw new Error(`${file} is not built; run npm run build`);
  const asked = cases.filter(({ skip }) => !skip);
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-vectors-'));
  try {
    const input = join(folder, 'cases.jsonl');
    const lines = asked.map((one) => JSON.stringify(partsOf(one)));
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

async function askNode(one) {
  const { operation, skip, events, mode, request, now, dialect, catalog, shards } = one;
  if (skip) return { skip };
  if (one.steps) return { value: await askSteps(one) };
  const report = one.report ?? REPORTS[operation];
  if (!report) return { skip: 'no report shows it by itself; native and wasm evaluate it' };
  const call = { report, mode, request, now };
  if (shards) return { value: await askShards(shards, call, one) };
  const engine = await createEngine(catalog && { catalog });
  try {
    engine.append(events, { dialect });
    const { status, body } = engine.report(call);
    return { value: { status, body } };
  } finally {
    engine.close();
  }
}

// Ingestions and reports of one engine, in their order.
async function askSteps({ catalog, steps }) {
  const engine = await createEngine({ catalog });
  try {
    return steps.map((step) => {
      const { status, body } = step.endpoint ? engine.ingest(step) : engine.report(step);
      return { status, body };
    });
  } finally {
    engine.close();
  }
}

// Every engine sees each nth event; the first one merges what the others have learned.
async function askShards(shards, call, { events, dialect, catalog }) {
  const engines = [];
  try {
    const plans = [];
    for (let shard = 0; shard < shards; shard++) {
      const engine = await createEngine({ ...(catalog && { catalog }), idKey: 'vectors' });
      engines.push(engine);
      engine.append(events.filter((_, index) => index % shards === shard), { dialect });
      plans.push(engine.plan(call));
    }
    const [first, ...others] = plans;
    for (const plan of others) first.merge(plan.snapshot());
    const { status, body } = first.report();
    return { status, body };
  } finally {
    for (const engine of engines) engine.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Makes tests/cases/lago from a file of test vectors:
//
//   node scripts/import-lago-cases.mjs FILE
//
// The vectors assert parts of an answer. The whole body is the engine's own, and is written only
// when it has what the vector says; then every layer must answer it byte for byte.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';

import { diffCase } from './vectors/lago_diff.mjs';
import { reportCase } from './vectors/lago_reports.mjs';

const FOLDER = fileURLToPath(new URL('../tests/cases/lago', import.meta.url));

async function answerOf({ events, dialect, catalog, report, mode, now, request }) {
  const engine = await createEngine({ catalog });
  try {
    engine.append(events, { dialect });
    const { status, body } = engine.report({ report, mode, now, request });
    return { status, body };
  } finally {
    engine.close();
  }
}

async function casesOf(vector) {
  const one = reportCase(vector) ?? diffCase(vector);
  if (!one) return [];
  const answers = [];
  for (const call of one.calls) answers.push(await answerOf(call));
  const actual = one.valueFrom(answers);
  if (!one.agrees(one.expected, actual))
    throw new Error(`${vector.name}: ${JSON.stringify(actual)}`);
  const name = (index) => (one.calls.length > 1 ? `${vector.name}, ${index + 1}` : vector.name);
  return one.calls.map(({ operation: _, ...call }, index) => ({
    name: name(index),
    ...call,
    ...answers[index],
  }));
}

const groups = new Map();
for (const vector of JSON.parse(readFileSync(process.argv[2], 'utf8')).vectors) {
  for (const one of await casesOf(vector)) {
    if (!groups.has(vector.kind)) groups.set(vector.kind, []);
    groups.get(vector.kind).push(one);
  }
}
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/events.json`, '{}\n');
for (const [group, cases] of groups) {
  const lines = cases.map((one) => JSON.stringify(one)).join(',\n');
  writeFileSync(`${FOLDER}/${group}.json`, `{ "cases": [\n${lines}\n] }\n`);
  console.log(`${group}: ${cases.length} cases`);
}

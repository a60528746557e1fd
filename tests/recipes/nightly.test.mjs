// SPDX-License-Identifier: Apache-2.0
// If this fails, a nightly job that missed days, met half a line or was killed answers otherwise than one run over all files.

import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { RECIPES, answerAtOnce, lineOf, printedRows, randomFrom, randomLines, runRecipe } from './run.mjs';

async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-nightly-'));
  const state = join(folder, 'march.state');
  const night = (stateFile = state) => runRecipe(`${RECIPES}nightly.mjs`, [folder, stateFile, '2024-03']);
  const write = (day, text) => appendFileSync(join(folder, `2024-03-${day}.ndjson`), text);
  try {
    await use({ folder, state, night, write });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('some nights, some of them missed, answer as one run over all', () => inFolder(async ({ folder, night, write }) => {
  const random = randomFrom(7);
  const lines = randomLines(random, 400);
  for (const [index, line] of lines.entries()) {
    // Into the log of the first day now and then; and some runs come in the middle of a line.
    const day = random() < 0.05 ? '01' : `0${1 + Math.floor(index / 80)}`;
    write(day, line.slice(0, 20));
    if (index % 97 === 50) await night();
    write(day, line.slice(20));
  }
  const printed = await night();
  const { ledger, ...atOnce } = await answerAtOnce(lines);
  assert.equal(printed, `${printedRows(atOnce)}${ledger.handed_in} lines so far, complete\n`);
  assert.equal(await night(), printed, 'a night without news');
  assert.equal(await night(join(folder, 'other.state')), printed, 'one run over all');
}));

test('a log of many pieces, cut anywhere', () => inFolder(async ({ night, write }) => {
  const lines = randomLines(randomFrom(9), 2000);
  write('01', lines.join('') + lines[0].slice(0, 50));
  const { ledger, ...atOnce } = await answerAtOnce(lines);
  assert.equal(await night(), `${printedRows(atOnce)}${ledger.handed_in} lines so far, complete\n`);
}));

test('a run that fails leaves the state as it was', () => inFolder(async ({ folder, state, night, write }) => {
  write('01', lineOf('e1', 'a', '2024-03-01T10:00:00Z', 1));
  await night();
  const before = readFileSync(state);
  write('02', lineOf('e2', 'a', '2024-03-02T10:00:00Z', 1));
  writeFileSync(join(folder, '2024-03-01.ndjson'), ''); // somebody has emptied a log
  await assert.rejects(night(), /2024-03-01\.ndjson has 0 bytes, and \d+ have been read/);
  assert.deepEqual(readFileSync(state), before);
}));

test('a damaged state is an error, not a wrong answer', () => inFolder(async ({ state, night, write }) => {
  write('01', lineOf('e1', 'a', '2024-03-01T10:00:00Z', 1));
  await night();
  writeFileSync(state, readFileSync(state).subarray(0, -10));
  await assert.rejects(night(), /the snapshot is damaged or cut off/);
}));

test('a broken line is told of in every later answer', () => inFolder(async ({ night, write }) => {
  write('01', `{"event_id":"e1","event_na\n${lineOf('e2', 'a', '2024-03-01T10:00:00Z', 1)}`);
  assert.equal(await night(), 'a 1 1\n2 lines so far, not complete\n');
  assert.equal(await night(), 'a 1 1\n2 lines so far, not complete\n');
}));

// SPDX-License-Identifier: Apache-2.0
// Runs a recipe as its reader does, and makes what it reads.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createEngine } from 'tallyfold';

const run = promisify(execFile);
export const RECIPES = fileURLToPath(new URL('../../examples/recipes/', import.meta.url));

/** What a recipe prints; an error with its words on standard error when it fails. */
export async function runRecipe(file, words = [], env = {}) {
  const { stdout } = await run(process.execPath, [file, ...words], { env: { ...process.env, ...env } });
  return stdout;
}

export const lineOf = (id, customer, time, tokens) =>
  `${JSON.stringify({ event_id: id, event_name: 'call', external_customer_id: customer, timestamp: time, properties: { tokens } })}\n`;

/** Random events of March, a tenth of them with an id that was there before, which is then the same event. */
export function randomLines(random, count) {
  const lines = [];
  for (let i = 0; i < count; ++i) {
    const isCopy = lines.length > 0 && random() < 0.1;
    const time = new Date(Date.UTC(2024, 2, 1) + Math.floor(random() * 30 * 86_400_000)).toISOString();
    lines.push(isCopy ? lines[Math.floor(random() * lines.length)] : lineOf(`e${i}`, 'abc'[Math.floor(random() * 3)], time, Math.floor(random() * 1000) / 10));
  }
  return lines;
}

/** A small seeded generator (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const question = {
  report: 'tallyfold.query',
  request: {
    from: '2024-03-01', to: '2024-04-01',
    aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['customer'],
  },
};

/** What all lines at once answer. */
export async function answerAtOnce(lines) {
  const engine = await createEngine();
  try {
    engine.append(lines.join(''));
    return engine.report(question);
  } finally {
    engine.close();
  }
}

/** The rows as recipes print them. */
export const printedRows = ({ body }) =>
  body.rows.map(({ group, values }) => `${group.customer} ${values.calls} ${values.tokens}\n`).join('');

// SPDX-License-Identifier: Apache-2.0
// If this fails, a report over events that three engines share differs by a byte from one engine's:
// tests/hosts/cases.test.mjs expects the same bytes of the same cases.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { makeLocalPool } from './pool_support.mjs';

for (const service of ['flexprice', 'lago', 'seatsio', 'tallyfold']) {
  const folder = new URL(`../cases/${service}/`, import.meta.url);
  const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const sets = read('events.json');
  const files = readdirSync(folder).filter((name) => name !== 'events.json');
  const cases = files.flatMap((file) => read(file).cases.map((one) => ({ file, ...one })));
  test(`cases of ${service} in a pool`, async () => {
    for (const [key, group] of groupsOf(cases, sets)) await expectAnswers(JSON.parse(key), group);
  });
}

/** Cases by what is appended, so that one pool serves them all. */
function groupsOf(cases, sets) {
  const groups = new Map();
  for (const one of cases) {
    const events = typeof one.events === 'string' ? sets[one.events] : one.events;
    const key = JSON.stringify({ events, dialect: one.dialect });
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

async function expectAnswers({ events, dialect }, cases) {
  // Little more than a line a piece, so that neighbours are rarely together.
  const pool = await makeLocalPool({ workers: 3 }, 100);
  const engine = await createEngine();
  try {
    for (const event of typeof events === 'string' ? events.split(/(?<=\n)/) : events) {
      const data = typeof event === 'string' ? event : [event];
      engine.append(data, { dialect, more: true });
      await pool.append(data, { dialect, more: true });
    }
    engine.append('', { dialect });
    await pool.append('', { dialect });
    for (const one of cases) await expectSame(engine, pool, one);
  } finally {
    engine.close();
    await pool.close();
  }
}

async function expectSame(engine, pool, { file, name, report, mode, now, catalog, request, body }) {
  const call = { report, mode, now, request, ...(catalog && { catalog }) };
  if (request.lateness && engine.report(call).status === 200)
    return assert.rejects(pool.report(call), { path: '$.request.lateness' }, name);
  const [ours, theirs] = [await pool.report(call), engine.report(call)];
  assert.equal(ours.text, theirs.text, `${file}: ${name}`);
  if (body) assert.equal(ours.text, JSON.stringify(body), `${file}: ${name}`);
  assert.deepEqual(ours, theirs, `${file}: ${name}`);
}

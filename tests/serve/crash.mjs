// SPDX-License-Identifier: Apache-2.0
// If this fails, an event that a server has acknowledged is gone after `kill -9`, or there twice. A hundred
// servers, half of them in turn on one file and half on another, are killed while events come in. Slow, so
// part of test:all.

import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { countsOf, event, Program, withFolder } from './support.mjs';

const SERVE = fileURLToPath(new URL('../../hosts/serve/main.js', import.meta.url));
const FILES = 2;
const KILLS = 50;
const CLIENTS = 4;
/** A server lives until so many requests were acknowledged, at most, and then a moment. */
const MOST_ACKNOWLEDGED = 20;
const MOST_MS = 10;
const BULK = 5;

// The same moments each time.
let seed = 12345;
const random = () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31);

/** Sends until the server is gone. What was answered with 202 is acknowledged; of the last request nobody knows. */
async function send(ask, name, state) {
  for (let i = 0; ; ++i) {
    const isBulk = i % 3 === 2;
    const numbers = Array.from({ length: isBulk ? BULK : 1 }, (_, j) => `${name}-${i}-${j}`);
    const [body] = isBulk ? [{ events: numbers.map(event) }] : numbers.map(event);
    for (const n of numbers) state.sent.add(n);
    try {
      const { status } = await ask(isBulk ? '/v1/events/bulk' : '/v1/events', { body });
      assert.equal(status, 202);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return;
    }
    for (const n of numbers) state.acknowledged.add(n);
    state.left -= 1;
    if (state.left === 0) setTimeout(state.kill, MOST_MS * random());
  }
}

async function killOne(data, round, state) {
  const program = new Program(['--data', data], { command: [process.execPath, SERVE] });
  // One in ten is killed while it starts.
  if (round % 10 === 9) {
    setTimeout(() => program.child.kill('SIGKILL'), 400 * random());
    await program.ended;
    return;
  }
  const ask = await program.ready();
  state.left = 1 + Math.floor(MOST_ACKNOWLEDGED * random());
  state.kill = () => program.child.kill('SIGKILL');
  const clients = Array.from({ length: CLIENTS }, (_, c) => send(ask, `${round}-${c}`, state));
  await Promise.all(clients);
  assert.equal(await program.ended, 'SIGKILL', program.stderr);
}

/** Kills on one file, and what is there afterwards. */
async function killAll(data) {
  const state = { sent: new Set(), acknowledged: new Set() };
  for (let round = 0; round < KILLS; ++round) await killOne(data, round, state);
  const program = new Program(['--data', data]);
  const counts = await countsOf(await program.ready());
  assert.equal(await program.end(), 0);
  return { ...state, counts };
}

function check({ sent, acknowledged, counts }) {
  const there = Object.keys(counts);
  assert.ok(acknowledged.size > KILLS, `${acknowledged.size} acknowledged`);
  assert.deepEqual([...acknowledged].filter((n) => counts[n] === undefined), []);
  assert.deepEqual(there.filter((n) => counts[n] !== 1), []);
  assert.deepEqual(there.filter((n) => !sent.has(n)), []);
  // A request is kept whole or not at all.
  const parts = {};
  for (const n of there.filter((each) => Number(each.split('-')[2]) % 3 === 2)) {
    const request = n.replace(/-\d+$/, '');
    parts[request] = (parts[request] ?? 0) + 1;
  }
  assert.deepEqual(Object.entries(parts).filter(([, size]) => size !== BULK), []);
}

test(`every acknowledged event outlives ${FILES * KILLS} kills, once`, async (t) => {
  await withFolder(async (_, path) => {
    const files = Array.from({ length: FILES }, (_, i) => path(`${i}.db`));
    for (const result of await Promise.all(files.map(killAll))) {
      const { sent, acknowledged, counts } = result;
      t.diagnostic(`${acknowledged.size} of ${sent.size} events acknowledged, ${Object.keys(counts).length} there`);
      check(result);
    }
  });
});

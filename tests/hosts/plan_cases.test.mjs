// SPDX-License-Identifier: Apache-2.0
// If this fails, a plan in Node answers a case of tests/cases otherwise than a report: read in pieces of
// seven bytes and restored on the way, or merged from two shards. tests/cases_runner/plans_test.cpp has more ways.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { withEngine } from './support.mjs';

const PIECE = 7;
const MOST_PIECES = 20_000; // longer documents in longer pieces

// The good requests over each set of events.
function questionsOf(service) {
  const folder = new URL(`../cases/${service}/`, import.meta.url);
  const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const sets = read('events.json');
  const questions = new Map();
  for (const file of readdirSync(folder).filter((name) => name !== 'events.json')) {
    for (const one of read(file).cases.filter(({ status, body }) => status === 200 && body)) {
      const events = typeof one.events === 'string' ? sets[one.events] : one.events;
      const key = JSON.stringify([one.dialect, events]);
      if (!questions.has(key)) questions.set(key, { dialect: one.dialect, events, cases: [] });
      questions.get(key).cases.push(one);
    }
  }
  return [...questions.values()];
}

const callOf = ({ report, mode, now, catalog, request }) => ({ report, mode, now, catalog, request });
const documentOf = (events) => Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));

function expectAnswers(plans, cases) {
  plans.forEach((plan, i) => assert.equal(plan.report().text, JSON.stringify(cases[i].body), cases[i].name));
}

const inPieces = ({ dialect, events, cases }) =>
  withEngine({ keep: 'plans' }, (engine) => {
    const plans = cases.map((one) => engine.plan(callOf(one)));
    const bytes = documentOf(events);
    const size = Math.max(PIECE, Math.ceil(bytes.length / MOST_PIECES));
    const middle = Math.floor(bytes.length / size / 2) * size;
    for (let at = 0; at < bytes.length; at += size) {
      if (at === middle) for (const plan of plans) plan.restore(plan.snapshot());
      engine.append(bytes.subarray(at, at + size), { dialect, more: at + size < bytes.length });
    }
    expectAnswers(plans, cases);
  });

// What is late depends on what came before, which a shard does not know.
async function merged({ dialect, events, cases }) {
  const asked = cases.filter(({ request }) => request.lateness === undefined);
  const middle = Math.floor(events.length / 2);
  const saved = [];
  for (const [source, part] of [events.slice(0, middle), events.slice(middle)].entries()) {
    saved.unshift(await withEngine({ keep: 'plans' }, (engine) => {
      const plans = asked.map((one) => engine.plan(callOf(one)));
      engine.append(documentOf(part), { dialect, source });
      return plans.map((plan) => plan.snapshot());
    }));
  }
  await withEngine({ keep: 'plans' }, (engine) => {
    const plans = asked.map((one) => engine.plan(callOf(one)));
    for (const snapshots of saved) plans.forEach((plan, i) => plan.merge(snapshots[i]));
    expectAnswers(plans, asked);
  });
}

for (const service of ['flexprice', 'lago', 'seatsio', 'tallyfold']) {
  test(`plans answer the cases of ${service}`, async () => {
    const questions = questionsOf(service);
    assert.ok(questions.length > 2);
    for (const asked of questions) {
      await inPieces(asked);
      await merged(asked);
    }
  });
}

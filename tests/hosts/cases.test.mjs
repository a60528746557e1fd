// SPDX-License-Identifier: Apache-2.0
// If this fails, a report's answer in Node has changed by a byte, or differs from the native one:
// tests/cases_runner/cases_test.cpp expects the same bytes of the same cases.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

const FOLDER = new URL('../cases/flexprice/', import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
const sets = read('events.json');

for (const file of readdirSync(FOLDER).filter((name) => name !== 'events.json')) {
  test(`cases of ${file}`, async (t) => {
    for (const { name, events, report, mode, now, request, status, body } of read(file).cases) {
      await t.test(name, async () => {
        withEngine(await createEngine(), (engine) => {
          engine.append(typeof events === 'string' ? sets[events] : events);
          const answer = engine.report({ report, mode, now, request });
          assert.equal(answer.status, status);
          if (body) assert.equal(answer.text, JSON.stringify(body));
        });
      });
    }
  });
}

function withEngine(engine, use) {
  try {
    use(engine);
  } finally {
    engine.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// If this fails, a report's answer in Node has changed by a byte, or differs from the native one:
// tests/cases_runner/cases_test.cpp expects the same bytes of the same cases.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

for (const service of ['flexprice', 'lago', 'seatsio', 'tallyfold']) {
  const folder = new URL(`../cases/${service}/`, import.meta.url);
  const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const sets = read('events.json');
  for (const file of readdirSync(folder).filter((name) => name !== 'events.json')) {
    test(`cases of ${service}/${file}`, async (t) => {
      for (const one of read(file).cases) await t.test(one.name, () => expectAnswer(one, sets));
    });
  }
}

async function expectAnswer(one, sets) {
  const { events, dialect, report, mode, now, catalog, request } = one;
  const engine = await createEngine(catalog && { catalog });
  try {
    engine.append(typeof events === 'string' ? sets[events] : events, { dialect });
    const answer = engine.report({ report, mode, now, request });
    assert.equal(answer.status, one.status);
    if (one.body) assert.equal(answer.text, JSON.stringify(one.body));
    if (one.problems) assert.deepEqual(pathsOf(answer.body), one.problems);
  } finally {
    engine.close();
  }
}

/** Where a refusal says that the request is wrong, sorted. */
const pathsOf = ({ errors }) => errors.map(({ data }) => data.path ?? '').sort();

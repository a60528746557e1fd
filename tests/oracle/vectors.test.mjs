// SPDX-License-Identifier: Apache-2.0
// The oracle itself must answer the vectors. TALLYFOLD_VECTORS names a vector file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { agrees } from './compare.mjs';
import { isGroupName } from './request.mjs';
import { usage, usageByMeter } from './usage.mjs';

const NOW = '2026-01-01T00:00:00Z';
const file = process.env.TALLYFOLD_VECTORS;

const answers = {
  usage,
  usage_by_meter: usageByMeter,
  group_by_name: ({ request }) => ({ valid: isGroupName(request.name) }),
};

// Vectors were taken from doubles added in any order, hence their tolerance.
function matches(expected, actual) {
  if (expected.one_of) {
    const { status, one_of } = expected;
    return one_of.some((body) => agrees({ status, body }, actual, 1e-12));
  }
  return agrees(expected, actual, 1e-12);
}

if (!file) {
  test('vectors', { skip: 'TALLYFOLD_VECTORS names no file' }, () => {});
} else {
  const { event_sets: sets, vectors } = JSON.parse(readFileSync(file, 'utf8'));
  for (const vector of vectors.filter((v) => v.operation in answers)) {
    test(`${vector.operation}: ${vector.name}`, () => {
      const events = typeof vector.events === 'string' ? sets[vector.events] : vector.events;
      const { request, now = NOW } = vector;
      const actual = answers[vector.operation]({ events, request, now });
      const message = JSON.stringify({ expected: vector.expected, actual }, null, 1);
      assert.ok(matches(vector.expected, actual), message);
    });
  }
}

// SPDX-License-Identifier: Apache-2.0
// If this fails, a stream that goes through a pipe into a plan takes memory that grows with it, or is
// counted wrongly; or one whose state has no bound ends otherwise than with a clear error. Run by
// scripts/test-rest; benchmarks/stream.mjs does the same with ten gigabytes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { streamInto } from '../../benchmarks/stream.mjs';

const LIMITS = { bytes: 300e6, limitBytes: 128 * 1024 * 1024 };

for (const identity of ['none', 'lateness']) {
  for (const host of ['native', 'node']) {
    test(`300 MB under 128 MiB: ${host}, ${identity}`, async () => {
      const { peakBytes } = await streamInto(host, identity, LIMITS);
      assert.ok(peakBytes < LIMITS.limitBytes);
    });
  }
}

const MEASURES = {
  count_unique: { type: 'count_unique', property: 'user' },
  percentile: { type: 'percentile', property: 'v', p: 99 },
};

for (const [name, measure] of Object.entries(MEASURES)) {
  test(`an unbounded ${name} is stopped by maxMemory with a clear error`, async () => {
    const maxMemory = 24e6;
    const engine = await createEngine({ keep: 'plans', keepIds: false, maxMemory });
    const request = { dedupe: 'none', aggregations: { a: measure } };
    const plan = engine.plan({ report: 'tallyfold.query', request });
    const streamOn = () => {
      for (let first = 0; first < 800_000; first += 10_000) {
        engine.append(linesFrom(first));
        assert.ok(engine.memoryBytes <= maxMemory);
      }
      plan.report();
    };
    // Whether the plan or the next piece of input is what no longer fits.
    assert.throws(streamOn, {
      code: 'out_of_memory',
      message: /leaves no room for more(: the report holds .* bytes of values$| events;)/,
    });
    engine.close();
  });
}

function linesFrom(first) {
  let text = '';
  for (let n = first; n < first + 10_000; ++n)
    text += `{"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","properties":{"v":${n},"user":"user-${n}"}}\n`;
  return text;
}

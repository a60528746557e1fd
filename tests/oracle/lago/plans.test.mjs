// SPDX-License-Identifier: Apache-2.0
// If this fails, a plan in Lago's words answers another text than a report over kept events: cut into shards, merged in
// another order, or saved and restored in the middle.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { generate } from './generate.mjs';

const SEED = 20240302;
const CASES = 60;
const SHARDS = 3;

async function withEngine(catalog, use) {
  const engine = await createEngine({ catalog });
  try {
    return use(engine);
  } finally {
    engine.close();
  }
}

const callOf = ({ report, requestText, mode, now }, more) => ({
  ...{ report, mode, now },
  request: { ...JSON.parse(requestText), ...more },
});

test(`${CASES} random plans answer as reports do, whatever becomes of their partials`, async () => {
  let answered = 0;
  for (let number = 0; number < CASES; number++) {
    const c = generate(SEED, number);
    // With every copy counted most events are added up at once, else none in a plan.
    for (const more of [{}, { dedupe: 'none' }]) {
      const call = callOf(c, more);
      const where = `seed ${SEED} case ${number} ${JSON.stringify(more)}`;
      const append = (engine, lines, source) => engine.append(lines.join('\n'), { dialect: 'lago', source });
      const parts = Array.from({ length: SHARDS }, (_, shard) =>
        c.lines.filter((_, i) => Math.floor((i * SHARDS) / c.lines.length) === shard),
      );
      const whole = await withEngine(c.catalog, (engine) => {
        parts.forEach((lines, source) => append(engine, lines, source));
        return engine.report(call);
      });
      if (whole.status !== 200) continue;
      answered++;
      const snapshots = [];
      for (const [source, lines] of parts.entries()) {
        snapshots.push(
          await withEngine(c.catalog, (engine) => {
            const plan = engine.plan(call);
            append(engine, lines.slice(0, 1), source);
            plan.restore(plan.snapshot());
            append(engine, lines.slice(1), source);
            return plan.snapshot();
          }),
        );
      }
      for (const order of [snapshots, [...snapshots].reverse()]) {
        const text = await withEngine(c.catalog, (engine) => {
          const plan = engine.plan(call);
          for (const snapshot of order) plan.merge(snapshot);
          return plan.report().text;
        });
        assert.equal(text, whole.text, where);
      }
    }
  }
  assert.ok(answered > CASES, `${answered} plans were compared`);
});

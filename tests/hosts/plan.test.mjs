// SPDX-License-Identifier: Apache-2.0
// If this fails, saved or merged partial results give another number than the events themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { call, lines, SUM, withEngine } from './support.mjs';

const COUNT = {
  ...SUM,
  mode: 'exact',
  request: { event_name: 'call', aggregation_type: 'COUNT', window_size: 'DAY' },
};
const events = Array.from({ length: 60 }, (_, i) => ({
  ...call(i, 1 + (i % 8)),
  event_id: `id ${i % 50}`,
}));
const textOf = (engine) => engine.report(COUNT).text;

test('a plan sees earlier and later events', () =>
  withEngine({}, (engine) => {
    engine.append(events.slice(0, 20));
    const plan = engine.plan(COUNT);
    engine.append(events.slice(20));
    assert.equal(plan.report().text, textOf(engine));
    assert.equal(plan.report().ledger.handed_in, 60);
  }));

test('an engine of plans keeps no events and answers the same', () =>
  withEngine({}, (whole) => {
    whole.append(events);
    return withEngine({ keep: 'plans' }, (engine) => {
      const plan = engine.plan(COUNT);
      engine.append(events);
      assert.equal(plan.report().text, textOf(whole));
      assert.throws(() => engine.report(COUNT), { code: 'misuse' });
      assert.throws(() => engine.plan(COUNT), { code: 'misuse' });
    });
  }));

test('shards merge in any order, duplicates across them included', async () => {
  const expected = await withEngine({}, (engine) => {
    engine.append(events);
    return textOf(engine);
  });
  const shards = [];
  for (let source = 0; source < 3; ++source) {
    const part = lines(...events.slice(source * 20, source * 20 + 20));
    shards.push(
      await withEngine({ keep: 'plans' }, (engine) => {
        const plan = engine.plan(COUNT);
        engine.append(part, { source });
        return plan.snapshot();
      }),
    );
  }
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    await withEngine({ keep: 'plans' }, (engine) => {
      const plan = engine.plan(COUNT);
      for (const index of order) plan.merge(shards[index]);
      assert.equal(plan.report().text, expected);
    });
  }
});

test('a snapshot goes on where it was taken', async () => {
  const snapshot = await withEngine({ keep: 'plans' }, (engine) => {
    const plan = engine.plan(COUNT);
    engine.append(events.slice(0, 30));
    return plan.snapshot();
  });
  assert.ok(snapshot instanceof Uint8Array);
  await withEngine({}, (whole) => {
    whole.append(events);
    return withEngine({ keep: 'plans' }, (engine) => {
      const plan = engine.plan(COUNT);
      plan.restore(
        snapshot.buffer.slice(snapshot.byteOffset, snapshot.byteOffset + snapshot.length),
      );
      engine.append(events.slice(30), { source: 1 });
      assert.equal(plan.report().text, textOf(whole));
    });
  });
});

test('foreign and damaged snapshots are refused and change nothing', () =>
  withEngine({}, (engine) => {
    engine.append(events);
    const plan = engine.plan(COUNT);
    const other = engine.plan(SUM).snapshot();
    const before = plan.report().text;
    const damaged = plan.snapshot();
    damaged[damaged.length - 1] ^= 1;
    for (const snapshot of [other, damaged, damaged.subarray(0, 10), new Uint8Array(0)]) {
      assert.throws(() => plan.restore(snapshot), { code: 'invalid_snapshot' });
      assert.throws(() => plan.merge(snapshot), { code: 'invalid_snapshot' });
    }
    assert.throws(() => plan.merge('text'), { code: 'misuse' });
    assert.equal(plan.report().text, before);
  }));

test('a bad request names its problems', () =>
  withEngine({}, (engine) => {
    const request = { event_name: 'call', aggregation_type: 'SUM' };
    assert.throws(
      () => engine.plan({ ...SUM, mode: 'exact', request }),
      (error) => {
        assert.equal(error.code, 'invalid_request');
        assert.equal(error.problems[0].path, '$.property_name');
        return true;
      },
    );
    assert.equal(engine.report({ ...SUM, mode: 'exact', request }).status, 400);
    const lago = { report: 'lago.analytics_usage', request: { time_granularity: 'hourly' } };
    assert.throws(() => engine.plan(lago), {
      code: 'invalid_request',
      message: 'Unprocessable Entity: time_granularity value_is_invalid',
      problems: [{ path: 'time_granularity', message: 'value_is_invalid' }],
    });
    const nobody = { external_customer_id: 'a', external_subscription_id: 'b' };
    assert.throws(() => engine.plan({ report: 'lago.current_usage', request: nobody }), {
      message: 'Not Found: customer_not_found',
    });
  }));

test('a closed plan says so, and closing twice is fine', () =>
  withEngine({}, (engine) => {
    const plan = engine.plan(COUNT);
    plan.close();
    plan.close();
    assert.throws(() => plan.report(), { code: 'misuse', message: 'the plan is closed' });
    const open = engine.plan(COUNT);
    engine.close();
    assert.throws(() => open.report(), { code: 'misuse', message: 'the engine is closed' });
    open.close();
  }));

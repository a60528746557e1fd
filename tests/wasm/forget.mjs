// SPDX-License-Identifier: Apache-2.0
// Forgets engines or plans, collects garbage, and fails when their memory stays; or closes engines and
// leaves the collecting to the runtime. memory.test.mjs runs it.

import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';

import { createEngine } from 'tallyfold';

const request = { event_name: 'call', aggregation_type: 'COUNT_UNIQUE', property_name: 'v' };
const PLAN = { report: 'flexprice.usage', now: '2024-03-10T00:00:00Z', request };
const events = Array.from({ length: 20_000 }, (_, v) => ({
  event_name: 'call',
  external_customer_id: 'c',
  timestamp: '2024-03-05T10:00:00Z',
  properties: { v },
}));

async function collect() {
  for (let i = 0; i < 5; ++i) {
    globalThis.gc();
    await wait(10);
  }
}

async function forgetEngines() {
  const held = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  const engines = [];
  for (let i = 0; i < 20; ++i) engines.push(await createEngine());
  await collect();
  const full = held();
  engines.length = 0;
  await collect();
  assert.ok(held() < full / 2, `${held()} of ${full} bytes stay`);
}

async function forgetPlans() {
  const engine = await createEngine();
  engine.append(events);
  const alone = engine.memoryBytes;
  let plans = Array.from({ length: 5 }, () => engine.plan(PLAN));
  assert.ok(engine.memoryBytes > alone * 1.2);
  const before = engine.memoryBytes;
  plans = plans.slice(0, 1);
  await collect();
  assert.ok(engine.memoryBytes < before, `${engine.memoryBytes} of ${before} bytes stay`);
  assert.equal(plans[0].report().body.value, events.length);
}

// As a server has it that makes an engine for every request. All of them together are a third of a gigabyte.
async function closeEngines() {
  const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const before = process.memoryUsage.rss();
  let most = 0;
  for (let i = 0; i < 40; ++i) {
    const engine = await createEngine();
    for (let source = 0; source < 4; ++source) engine.append(lines, { source });
    engine.close();
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  assert.ok(most < 150e6, `${most} bytes at a time`);
}

const TESTS = { engines: forgetEngines, plans: forgetPlans, closed: closeEngines };
await TESTS[process.argv[2]]();

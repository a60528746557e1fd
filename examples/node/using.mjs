// SPDX-License-Identifier: Apache-2.0
// Engines and plans end with the block that they are in. Run with Node 24 or newer: node examples/node/using.mjs

import { readFileSync } from 'node:fs';

import { createEngine } from 'tallyfold';

const events = readFileSync(new URL('../events/2024-05-first-half.ndjson', import.meta.url));
const request = { event: 'completion', aggregations: { calls: { type: 'count' } } };
let kept;
let report;
{
  using engine = await createEngine({ keep: 'plans' });
  using plan = engine.plan({ report: 'tallyfold.query', now: '2024-06-01T00:00:00Z', request });
  engine.append(events);
  report = plan.report(); // a copy, as snapshots are: it stays
  kept = engine;
}
console.log(`${report.body.totals.values.calls} calls`);
try {
  kept.ledger();
} catch (error) {
  console.log(error.message);
}

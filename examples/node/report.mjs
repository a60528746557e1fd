// SPDX-License-Identifier: Apache-2.0
// Usage per day of one customer, from a stream of events. Run: node examples/node/report.mjs

import { createReadStream } from 'node:fs';

import { createEngine } from 'tallyfold';

const events = new URL('../events/2024-05-first-half.ndjson', import.meta.url);
const engine = await createEngine();
try {
  await engine.appendFrom(createReadStream(events));
  const { body, complete, ledger } = engine.report({
    report: 'flexprice.usage',
    mode: 'exact',
    request: {
      event_name: 'completion',
      aggregation_type: 'SUM',
      property_name: 'tokens',
      external_customer_id: 'acme',
      window_size: 'DAY',
      start_time: '2024-05-01T00:00:00Z',
      end_time: '2024-05-08T00:00:00Z',
    },
  });
  for (const { window_size: day, value } of body.results)
    console.log(`${day.slice(0, 10)}  ${value} tokens`);
  console.log(`total       ${body.value} tokens`);
  console.log(`complete: ${complete}; refused lines: ${ledger.intake.total}`);
} finally {
  engine.close();
}

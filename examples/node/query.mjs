// SPDX-License-Identifier: Apache-2.0
// Several questions about the same events in one pass. Run: node examples/node/query.mjs

import { createReadStream } from 'node:fs';

import { createEngine } from 'tallyfold';

const engine = await createEngine();
try {
  for (const [source, half] of ['first', 'second'].entries()) {
    const file = new URL(`../events/2024-05-${half}-half.ndjson`, import.meta.url);
    await engine.appendFrom(createReadStream(file), { source });
  }
  const { body } = engine.report({
    report: 'tallyfold.query',
    request: {
      event: 'completion',
      where: { field: 'properties.region', op: 'starts_with', value: 'us-' },
      from: '2024-05-01',
      to: '2024-06-01',
      time_zone: 'Asia/Kolkata',
      aggregations: {
        calls: { type: 'count' },
        tokens: { type: 'sum', property: 'tokens' },
        median: { type: 'percentile', property: 'tokens', p: 50 },
      },
      group_by: ['properties.model'],
      order_by: { by: 'tokens' },
      limit: 2,
    },
  });
  for (const { group, values } of body.rows)
    console.log(`${(group?.['properties.model'] ?? 'others').padEnd(10)} ${values.calls} calls, ${values.tokens} tokens, half of them up to ${values.median}`);
} finally {
  engine.close();
}

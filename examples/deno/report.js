// SPDX-License-Identifier: Apache-2.0
// Tokens per model, from a file of events. Run: deno run --allow-read report.js

import { createEngine } from 'tallyfold';

const engine = await createEngine();
try {
  const file = await Deno.open(new URL('../events/2024-05-first-half.ndjson', import.meta.url));
  await engine.appendFrom(file.readable);
  const { body } = engine.report({
    report: 'tallyfold.query',
    request: {
      event: 'completion',
      aggregations: { tokens: { type: 'sum', property: 'tokens' } },
      group_by: ['properties.model'],
      order_by: { by: 'tokens' },
    },
  });
  for (const { group, values } of body.rows)
    console.log(`${group['properties.model']}: ${values.tokens} tokens`);
} finally {
  engine.close();
}

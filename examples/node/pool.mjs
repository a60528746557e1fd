// SPDX-License-Identifier: Apache-2.0
// Two workers read files and answer one question together. Run: node examples/node/pool.mjs

import { createEnginePool } from 'tallyfold';

const pool = await createEnginePool({ workers: 2 });
try {
  for (const [source, half] of ['first', 'second'].entries()) {
    const file = new URL(`../events/2024-05-${half}-half.ndjson`, import.meta.url);
    await pool.appendFile(file, { source });
  }
  const { body, ledger } = await pool.report({
    report: 'tallyfold.query',
    request: {
      event: 'completion',
      aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
      group_by: ['properties.model'],
      order_by: { by: 'tokens' },
    },
  });
  for (const { group, values } of body.rows)
    console.log(`${group['properties.model']}: ${values.calls} calls, ${values.tokens} tokens`);
  console.log(`${ledger.handed_in} records handed in`);
} finally {
  await pool.close();
}

// SPDX-License-Identifier: Apache-2.0
// Two workers read files and answer one question together. Run: bun pool.js

import { createEnginePool } from 'tallyfold';

const pool = await createEnginePool({ workers: 2 });
try {
  for (const [source, half] of ['first', 'second'].entries()) {
    const file = new URL(`../events/2024-05-${half}-half.ndjson`, import.meta.url);
    await pool.appendFile(file, { source });
  }
  const { body } = await pool.report({
    report: 'tallyfold.query',
    request: {
      event: 'completion',
      aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
    },
  });
  const { calls, tokens } = body.totals.values;
  console.log(`${calls} calls, ${tokens} tokens`);
} finally {
  await pool.close();
}

// SPDX-License-Identifier: Apache-2.0
// What a TypeScript user may write of the formats with libraries. Checked by scripts/test-rest, against the packed package.

import type { Table } from 'apache-arrow';
import { createEngine } from 'tallyfold';
import { readArrow, toArrow, toArrowBytes } from 'tallyfold/arrow';

const engine = await createEngine();
await engine.appendFrom(readArrow(fetch('events.arrow'), { properties: '*' }));
await engine.appendFrom(readArrow(new Blob([]), { columns: ['event_id'], json: [] }));
// @ts-expect-error no such input
readArrow(42);

const columns = engine.columns({
  report: 'tallyfold.query',
  request: { aggregations: { n: { type: 'count' } } },
  texts: true,
});
// @ts-expect-error the answer may be a refusal
await toArrow(columns);
if (columns.status === 200) {
  const table: Table = await toArrow(columns, { numbers: 'decimal', scale: 2 });
  table.numRows.toFixed();
  (await toArrowBytes(columns, { format: 'file' })).subarray(0, 4);
  // @ts-expect-error no such numbers
  await toArrow(columns, { numbers: 'float' });
}

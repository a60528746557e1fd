// SPDX-License-Identifier: Apache-2.0
// Used places per month and why they count, from seats.io records. Run: node examples/node/seats.mjs

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { createEngine } from 'tallyfold';

const folder = new URL('../seatsio/', import.meta.url);
const catalog = JSON.parse(await readFile(new URL('catalog.json', folder), 'utf8'));
const now = '2023-01-05T00:00:00Z';

const engine = await createEngine({ catalog });
try {
  for (const [source, month] of ['2022-11', '2022-12'].entries()) {
    const records = createReadStream(new URL(`${month}.ndjson`, folder));
    await engine.appendFrom(records, { dialect: 'seatsio', source });
  }
  const perMonth = (options, ownCatalog) =>
    engine
      .report({
        report: 'seatsio.usage',
        request: { shape: 'current', ...options },
        now,
        catalog: ownCatalog,
      })
      .body.map(({ month: { year, month }, numUsedObjects }) => `${year}-${month}: ${numUsedObjects}`)
      .join(', ');

  console.log(`used places             ${perMonth()}`);
  console.log(`tables count as seats   ${perMonth({ tableCountsAs: 'seats' })}`);
  // The same records under another catalog, where no workspace is for tests.
  const noTests = { seatsio: { ...catalog.seatsio, workspaces: [] } };
  console.log(`rehearsals count too    ${perMonth({}, noTests)}`);

  console.log('opening-night in December:');
  const { body: objects } = engine.report({
    report: 'seatsio.usage_month_event',
    request: { month: '2022-12', eventId: 5001 },
    now,
  });
  for (const { object, usageByReason } of objects) {
    const reasons = Object.entries(usageByReason).map(([reason, count]) => `${count} ${reason}`);
    console.log(`  ${object.padEnd(10)}${reasons.join(', ')}`);
  }
} finally {
  engine.close();
}

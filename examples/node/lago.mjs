// SPDX-License-Identifier: Apache-2.0
// Units and cents of a month, and what another price would have made of it. Run: node examples/node/lago.mjs

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { createEngine } from 'tallyfold';

const folder = new URL('../lago/', import.meta.url);
const catalog = JSON.parse(await readFile(new URL('catalog.json', folder), 'utf8'));
const now = '2024-04-05T00:00:00Z';
const march = { time_granularity: 'monthly', from_date: '2024-03-01', to_date: '2024-03-31' };

const engine = await createEngine({ catalog });
try {
  await engine.appendFrom(createReadStream(new URL('2024-03.ndjson', folder)), { dialect: 'lago' });

  const { body, complete, ledger } = engine.report({ report: 'lago.analytics_usage', request: march, now });
  for (const { billable_metric_code: metric, units, amount_cents, amount_currency } of body.usages)
    console.log(`${metric.padEnd(10)}${units.padStart(8)}${String(amount_cents).padStart(8)} cents ${amount_currency}`);
  console.log(`complete: ${complete}; not counted: ${JSON.stringify(ledger.rejected.counts)}`);

  // The same events under another price: they are not read again.
  const dearer = structuredClone(catalog);
  dearer.plans[0].charges[2].properties.amount = '12';
  const perCustomer = (ownCatalog) =>
    engine
      .report({
        report: 'lago.analytics_usage',
        request: { ...march, billable_metric_code: 'seats', group_by: 'external_customer_id' },
        now,
        catalog: ownCatalog,
      })
      .body.usages.map((row) => `${row.external_customer_id} ${row.amount_cents}`)
      .join(', ');
  console.log(`seats at 9 EUR:  ${perCustomer()}`);
  console.log(`seats at 12 EUR: ${perCustomer(dearer)}`);

  const { customer_usage: usage } = engine.report({
    report: 'lago.current_usage',
    request: { external_customer_id: 'jo', external_subscription_id: 'jo' },
    now,
  }).body;
  console.log(`jo since ${usage.from_datetime}: ${usage.amount_cents} cents ${usage.currency}`);
} finally {
  engine.close();
}

// SPDX-License-Identifier: Apache-2.0
// What a TypeScript user may write, and what must not compile. Checked by `npm run types`.

import { createEngine, TallyfoldError } from 'tallyfold';
import type { Engine, FlexpriceError, FlexpriceUsageBody, Ledger, Plan, ReportCall } from 'tallyfold';
import { toCsv } from 'tallyfold/csv';
import { readParquet } from 'tallyfold/parquet';
import { unzstd } from 'tallyfold/zstd';

const engine: Engine = await createEngine({
  keep: 'plans',
  keepIds: true,
  maxMemory: 1e9,
  idKey: 'k',
});
await createEngine({ wasm: new URL('file:///engine.wasm') });
await createEngine({ wasm: fetch('engine.wasm') });
// @ts-expect-error an option that does not exist
await createEngine({ keepId: true });

engine.append(new Uint8Array(1), { more: true, source: 1, receivedAt: new Date() });
engine.append([{ event_name: 'call' }]);
engine.append('', {
  dialect: { name: '/type', time: '/at', timeUnit: 'ms', properties: '*', source: { const: 'a' } },
});
// @ts-expect-error a format that does not exist
engine.append('', { format: 'xml' });
// @ts-expect-error the unit is misspelt
engine.append('', { dialect: { name: 'a', timeUnit: 'sec' } });

const { accepted } = await engine.appendFrom(new Blob([]), {
  onProgress: ({ bytes }) => bytes.toFixed(),
  signal: AbortSignal.timeout(1),
});
accepted.toFixed();
await engine.appendFrom(fetch('events.ndjson'));
await engine.appendFrom(process.stdin);
await engine.appendFrom(new Blob([]), {
  compression: 'zstd',
  onProgress: ({ compressedBytes = 0 }) => compressedBytes.toFixed(),
});
// @ts-expect-error a compression that does not exist
await engine.appendFrom('', { compression: 'brotli' });

// Formats; those with libraries are checked in tests/formats.
{
  const call: ReportCall<'tallyfold.query'> = {
    report: 'tallyfold.query',
    request: { aggregations: { n: { type: 'count' } } },
  };
  toCsv(engine.report(call), call, { formulas: 'escape', delimiter: ';' }).trim();
  toCsv(engine.report(call), 'tallyfold.query');
  await engine.appendFrom(unzstd(fetch('events.zst')));
  await engine.appendFrom(readParquet('events.parquet', { properties: '*', columns: ['event_id'] }));
  // @ts-expect-error one name is no list
  readParquet(new Blob([]), { columns: 'event_id' });
}

const kept = engine.ingest({
  endpoint: 'lago.events',
  request: { event: { transaction_id: 't', code: 'c', timestamp: 1.5 } },
  receivedAt: new Date(),
  store: 'clickhouse',
});
if ('event' in kept.body) kept.body.event.timestamp.toUpperCase();
engine.ingest({ endpoint: 'flexprice.events_bulk', request: new Uint8Array(1) });
// @ts-expect-error an endpoint that does not exist
engine.ingest({ endpoint: 'lago.event', request: '{}' });
// @ts-expect-error the customer is missing
engine.ingest({ endpoint: 'flexprice.events', request: { event_name: 'e' } });

const report = engine.report({
  report: 'flexprice.usage',
  mode: 'exact',
  request: {
    event_name: 'call',
    aggregation_type: 'SUM',
    property_name: 'v',
    window_size: '15MIN',
    numbers: 'text',
    dedupe: 'id',
    lateness: 'PT24H',
    timezone: 'Europe/Vienna',
    group_by: ['source'],
    start_time: new Date(),
  },
});
const body: FlexpriceUsageBody | FlexpriceError = report.body;
if ('code' in body) body.code.toUpperCase();
else body.results?.[0]?.group?.source?.toUpperCase();
report.ledger?.rejected.counts.duplicate?.toFixed();
engine.report({ report: 'flexprice.usage', requestText: '{}' });
// @ts-expect-error no such report
engine.report({ report: 'flexprice.usages', request: {} });
engine.report({
  report: 'flexprice.usage',
  // @ts-expect-error no such aggregation
  request: { event_name: 'a', aggregation_type: 'MEDIAN' },
});
// @ts-expect-error the request is missing
engine.report({ report: 'flexprice.usage' });

const plan: Plan<'flexprice.usage_by_meter'> = engine.plan({
  report: 'flexprice.usage_by_meter',
  request: {
    meter: { event_name: 'a', aggregation: { type: 'MAX', field: 'v', bucket_size: 'DAY' } },
  },
});
plan.merge(plan.snapshot());
const ledger: Ledger = engine.ledger();
ledger.entries[0].line.toFixed();
try {
  engine.close();
} catch (error) {
  if (error instanceof TallyfoldError && error.code === 'misuse') error.problems?.[0]?.path.trim();
  if (error instanceof TallyfoldError && error.code === 'invalid_catalog')
    error.body?.error_details?.['$.plans']?.[0]?.trim();
}

await createEngine({ catalog: { seatsio: { workspaces: [{ id: 7, isTest: true, name: 'Test' }] } } });
engine.setCatalog('{}');
engine.setCatalog({
  seatsio: {
    events: [{ id: '12', key: 'opening', chartKey: 'hall', workspace: 7n, deleted: null }],
    objects: [{ chartKey: 'hall', label: 'Floor', type: 'generalAdmission', capacity: 300 }],
  },
});
// @ts-expect-error an object has a label
engine.setCatalog({ seatsio: { objects: [{ chartKey: 'hall' }] } });
engine.append('', { dialect: 'seatsio', format: 'csv' });
const season = engine.report({
  report: 'seatsio.usage_month',
  request: { month: '2022-05', shape: 'legacy6', timeZone: 'Europe/Brussels', apiHoldCounts: 'false' },
  catalog: {},
});
if ('errors' in season.body) season.body.errors[0].data?.path?.trim();
else season.body[0].usageByChart[0].chart?.key.trim();
engine.report({ report: 'seatsio.usage', request: { version: 2, shape: 'current' } });
// @ts-expect-error the month is missing
engine.report({ report: 'seatsio.usage_month', request: {} });
engine.report({
  report: 'seatsio.usage_month_event',
  // @ts-expect-error no such rule
  request: { month: '2023-01', eventId: 12, reasonRule: 'last' },
});
const objects: Plan<'seatsio.usage_month_event'> = engine.plan({
  report: 'seatsio.usage_month_event',
  request: { month: '2023-01', eventId: 12n, dedupe: 'none', lateness: 'PT48H' },
});
objects.close();

// Our own query.
{
  const answer = engine.report({
    report: 'tallyfold.query',
    request: {
      event: 'call',
      where: { and: [{ field: 'properties.ms', op: 'gte', value: 10n }, { not: { field: 'customer', op: 'exists' } }] },
      aggregations: { p95: { type: 'percentile', property: 'ms', p: '95' }, all: { type: 'count' } },
      group_by: ['customer', 'properties.region'],
      window: 'PT6H',
    },
  });
  if ('problems' in answer.body) answer.body.problems[0]?.path.trim();
  else answer.body.rows[0]?.values['p95']?.trim();
  // @ts-expect-error a percentile has a p
  engine.report({ report: 'tallyfold.query', request: { aggregations: { a: { type: 'percentile', property: 'v' } } } });
  // @ts-expect-error no such field
  engine.report({ report: 'tallyfold.query', request: { aggregations: { a: { type: 'count' } }, group_by: ['color'] } });
}

// Lago's reports and catalog.
{
  const lago = engine.report({
    report: 'lago.analytics_usage',
    request: { time_granularity: 'monthly', from_date: '2024-03-01', is_billable_metric_recurring: true },
    catalog: { billable_metrics: [{ code: 'calls', aggregation_type: 'count_agg' }], plans: [] },
  });
  if ('usages' in lago.body) {
    const cents: number = lago.body.usages[0].amount_cents;
    const units: string = lago.body.usages[0].units;
    void [cents, units];
  }
  // @ts-expect-error: no such granularity
  engine.report({ report: 'lago.analytics_usage', request: { time_granularity: 'hourly' } });
  // @ts-expect-error: both names are needed
  engine.report({ report: 'lago.current_usage', request: { external_customer_id: 'c' } });
}

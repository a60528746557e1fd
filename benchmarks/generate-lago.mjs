// SPDX-License-Identifier: Apache-2.0
// Makes a month of events in Lago's words, and the catalog that prices them: the same bytes for the same
// counts and seed on every machine.
//   node benchmarks/generate-lago.mjs <events> <subscriptions> <seed> <file.ndjson> <catalog.json>
// March 2024, in which clocks change in America and in Europe: customers in 20 time zones, plans of every
// interval, 12 metrics, every charge model, filters, groups, upgrades, late copies and bad values.

import { writeFileSync } from 'node:fs';

import { makeRandom, writeLines } from './random.mjs';

const START = Date.UTC(2024, 2, 1) / 1000;
const DAY = 86_400;
const SPAN = 31 * DAY;
const ZONES = ['UTC', 'America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'America/St_Johns', 'America/Santiago',
  'Europe/London', 'Europe/Paris', 'Europe/Helsinki', 'Africa/Cairo', 'Africa/Lagos', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Kathmandu',
  'Asia/Shanghai', 'Asia/Tokyo', 'Australia/Sydney', 'Australia/Lord_Howe', 'Pacific/Auckland', 'Pacific/Kiritimati'];
const REGIONS = ['eu', 'us', 'asia', 'africa'];
const REGION_FILTER = [{ key: 'region', values: REGIONS.slice(0, 3) }, { key: 'size', values: ['1', '2', '3'] }];

/** Codes are in the order of their charges in a plan. */
const METRICS = [
  { code: 'api_calls', aggregation_type: 'count_agg', filters: REGION_FILTER },
  { code: 'storage', aggregation_type: 'sum_agg', field_name: 'v', filters: REGION_FILTER },
  { code: 'credits', aggregation_type: 'sum_agg', field_name: 'v', recurring: true },
  { code: 'peak', aggregation_type: 'max_agg', field_name: 'v' },
  { code: 'users', aggregation_type: 'unique_count_agg', field_name: 'u' },
  { code: 'seats', aggregation_type: 'unique_count_agg', field_name: 'u', recurring: true },
  { code: 'level', aggregation_type: 'latest_agg', field_name: 'v' },
  { code: 'memory', aggregation_type: 'weighted_sum_agg', field_name: 'v', weighted_interval: 'seconds' },
  { code: 'disk', aggregation_type: 'weighted_sum_agg', field_name: 'v', weighted_interval: 'seconds', recurring: true },
  { code: 'payments', aggregation_type: 'sum_agg', field_name: 'v' },
  { code: 'work', aggregation_type: 'sum_agg', field_name: 'x', expression: 'round(event.properties.v * event.properties.w, 3)' },
  { code: 'transfer', aggregation_type: 'sum_agg', field_name: 'v', rounding_function: 'ceil', rounding_precision: 1 },
].map((metric, n) => ({ lago_id: `metric-${n}`, name: metric.code, ...metric }));

const tiers = (name, rows) => ({ [name]: rows.map(([from_value, to_value, per_unit_amount, flat_amount]) =>
  ({ from_value, to_value, per_unit_amount, flat_amount })) });
const GRADUATED = tiers('graduated_ranges', [[0, 10, '0.335', '1'], [11, 50, '0.125', '0.5'], [51, null, '0.01', '0']]);
const TOUCHING = tiers('graduated_ranges', [[0, '2.5', '1.10', '0'], ['2.5', 40, '0.7', '0.25'], [40, null, '0.05', '0']]);
const VOLUME = tiers('volume_ranges', [[0, 5, '2', '3'], [6, 100, '1.5', '0'], [101, null, '0.333333', '10']]);
const SHARES = { graduated_percentage_ranges: [
  { from_value: 0, to_value: 20, rate: '2.9', flat_amount: '0' }, { from_value: 21, to_value: null, rate: '1', flat_amount: '2' }] };
const BY_EVENT = { rate: '2.99', fixed_amount: '0.15', per_transaction_min_amount: '0.5', per_transaction_max_amount: '2' };
const FREE = { rate: '1.3', fixed_amount: '0.3', free_units_per_events: 2, free_units_per_total_aggregation: '25' };

const filtered = (properties, other) => ({ properties, filters: [
  { values: { region: ['eu'] }, properties: { ...other } },
  { values: { region: ['us', 'asia'], size: ['__ALL_FILTER_VALUES__'] }, properties: { ...properties } },
  { values: { region: ['us'] }, properties: { ...other, pricing_group_keys: ['size'] } }] });
const one = (charge_model, properties, more = {}) => ({ charge_model, properties, ...more });

/** Two ways to price each metric; plans alternate between them. */
const CHARGES = [
  [one('graduated', null, filtered(GRADUATED, TOUCHING)), one('package', { amount: '0.99', free_units: 5, package_size: 10 })],
  [one('standard', null, filtered({ amount: '0.0371' }, { amount: '0.05' })), one('volume', { ...VOLUME, pricing_group_keys: ['region'] })],
  [one('standard', { amount: '0.2' }, { prorated: true }), one('graduated', TOUCHING, { prorated: true })],
  [one('standard', { amount: '0.11', pricing_group_keys: ['region', 'size'] }), one('graduated_percentage', SHARES)],
  [one('volume', VOLUME), one('standard', { amount: '1.005' }, { pay_in_advance: true })],
  [one('graduated', GRADUATED, { prorated: true }), one('standard', { amount: '7' }, { prorated: true })],
  [one('package', { amount: '3', free_units: 0, package_size: 7 }), one('standard', { amount: '0.4' })],
  [one('standard', { amount: '0.9' }), one('graduated', TOUCHING)],
  [one('graduated', TOUCHING), one('standard', { amount: '0.8', pricing_group_keys: ['region'] })],
  [one('percentage', BY_EVENT), one('percentage', FREE)],
  [one('graduated_percentage', SHARES), one('percentage', { rate: '5', pricing_group_keys: ['size'] })],
  [one('dynamic', {}), one('dynamic', { pricing_group_keys: ['region'] }, { applied_pricing_unit: { code: 'crd', conversion_rate: '0.5' } })],
];
const PLANS = [['monthly', 'EUR'], ['monthly', 'USD'], ['weekly', 'USD'], ['quarterly', 'JPY'], ['semiannual', 'KWD', true],
  ['yearly', 'EUR', true], ['yearly', 'GBP'], ['semiannual', 'EUR']];

const planOf = ([interval, amount_currency, bill_charges_monthly = false], p) => ({
  ...{ code: `plan-${p}`, interval, amount_currency, bill_charges_monthly },
  charges: METRICS.map(({ code }, n) => ({
    ...{ lago_id: `charge-${p}-${n}`, code: `${code}_${p}`, billable_metric_code: code },
    ...CHARGES[n][p % 2],
  })),
});

const [events, count, seed] = process.argv.slice(2, 5).map(Number);
const [file, catalogFile] = process.argv.slice(5);
if (![events, count, seed].every(Number.isSafeInteger) || events < 1 || count < 1 || !catalogFile) {
  console.error('usage: node benchmarks/generate-lago.mjs <events> <subscriptions> <seed> <file.ndjson> <catalog.json>');
  process.exit(2);
}
const random = makeRandom(seed);
const below = (n) => Math.floor((random() / 2 ** 32) * n);
const pick = (list) => list[below(list.length)];
const timeText = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function catalog() {
  const customers = [];
  const subscriptions = [];
  for (let n = 0; n < count; n++) {
    customers.push({ external_id: `customer-${n}`, timezone: ZONES[n % ZONES.length], country: pick(['DE', 'IN', 'US']),
      customer_type: pick(['individual', 'company']) });
    const begins = START - below(180) * DAY + below(10 * DAY);
    const own = { external_id: `subscription-${n}`, external_customer_id: `customer-${n}`, plan_code: `plan-${below(PLANS.length)}`,
      billing_time: pick(['calendar', 'anniversary']), started_at: timeText(begins), terminated_at: null };
    subscriptions.push(own);
    const drawn = below(20);
    if (drawn < 2) own.terminated_at = timeText(START + 11 * DAY + below(18 * DAY));
    if (drawn === 0) {
      subscriptions.push({ ...own, plan_code: `plan-${below(PLANS.length)}`, started_at: own.terminated_at, terminated_at: null });
    }
  }
  return { organization: { lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90' }, billable_metrics: METRICS, plans: PLANS.map(planOf),
    customers, subscriptions };
}

const number = () => `${below(20) === 0 ? '-' : ''}${below(40)}.${String(below(1000)).padStart(3, '0')}`;

function line(i) {
  let time = START + Math.floor((i / events) * SPAN);
  if (below(20) === 0) time = Math.max(START, time - below(2 * DAY));
  if (below(50) === 0) time = Math.floor(time / 3600) * 3600; // on the hour, and so on some midnight
  const metric = pick(METRICS).code;
  const value = below(200) === 0 ? '"n/a"' : `"${number()}"`;
  const user = `"u":"user-${below(12)}","operation_type":"${below(3) === 0 ? 'remove' : 'add'}"`;
  const place = `"region":"${pick(REGIONS)}","size":"${1 + below(4)}"`;
  const copied = below(200) === 0 && i > 0 ? below(i) : i;
  return `{"transaction_id":"t${copied}","code":"${metric}","external_subscription_id":"subscription-${below(count)}",` +
    `"timestamp":"${time}.${String(below(1000)).padStart(3, '0')}","precise_total_amount_cents":"${below(5000)}.${below(10)}",` +
    `"properties":{"v":${value},"w":${1 + below(9)},${user},${place}}}\n`;
}

writeFileSync(catalogFile, JSON.stringify(catalog()));
writeLines(file, events, line);

// SPDX-License-Identifier: Apache-2.0
// Random cases in Lago's words: a catalog, events about its subscriptions, and a request.

import { createRandom } from '../random.mjs';
import { randomCatalog } from './generate-catalog.mjs';
import { GROUP_FIELDS } from './request.mjs';

const FIRST = Date.UTC(2023, 10, 20) / 1000;
const DAY = 86400;
/** Offsets of the zones of generated customers, in hours, so that their midnights are met. */
const HOURS = [0, 0, 0, 5, -5.5, -13, -11, 3, 4, -14, 2.5, 3.5, -2];
const FRACTIONS = [
  '',
  '',
  '',
  '',
  '.5',
  '.001',
  '.999999',
  '.000001',
  '.9999',
  '.0000005',
  '.9999999995',
];
const NUMBERS = [
  '1',
  '2',
  '3',
  '0',
  '-1',
  '-3',
  '0.1',
  '2.5',
  '10',
  '12',
  '100',
  '7.125',
  '-0.75',
  '1000000',
  '3.3333333333333333',
  '0.000001',
  '123456789.987654321',
  '-12.000001',
];
const BAD_NUMBERS = ['"abc"', '""', 'null', '"1e3"', '"+5"', '".5"', '" 1"', '"1."', 'true', '1e2'];
const GRANULARITIES = ['daily', 'weekly', 'monthly', 'yearly'];

// Seconds of a moment between two days of the case's time, often on or beside a midnight somewhere.
function seconds(random, from, to) {
  const midnight = FIRST + random.between(from, to) * DAY + random.pick(HOURS) * 3600;
  return (
    midnight + (random.chance(0.4) ? random.pick([0, 0, -1, 1, 3599, 3600]) : random.below(DAY))
  );
}

const instant = (random, from, to) =>
  new Date(seconds(random, from, to) * 1000).toISOString().replace('.000Z', 'Z');

function timestamp(random, times) {
  const at = random.chance(0.1) ? random.pick(times) : seconds(random, -20, 130);
  times.push(at);
  if (random.chance(0.05)) return JSON.stringify(new Date(at * 1000).toISOString());
  const number = `${at}${random.pick(FRACTIONS)}`;
  return random.chance(0.2) ? `"${number}"` : number;
}

const quoted = (random, number) => (random.chance(0.3) ? `"${number}"` : number);

function properties(random, { bad }) {
  const out = {};
  const number = () =>
    random.chance(bad) ? random.pick(BAD_NUMBERS) : quoted(random, random.pick(NUMBERS));
  if (random.chance(0.95)) out.v = number();
  if (random.chance(0.9)) out.w = number();
  if (random.chance(0.95)) out.u = JSON.stringify(random.pick(['a', 'b', 'c', 'd', 1, '1']));
  if (random.chance(0.35)) out.operation_type = random.pick(['"remove"', '"remove"', '"add"']);
  if (random.chance(0.7))
    out.region = JSON.stringify(random.pick(['eu', 'us', 'asia', 'africa', '']));
  if (random.chance(0.7)) out.size = random.pick(['1', '"1"', '2', '3', '"4"']);
  if (random.chance(0.7)) out.k = random.pick(['"x"', '"y"', '""', '7', 'null']);
  return `{${Object.entries(out)
    .map(([key, value]) => `"${key}":${value}`)
    .join(',')}}`;
}

function event(random, catalog, taste, number) {
  const members = {
    transaction_id: `"t${random.chance(0.06) ? random.below(number + 1) : number}"`,
    code: JSON.stringify(
      random.chance(0.03) ? 'unknown' : random.pick(catalog.billable_metrics).code,
    ),
    external_subscription_id: JSON.stringify(
      random.chance(0.03) ? 'nobody' : random.pick(catalog.subscriptions).external_id,
    ),
    timestamp: timestamp(random, taste.times),
    properties: properties(random, taste),
  };
  if (random.chance(0.5))
    members.precise_total_amount_cents = random.pick([
      '"10.1"',
      '3',
      '"0.005"',
      '"-4"',
      '"x"',
      '12.34567',
    ]);
  if (random.chance(taste.bad / 5))
    delete members[random.pick(['transaction_id', 'code', 'timestamp', 'properties'])];
  return `{${Object.entries(members)
    .map(([key, value]) => `"${key}":${value}`)
    .join(',')}}`;
}

// Each spoils a request in one way, or leaves it as it is.
const SPOILERS = [
  { time_granularity: 'hourly' },
  { from_date: '2024-02-30' },
  { customer_type: 'cat', to_date: 'soon' },
  { from_date: '2024-03-02', to_date: '2024-03-01' },
  { is_billable_metric_recurring: 'maybe' },
  { group_by: 'region' },
  { currency: [] },
  { currency: '', plan_code: '""' },
  { identity: 'mysql', dedupe: 'some' },
  { from_date: 20240301 },
];

const dayText = (random) =>
  new Date((FIRST + random.between(-5, 140) * DAY) * 1000).toISOString().slice(0, 10);

function analyticsRequest(random, { customers, subscriptions, plans, billable_metrics: metrics }) {
  const out = {};
  const maybe = (p, name, value) => {
    if (random.chance(p))
      out[name] = random.chance(0.1) && typeof value === 'string' ? `"${value}"` : value;
  };
  maybe(0.6, 'time_granularity', random.pick(GRANULARITIES));
  maybe(0.06, 'currency', random.pick(['EUR', 'USD', 'JPY']));
  const [from, to] = [dayText(random), dayText(random)].sort();
  maybe(0.3, 'from_date', from);
  maybe(0.3, 'to_date', to);
  maybe(0.06, 'customer_type', random.pick(['individual', 'company']));
  const customer = random.chance(0.1) ? 'nobody' : random.pick(customers).external_id;
  maybe(0.06, 'external_customer_id', customer);
  maybe(0.06, 'customer_country', random.pick(['DE', 'IN', 'FR']));
  maybe(0.06, 'external_subscription_id', random.pick(subscriptions).external_id);
  maybe(0.06, 'is_billable_metric_recurring', random.pick([true, false, 'true', 'false']));
  maybe(0.06, 'plan_code', random.pick(plans).code);
  maybe(0.06, 'billable_metric_code', random.pick(metrics).code);
  if (random.chance(0.3)) {
    const names = GROUP_FIELDS.filter(() => random.chance(0.4));
    out.group_by = random.chance(0.5) ? names : names.join(',');
  }
  maybe(0.05, 'anything', 'else');
  return random.chance(0.04) ? { ...out, ...random.pick(SPOILERS) } : out;
}

function currentRequest(random, { customers, subscriptions }) {
  const one = random.pick(subscriptions);
  const owner = customers.find(
    ({ external_id: id, lago_id: own }) =>
      id === one.external_customer_id || own === one.lago_customer_id,
  );
  return {
    external_customer_id: random.chance(0.03) ? 'nobody' : owner.external_id,
    external_subscription_id: random.chance(0.03) ? 'none' : one.external_id,
  };
}

/** Case `number` of a seed. */
export function generate(seed, number) {
  const random = createRandom(seed, number);
  const catalog = randomCatalog(random, instant);
  const taste = { bad: random.pick([0, 0, 0.08]), times: [FIRST] };
  const count = random.pick([10, 20, 40, 80, 120, 160, 200]);
  const lines = Array.from({ length: count }, (_, i) => event(random, catalog, taste, i));
  const isBroken = random.chance(0.02);
  if (isBroken) lines.push('{"code":');
  const isCurrent = random.chance(0.35);
  const request = (isCurrent ? currentRequest : analyticsRequest)(random, catalog);
  if (random.chance(0.15)) request.identity = random.pick(['postgres', 'clickhouse']);
  if (random.chance(0.08)) request.dedupe = random.pick(['dialect', 'none']);
  return {
    report: isCurrent ? 'lago.current_usage' : 'lago.analytics_usage',
    ...{ catalog, lines, dialect: 'lago' },
    format: isBroken || random.chance(0.8) ? 'ndjson' : 'json',
    requestText: JSON.stringify(request),
    mode: random.pick(['as-is', 'as-is', 'exact']),
    now: instant(random, 95, 140),
  };
}

// SPDX-License-Identifier: Apache-2.0
// Random cases: events and a request over every choice the report has, good and bad.

import { CUSTOMERS, NAMES, randomEvents, randomSpan, randomTaste, randomTime, timeText }
  from './generate-events.mjs';
import { createRandom } from './random.mjs';
import { SIZES } from './windows.mjs';

const AGGREGATIONS = ['COUNT', 'SUM', 'AVG', 'COUNT_UNIQUE', 'LATEST', 'SUM_WITH_MULTIPLIER',
  'MAX', 'WEIGHTED_SUM', 'SUM', 'MAX'];
const ZONES = ['America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata',
  'Asia/Kathmandu', 'Pacific/Apia', 'America/Havana', 'America/St_Johns', 'America/Asuncion',
  'America/Sao_Paulo', 'Pacific/Chatham', 'Europe/London', 'US/Eastern', 'UTC', 'Etc/UTC'];
const UNKNOWN_ZONES = ['Not/AZone', 'america/new_york', 'utc'];

// Each spoils a request in one way.
const SPOILERS = [
  (r) => delete r.event_name,
  (r) => { r.event_name = ''; },
  (r) => { r.event_name = 5; },
  (r) => delete r.aggregation_type,
  (r) => { r.aggregation_type = ''; },
  (r) => { r.start_time = 1710288000; },
  (r) => { r.end_time = 'yesterday'; },
  (r) => { r.end_time = '2024-02-30T00:00:00Z'; },
  (r) => { r.start_time = '2024-01-01 00:00:00'; },
  (r) => { r.start_time = '2199-01-01T00:00:00Z'; },
  (r) => { r.filters = { k: 'a' }; },
  (r) => { r.filters = { k: [1] }; },
  (r) => { r.filters = ['k']; },
  (r) => { r.multiplier = 'two'; },
  (r) => { r.multiplier = '0'; },
  (r) => { r.multiplier = '-1.50'; },
  (r) => { r.multiplier = 2; },
  (r) => { r.aggregation_type = 'MEDIAN'; },
  (r) => { r.aggregation_type = 'median'; r.multiplier = '3'; },
  (r) => { r.billing_anchor = 'soon'; },
  (r) => { r.group_by = 'source'; },
  (r) => delete r.property_name,
  (r) => { r.property_name = ''; },
];

/** Case `number` of a seed: { report, lines, requestText, mode, now }. */
export function generate(seed, number) {
  const random = createRandom(seed, number);
  const span = randomSpan(random);
  const mode = random.chance(0.5) ? 'as-is' : 'exact';
  const lines = randomEvents(random, span, randomTaste(random));
  const request = randomRequest(random, span, mode);
  if (random.chance(0.06)) random.pick(SPOILERS)(request);
  const now = new Date((span.pivot + random.pick([0, 3600, 86400, span.reach])) * 1000);
  const byMeter = random.chance(0.05) && meterRequest(random, request, mode);
  return {
    report: byMeter ? 'flexprice.usage_by_meter' : 'flexprice.usage',
    lines,
    requestText: spoilText(random, JSON.stringify(byMeter || request)),
    mode,
    now: now.toISOString(),
  };
}

function spoilText(random, text) {
  if (!random.chance(0.004)) return text;
  return random.pick(['', '{', '[]', 'null', text.slice(0, -1), `${text}x`]);
}

function randomRequest(random, span, mode) {
  const out = { event_name: random.pick(NAMES.slice(0, random.pick([1, 1, 1, 1, 2]))) };
  const type = random.pick(AGGREGATIONS);
  out.aggregation_type = random.chance(0.1) ? type.toLowerCase() : type;
  if (type !== 'COUNT' || random.chance(0.3)) {
    out.property_name = random.pick(
      type === 'COUNT_UNIQUE' ? ['u', 'k', 'v'] : ['v', 'v', 'v', 'v', 'v.w', 'none']);
  }
  if (type === 'SUM_WITH_MULTIPLIER' && random.chance(0.7)) {
    out.multiplier = random.pick(['2.5', '0.001', 3, 0.1, '1e-8', '3.3333333333333333333', 1e21]);
  }
  addRange(random, span, out);
  addWindows(random, span, out);
  addFilters(random, out);
  addGroups(random, out);
  if (random.chance(0.2)) out.dedupe = random.pick(['dialect', 'id', 'none']);
  if (random.chance(mode === 'exact' ? 0.3 : 0.05)) out.numbers = 'text';
  return out;
}

function addRange(random, span, out) {
  const reach = random.pick([span.reach, span.reach * 2]);
  const bounds = [0, 1].map(() => randomTime(random, span.pivot, reach));
  bounds.sort((a, b) => a.seconds - b.seconds);
  if (random.chance(0.55)) bounds[0] = { seconds: span.pivot - 2 * reach, fraction: '' };
  if (random.chance(0.55)) bounds[1] = { seconds: span.pivot + 2 * reach, fraction: '5' };
  if (random.chance(0.03)) bounds[1] = bounds[0];
  const texts = bounds.map((time) => timeText(random, time));
  if (!random.chance(0.05)) out.start_time = texts[0];
  else if (random.chance(0.5)) out.start_time = random.pick([null, '0001-01-01T00:00:00Z']);
  if (!random.chance(0.05)) out.end_time = texts[1];
  else if (random.chance(0.5)) out.end_time = random.pick([null, '0001-01-01T00:00:00Z']);
}

function randomSize(random) {
  const size = random.pick(random.chance(0.3) ? ['MONTH'] : SIZES);
  if (random.chance(0.04)) return random.pick(['FORTNIGHT', '45MIN', 'YEAR']);
  return random.chance(0.06) ? size.toLowerCase() : size;
}

function addWindows(random, span, out) {
  if (random.chance(0.6)) out.window_size = randomSize(random);
  if (random.chance(0.3)) out.bucket_size = randomSize(random);
  if (random.chance(0.6)) out.timezone = random.pick(ZONES);
  if (random.chance(0.02)) out.timezone = random.pick(UNKNOWN_ZONES);
  if (random.chance(0.3)) out.billing_anchor = randomAnchor(random, span);
}

function randomAnchor(random, span) {
  if (random.chance(0.3)) return timeText(random, randomTime(random, span.pivot, span.reach));
  const day = String(random.pick([1, 5, 11, 15, 28, 29, 30, 31])).padStart(2, '0');
  const clock = random.pick(['00:00:00', '14:30:45.123456789', '23:59:59.5', '02:15:00']);
  return `2024-0${random.pick([1, 3, 5])}-${day}T${clock}${random.pick(['Z', 'Z', '+05:30'])}`;
}

function addFilters(random, out) {
  if (random.chance(0.3)) out.external_customer_id = random.pick([...CUSTOMERS, 'nobody', '']);
  if (random.chance(0.1)) out.customer_id = random.pick(['cus_1', 'cus_2']);
  if (!random.chance(0.25)) return;
  const texts = ['a', 'b', 'B', 'é', '', '10', '1000', 'true', 'u1', 'u2', 'u3', '[1,2]'];
  out.filters = {};
  for (const name of ['k', 'u', 'v', 'none']) {
    if (!random.chance(0.35)) continue;
    const count = random.pick([0, 1, 2, 3, 5]);
    out.filters[name] = Array.from({ length: count }, () => random.pick(texts));
  }
}

function addGroups(random, out) {
  if (!random.chance(0.3)) return;
  const entries = ['properties.k', 'properties.u', 'source', 'customer_id',
    'external_customer_id', 'properties.v', 'properties.v.w'];
  if (random.chance(0.25)) {
    out.group_by_property = random.pick(['k', 'u', 'v.w', 'a-b']);
    return;
  }
  const count = random.pick([1, 1, 1, 2, 3]);
  out.group_by = [...new Set(Array.from({ length: count }, () => random.pick(entries)))];
  if (random.chance(0.03)) out.group_by[0] = random.pick(['k', 'properties.', 'properties.a-b']);
}

// The same question asked through a meter.
function meterRequest(random, request, mode) {
  const { event_name, aggregation_type, property_name, multiplier, bucket_size, group_by,
    group_by_property, ...rest } = request;
  const type = typeof aggregation_type === 'string' ? aggregation_type.toUpperCase() : 'SUM';
  const aggregation = { type, field: property_name, multiplier, bucket_size, group_by };
  const never = mode === 'as-is' && type !== 'WEIGHTED_SUM' && random.chance(0.4);
  const reset_usage = never ? 'NEVER' : 'BILLING_PERIOD';
  const filters = [{ key: 'k', values: ['a'] }];
  return { meter: { id: 'm1', event_name, aggregation, filters, reset_usage }, ...rest };
}

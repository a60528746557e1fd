// SPDX-License-Identifier: Apache-2.0
// If the first test fails, the slow oracle no longer answers what the service's own specs assert as
// whole reports. The others take single rules from the vector file that TALLYFOLD_VECTORS names.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { findZone } from '../zones.mjs';
import { aggregate, countable } from './aggregate.mjs';
import { dayFrom, localDay, periodAround } from './calendar.mjs';
import { sameAnswer } from './compare.mjs';
import { readEvents } from './events.mjs';
import { matchingAndIgnored } from './filters.mjs';
import { ceilAt, minus, num, roundAt, total, ZERO } from './number.mjs';
import { priceOf, proratedGraduated } from './price.mjs';
import { REPORTS } from './reports.mjs';

const CASES = ['charge_filter_fee', 'daily_usage_scenario', 'usage_scenario'];

test('the oracle answers the scenarios of the service', () => {
  let count = 0;
  for (const name of CASES) {
    const file = new URL(`../../cases/lago/${name}.json`, import.meta.url);
    for (const { events, request, status, body, ...call } of JSON.parse(readFileSync(file, 'utf8'))
      .cases) {
      if (request.store === 'clickhouse') continue; // the oracle is of the other store
      const lines = events.map((event) => JSON.stringify(event));
      const actual = REPORTS[call.report]({ ...call, lines, requestText: JSON.stringify(request) });
      assert.ok(
        sameAnswer({ status, body }, actual),
        JSON.stringify([call.name, body, actual.body], null, 1),
      );
      count++;
    }
  }
  assert.ok(count > 80, `${count} scenarios`);
});

const instantOf = (text) => BigInt(Date.parse(text)) * 1_000_000n;
const utc = findZone('UTC');

// An expression that the vectors write an expected number as.
function expressed(expr) {
  if (typeof expr !== 'object') return num(expr);
  const of = (list) => list.map(expressed);
  const value = expr.add
    ? total(of(expr.add))
    : expr.mul
      ? of(expr.mul).reduce((a, b) => a.mul(b))
      : of(expr.fdiv ?? expr.div).reduce((a, b) => a.div(b));
  return expr.then ? ceilAt(value, expr.then.ceil) : value;
}

function assertNumber(actual, expected, rule = {}) {
  const wanted = expressed(expected);
  let shown = actual;
  if (rule.round !== undefined) shown = roundAt(actual, rule.round);
  if (rule.ceil !== undefined) shown = ceilAt(actual, rule.ceil);
  if (rule.within === undefined)
    return assert.equal(
      minus(shown, wanted).sign(),
      0,
      `${shown.toText()}, not ${wanted.toText()}`,
    );
  const off = minus(shown, wanted);
  return assert.ok(
    (off.sign() < 0 ? minus(ZERO, off) : off).compare(num(rule.within)) <= 0,
    shown.toText(),
  );
}

const withList = (list) => (list ?? []).map(num);

function checkModel({ input, expected }) {
  const charge = { model: input.charge_model, isProrated: input.prorated === true };
  const context = { charge, premium: input.premium !== false, subunit: 100, mode: 'as-is' };
  const usage = {
    units: num(input.aggregation),
    full: num(input.full_units_number ?? input.aggregation),
    count: input.count ?? 0,
    totals: () => withList(input.running_total),
    perEvent: withList(input.per_event_aggregation),
    cents: num(input.precise_total_amount_cents ?? 0),
  };
  const wanted = expected.amount ?? expected.amount_expr;
  const rule = expected.compare?.amount;
  if (!charge.isProrated)
    return assertNumber(priceOf(usage, input.properties ?? {}, context), wanted, rule);
  const list = input.per_event.full.map((full, i) => ({
    full: num(full),
    prorated: num(input.per_event.prorated[i]),
  }));
  return assertNumber(proratedGraduated({ ...usage, list }, input.properties), wanted, rule);
}

function periodOf({ from, to, charges_duration_days: duration }) {
  const end = instantOf(to) + 1n;
  const last = localDay(utc, end - 1n);
  return {
    from: instantOf(from),
    end: BigInt(last + 1) * 86_400_000_000_000n,
    isCut: false,
    duration: duration ?? 31,
    firstDay: localDay(utc, instantOf(from)),
    lastDay: last,
    bound: end,
  };
}

const isMatch = ({ properties }, values) =>
  Object.entries(values).every(
    ([key, list]) => list.length === 0 || list.includes(String(properties[key] ?? '')),
  );

// The events of a vector that pass its filters, as the oracle reads them.
function eventsOf({ events, filters }, metric) {
  const kept = events.filter(
    (event) =>
      isMatch(event, filters?.matching ?? {}) &&
      !(filters?.ignored ?? []).some(
        (values) => Object.values(values).some((list) => list.length) && isMatch(event, values),
      ),
  );
  const lines = kept.map(({ timestamp, properties, ...more }, i) =>
    JSON.stringify({
      ...more,
      subscription: undefined,
      code: 'm',
      transaction_id: `t${i}`,
      external_subscription_id: 's',
      timestamp,
      properties,
    }),
  );
  return countable(readEvents(lines, [], {}), metric);
}

function checkAggregation({ input, expected }) {
  const {
    aggregation_type: type,
    field_name: field,
    recurring: isRecurring = false,
  } = input.metric;
  const named = {
    sum: 'sum_agg',
    max: 'max_agg',
    last: 'latest_agg',
    count: 'count_agg',
    unique_count: 'unique_count_agg',
  };
  const prorated = /prorated_unique/.test(input.operation) ? 'unique_count_agg' : null;
  const metric = {
    type: named[input.operation] ?? prorated ?? type,
    field,
    isRecurring,
    rounding: null,
  };
  const period = periodOf(input.boundaries);
  const inTime = eventsOf(input, metric).filter(
    ({ at }) =>
      at < period.bound && (isRecurring || input.use_from_boundary === false || at >= period.from),
  );
  const charge = { metric, isProrated: input.prorated === true, isInAdvance: false };
  const found = aggregate(inTime, { charge, period, zone: utc, mode: 'as-is', isGrouped: false });
  assertNumber(
    found.units,
    expected.aggregation ?? expected.aggregation_expr,
    expected.compare?.aggregation,
  );
  if (typeof expected.count === 'number') assert.equal(found.count, expected.count);
}

function checkFilters({ input, expected }) {
  const all = input.metric_filters;
  const valuesOf = (values) =>
    new Map(
      Object.entries(values).map(([key, list]) => [
        key,
        list.includes('__ALL_FILTER_VALUES__') ? all[key] : list,
      ]),
    );
  const filters = [...input.filters]
    .sort((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0))
    .map(({ id, values }) => ({ id, values: valuesOf(values) }));
  const found = matchingAndIgnored(
    filters,
    filters.findIndex(({ id }) => id === input.current),
  );
  const plain = (values) => JSON.stringify(Object.entries(Object.fromEntries(values)).sort());
  assert.equal(plain(found.matching), JSON.stringify(Object.entries(expected.matching).sort()));
  assert.deepEqual(
    found.ignored.map(plain).sort(),
    expected.ignored.map((one) => JSON.stringify(Object.entries(one).sort())).sort(),
  );
}

function checkPeriod({ input, expected }) {
  const at = instantOf(input.started_at);
  const plan = { interval: input.interval, billChargesMonthly: false };
  const [year, month, day] = input.as_of.slice(0, 10).split('-').map(Number);
  const subscription = {
    zone: utc,
    plan,
    startedAt: at,
    anchorAt: at,
    billingTime: input.billing_time,
  };
  const { from, end } = periodAround(subscription, dayFrom(year, month, day));
  if (expected.from) assert.equal(from, instantOf(expected.from));
  if (expected.to) assert.equal(end, instantOf(expected.to) + 1_000_000_000n);
}

// What is not asked of one ungrouped aggregation over the events of one subscription.
const ELSEWHERE = [
  'grouped_by',
  'grouped_by_values',
  'initial_value',
  'presentation_by',
  'deduplicate',
  'pay_in_advance_event_index',
];
const isAggregation = ({ input, expected }) =>
  input.events &&
  input.operation !== 'last' &&
  (typeof expected.aggregation === 'string' || 'aggregation_expr' in expected) &&
  !input.boundaries.max_timestamp &&
  (input.store ?? 'postgres') === 'postgres' &&
  ELSEWHERE.every((name) => !(name in input)) &&
  (input.metric.recurring || !input.events.some(({ subscription }) => subscription === 'previous'));

const CHECKS = {
  charge_model: [
    checkModel,
    ({ input, expected }) =>
      'aggregation' in input &&
      !input.level &&
      !input.chargeable &&
      ('amount' in expected || 'amount_expr' in expected),
  ],
  aggregation: [checkAggregation, isAggregation],
  filter_matching_and_ignored: [checkFilters, () => true],
  period: [checkPeriod, ({ input }) => input.method === 'current_usage_period'],
};

const file = process.env.TALLYFOLD_VECTORS;
const { vectors } = file ? JSON.parse(readFileSync(file, 'utf8')) : { vectors: [] };
for (const vector of vectors) {
  const [check, isMeant] = CHECKS[vector.kind] ?? [];
  if (check && isMeant(vector)) test(`${vector.kind}: ${vector.name}`, () => check(vector));
}

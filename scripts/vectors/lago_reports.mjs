// SPDX-License-Identifier: Apache-2.0
// Lago vectors about usage as cases for the public reports, whose answer is brought to the vector's
// words. Of a fee only what the report shows is compared: units and cents, not the exact amount or
// the price of one unit, which the charge model vectors hold.

import { agreesWithAggregation } from './lago_aggregation.mjs';
import { callOf, currentUsage } from './lago_scenario.mjs';
import { whenGood } from './operations.mjs';

const DAY_MS = 24 * 3600 * 1000;

const KINDS = {
  usage_scenario: usageCase,
  charge_filter_fee: feesCase,
  daily_usage_scenario: daysCase,
};

/** The case of a vector that a report answers; none of other kinds. */
export function reportCase({ kind, name, input, expected }) {
  if (!Object.hasOwn(KINDS, kind)) return undefined;
  return { operation: kind, name, agrees: agreesWithAggregation, ...KINDS[kind](input, expected) };
}

/** Where the service's two event stores differ, a vector has both values; all are asked of both. */
const STORES = ['postgres', 'clickhouse'];

function usageCase(input, expected) {
  return {
    expected,
    calls: STORES.map((store) => currentUsage(input, input.as_of, store)),
    valueFrom: whenGood((...bodies) => bodies.map(usageOf)),
    agrees: (wanted, answers) =>
      STORES.every((store, index) =>
        agreesWithAggregation(ofStore(wanted, store), answers?.[index]),
      ),
  };
}

function ofStore({ filters, units, ...expected }, store) {
  return {
    ...expected,
    ...(filters && { filters_subset: filters }),
    ...(units && { units: units[store] ?? units }),
  };
}

// The only charge's usage, with what stands beside the charges.
function usageOf({ customer_usage: usage }) {
  const [{ filters = [], grouped_usage: groups = [], ...charge } = {}] = usage.charges_usage;
  return {
    ...charge,
    from_datetime: usage.from_datetime,
    to_datetime: usage.to_datetime,
    total_amount_cents: usage.total_amount_cents,
    filters: filters.map(withName),
    filters_count: filters.length,
    grouped_usage: groups.map((group) => ({
      ...group,
      pricing_unit_amount_cents: group.pricing_unit_details?.amount_cents,
    })),
  };
}

const withName = (filter) => ({ ...filter, name: filter.invoice_display_name });

/** The period of the boundaries is the calendar month in which a subscription starts with them. */
function feesCase({ boundaries, ...input }, { fees_in_filter_order: fees, fees_count: count }) {
  const { charge_model, properties, charge_filters: filters, applied_pricing_unit } = input;
  const scenario = {
    ...input,
    subscription: { started_at: boundaries.from, interval: 'monthly' },
    charge: { charge_model, properties, filters, applied_pricing_unit },
  };
  const expected = {
    from_datetime: boundaries.from,
    to_datetime: withoutFraction(boundaries.to),
    filters_subset: fees.map((fee, index) => ({ ...shownOf(fee), values: filters[index].values })),
    filters_count: count,
  };
  const calls = [currentUsage(scenario, boundaries.to)];
  return { expected, calls, valueFrom: whenGood(usageOf) };
}

const withoutFraction = (instant) => instant.replace(/\.[0-9]+Z$/, 'Z');

const shownOf = ({ units, amount_cents, pricing_unit_usage: priced }) => ({
  units,
  amount_cents,
  ...(priced && { pricing_unit_details: { amount_cents: priced.amount_cents } }),
});

/**
 * Days are rows of the analytics, and the period of a day is that of the current usage then. The
 * service tells days by when it ran, our reports by the events' times: no vector has a late event.
 */
function daysCase({ events: written, runs_at: runs, fill, ...input }, expected) {
  const events = typeof written === 'string' ? eventsOfWords(written, input.metric) : written;
  const scenario = { ...input, events };
  const request = { time_granularity: 'daily', ...fill };
  const now = runs?.at(-1) ?? endOfDay(fill.to_date);
  const known = Object.entries(expected.by_date ?? {}).filter(([, { from }]) => from);
  const dates = known.map(([date]) => date);
  return {
    expected,
    calls: [
      callOf(scenario, now, 'lago.analytics_usage', request),
      ...dates.map((date) => currentUsage(scenario, endOfDay(date))),
    ],
    valueFrom: whenGood(({ usages }, ...bodies) => {
      const periods = new Map(bodies.map((body, index) => [dates[index], body.customer_usage]));
      return daysOf(usages, periods, expected);
    }),
  };
}

const endOfDay = (date) => `${date}T23:59:59Z`;

function daysOf(rows, periods, { no_row_for: absent = [] }) {
  const days = cumulated(rows, periods);
  const amounts = days.map(([date, { amount_cents: amount }]) => [date, amount]);
  return {
    rows: days.length,
    usage_dates: days.map(([date]) => date),
    no_row_for: absent.filter((date) => !days.some(([day]) => day === date)),
    by_date: Object.fromEntries(days),
    cumulative_amount_cents: Object.fromEntries(amounts),
  };
}

// A row tells what its day added; a vector tells the period so far, and the days that begin one.
function cumulated(rows, periods) {
  let total = 0;
  return rows.map(({ start_of_period_dt: date, amount_cents: added }) => {
    const { from_datetime: from, to_datetime: to } = periods.get(date) ?? {};
    if (from?.startsWith(date)) total = 0;
    total += added;
    return [date, { from, to, amount_cents: total, diff_amount_cents: added }];
  });
}

/** "one event of 1 unit at 11:01 UTC on each day from 2025-03-18 to 2025-04-18". */
function eventsOfWords(words, { field_name: field }) {
  const pattern = /^one event of (\d+) unit at (\d\d:\d\d) UTC on each day from (\S+) to (\S+)$/;
  const [, units, time, first, last] = pattern.exec(words);
  const events = [];
  const end = Date.parse(`${last}T${time}Z`);
  for (let at = Date.parse(`${first}T${time}Z`); at <= end; at += DAY_MS) {
    events.push({ timestamp: new Date(at).toISOString(), properties: { [field]: Number(units) } });
  }
  return events;
}

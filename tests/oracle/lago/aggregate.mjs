// SPDX-License-Identifier: Apache-2.0
// From the events of a bucket and group to its units, by the metric's aggregation.

import { propertyNumber } from './events.mjs';
import { ceilAt, floorAt, larger, negated, num, ONE, roundAt, total, ZERO } from './number.mjs';
import { mostCharged, proratedSum, proratedUnique, turnsOf } from './prorate.mjs';
import { weightedSum } from './weighted.mjs';

const ROUND = { round: roundAt, ceil: ceilAt, floor: floorAt };
const TAKES_NUMBERS = ['sum_agg', 'max_agg', 'latest_agg', 'weighted_sum_agg'];

/** The events an aggregation looks at: of some metrics those with a number only. */
export function countable(events, { type, field }) {
  return TAKES_NUMBERS.includes(type)
    ? events.filter((event) => propertyNumber(event, field) !== null)
    : events;
}

const rounded = (x, rounding) => (rounding ? ROUND[rounding[0]](x, rounding[1]) : x);

// What stood after each of some values: their sum, or another combination.
function running(values, combine = (a, b) => a.add(b)) {
  return values.reduce(
    (out, value) => [...out, out.length ? combine(out.at(-1), value) : value],
    [],
  );
}

// The running totals that free units of a percentage charge are taken from.
function limited(totals, { freeEvents, freeTotal }) {
  if (freeEvents > 0) return totals.slice(0, freeEvents);
  if (freeTotal === null) return [];
  const crossing = totals.findIndex((one) => one.compare(freeTotal) > 0);
  return crossing < 0 ? totals : totals.slice(0, crossing + 1);
}

function countTotals(count, { freeEvents, freeTotal }) {
  return freeEvents > 0 || freeTotal !== null
    ? Array.from({ length: count }, (_, i) => num(i + 1))
    : [];
}

// The weighted sum before the first event and after each.
function weightedTotals({ before, events, field, valueOf }, period) {
  const after = (count) =>
    weightedSum({ events: events.slice(0, count), before, field, valueOf }, period, 'exact');
  const totals = (free) =>
    limited(
      events.map((_, i) => after(i + 1)),
      free,
    );
  return { carried: after(0), totals };
}

const AGGREGATIONS = {
  count_agg: ({ all }) => ({
    units: num(all.length),
    perEvent: all.map(() => ONE),
  }),
  sum_agg: ({ all, valueOf }) => ({
    units: total(all.map(valueOf)),
    perEvent: all.map(valueOf),
    totals: (free) => limited(running(all.map(valueOf)), free),
    cents: total(all.map(({ cents }) => cents)),
  }),
  max_agg: ({ all, valueOf }, { mode }) => {
    const values = all.map(valueOf);
    const units = values.length ? values.reduce(larger) : ZERO;
    const first = values.findIndex((value) => value.compare(units) === 0);
    return {
      units,
      perEvent: values.map((value, i) => (i === first ? value : ZERO)),
      // The service has none.
      totals: (free) => (mode === 'exact' ? limited(running(values, larger), free) : []),
    };
  },
  latest_agg: ({ all, valueOf }) => ({
    units: larger(ZERO, all.length ? valueOf(all.at(-1)) : ZERO),
    perEvent: [],
    totals: () => [],
  }),
  unique_count_agg: ({ all, field }) => {
    const count = turnsOf(all, field).filter((turns) => turns.at(-1)?.on).length;
    return { units: num(count), count, perEvent: Array.from({ length: count }, () => ONE) };
  },
  weighted_sum_agg: ({ all, before, events, field, valueOf }, { period, mode }) => ({
    units: weightedSum({ events, before, field, valueOf }, period, mode),
    count: events.length,
    whole: total(all.map(valueOf)),
    perEvent: [],
    totals: () => [], // the service has none
    ...(mode === 'exact' && weightedTotals({ before, events, field, valueOf }, period)),
  }),
};

function proratedOf(input, { charge, period, zone, mode, isGrouped }, bucket) {
  if (charge.metric.type === 'sum_agg') {
    // Event by event, the service carries over the units of all groups.
    const before = mode === 'exact' ? input.before : bucket.filter(({ at }) => at < period.from);
    const { list } = proratedSum({ ...input, before }, period, zone);
    return { ...proratedSum(input, period, zone), list };
  }
  return proratedUnique(input, period, zone, { mode, isGrouped });
}

// In advance, what was charged stays charged.
function inAdvance(input, found, { charge, period, zone }) {
  const isSum = charge.metric.type === 'sum_agg';
  const turns = (events) => turnsOf(events, input.field).flat();
  const stepOf = (turn) => ({
    at: turn.at,
    arrival: turn.arrival,
    full: turn.on ? ONE : negated(ONE),
  });
  const steps = isSum
    ? input.events.map((event) => ({ at: event.at, full: input.valueOf(event) }))
    : turns(input.all)
        .filter(({ at }) => at >= period.from)
        .map(stepOf)
        .sort((a, b) => (a.at === b.at ? a.arrival - b.arrival : a.at < b.at ? -1 : 1));
  const carried = isSum
    ? total(input.before.map(input.valueOf))
    : total(
        turns(input.before)
          .map(stepOf)
          .map(({ full }) => full),
      );
  const units = mostCharged({ carried, list: steps }, period, zone, charge.isProrated);
  return { ...found, units: larger(units, ZERO) };
}

/**
 * Units of the events that `countable` left, sorted, the whole history for recurring metrics:
 * `units` are priced, `full` choose volumes, `shown` are what a report says. `bucket`: the
 * events of all groups.
 */
export function aggregate(all, { charge, period, zone, mode, isGrouped }, bucket = all) {
  const { type, field, rounding, isRecurring } = charge.metric;
  const input = {
    ...{ all, field, valueOf: (event) => propertyNumber(event, field) },
    before: all.filter(({ at }) => at < period.from),
    events: all.filter(({ at }) => at >= period.from),
  };
  const context = { charge, period, zone, mode, isGrouped };
  const plain = AGGREGATIONS[type](input, context);
  const full = rounded(plain.units, rounding);
  let found = { count: all.length, ...plain };
  if (charge.isProrated) found = { ...found, ...proratedOf(input, context, bucket) };
  if (charge.isInAdvance && isRecurring) found = inAdvance(input, found, context);
  const units = rounded(found.units, rounding);
  const totals = found.totals ?? ((free) => countTotals(Number(units.n), free));
  return { ...found, units, full, shown: full, whole: found.whole ?? plain.units, totals };
}

// SPDX-License-Identifier: Apache-2.0
// Charge models: from units to an exact amount of the plan's currency.

import { ceilAt, larger, minus, negated, num, smaller, ZERO } from './number.mjs';

const HUNDRED = num(100);
const given = (value) => value !== undefined && value !== null && value !== '';
const amountOf = (value) => (given(value) ? num(value) : ZERO);
const limitOf = (value) => (given(value) ? num(value) : null);
// A limit of nothing is none.
const freeLimitOf = (value) => (given(value) && num(value).sign() !== 0 ? num(value) : null);

const rangesOf = (list) =>
  list.map((range) => ({
    from: num(range.from_value),
    to: limitOf(range.to_value),
    perUnit: amountOf(range.per_unit_amount),
    rate: amountOf(range.rate),
    flat: amountOf(range.flat_amount),
  }));

// Ranges in order up to the one that the units end in.
function reached(ranges, units) {
  const last = ranges.findIndex(({ to }) => to === null || to.compare(units) >= 0);
  return ranges.slice(0, last + 1);
}

const isTouching = (ranges) =>
  ranges.every(({ from }, i) => i === 0 || from.compare(ranges[i - 1].to) === 0);

// Units of a range. Where ranges go up by one, its start is in; where they touch, it is not.
function unitsIn({ from, to }, units, touches) {
  const end = to === null ? units : smaller(units, to);
  if (from.sign() === 0) return end;
  return touches ? minus(end, from) : minus(end, from).add(num(1));
}

// As the service has it, ranges touch when all do, and those of a percentage never.
const touching = (ranges, i, all, mode) =>
  mode === 'exact' ? i > 0 && ranges[i].from.compare(ranges[i - 1].to) === 0 : all;

function standard({ units }, { amount }) {
  return units.mul(amountOf(amount));
}

function packages({ units }, { amount, package_size: size, free_units: free }, { mode }) {
  const paid = minus(units, amountOf(free));
  if (paid.sign() <= 0) return ZERO;
  const exact = ceilAt(paid.div(num(size)), 0);
  // The service divides doubles.
  const count =
    mode === 'exact' ? exact : num(BigInt(Math.ceil(paid.toDouble() / num(size).toDouble())));
  return count.mul(amountOf(amount));
}

function graduated({ units }, properties, { mode }) {
  const ranges = rangesOf(properties.graduated_ranges);
  const all = isTouching(ranges);
  return reached(ranges, units).reduce((sum, range, i) => {
    const touches = touching(ranges, i, all, mode);
    return sum.add(unitsIn(range, units, touches).mul(range.perUnit)).add(range.flat);
  }, ZERO);
}

function graduatedPercentage({ units }, properties, { mode }) {
  const ranges = rangesOf(properties.graduated_percentage_ranges);
  return reached(ranges, units).reduce((sum, range, i) => {
    const touches = touching(ranges, i, false, mode);
    return sum.add(unitsIn(range, units, touches).mul(range.rate).div(HUNDRED)).add(range.flat);
  }, ZERO);
}

function volume({ units, full }, properties, { charge }) {
  const ranges = rangesOf(properties.volume_ranges).sort((a, b) => a.from.compare(b.from));
  const size = charge.isProrated ? full : units;
  const range = ranges.find(
    ({ from, to }) => from.compare(ceilAt(size, 0)) <= 0 && (to === null || size.compare(to) <= 0),
  );
  return range && size.sign() >= 0 ? units.mul(range.perUnit).add(range.flat) : ZERO;
}

// Event by event, each within its bounds, after free events and a free amount. What uses that up
// exactly pays for a rest of 0.
function percentageByEvent(perEvent, { rate, fixed, freeEvents, freeTotal, least, most }) {
  let events = freeEvents;
  let free = freeTotal ?? ZERO;
  let sum = ZERO;
  for (const value of perEvent) {
    let paid = value;
    if (events > 0) {
      events--;
      if (free.sign() <= 0) continue;
    }
    if (free.sign() > 0) {
      const rest = minus(free, value);
      free = larger(rest, ZERO);
      if (rest.sign() > 0) continue;
      paid = negated(rest);
      events = 0;
    }
    let fee = paid.mul(rate).div(HUNDRED).add(fixed);
    if (most) fee = smaller(fee, most);
    if (least) fee = larger(fee, least);
    sum = sum.add(fee);
  }
  return sum;
}

// `carried` stood before the first event: a free total begins with it, free events do not bring it.
function freeUnitsOf(running, { freeEvents, freeTotal }, carried) {
  if (running.length === 0 && (freeTotal === null || freeEvents > 0)) return ZERO;
  const all = running.length ? running : [carried];
  const totals = freeEvents > 0 ? all.map((one) => minus(one, carried)) : all;
  if (freeEvents > 0 && totals.length > freeEvents) return totals[freeEvents - 1];
  return freeTotal === null ? totals.at(-1) : smaller(totals.at(-1), freeTotal);
}

// As the service has it, a total that is not there is 0: totals below that are as many events.
function freeEventsOf(totals, { freeEvents, freeTotal }, mode) {
  const limit = freeTotal ?? (mode === 'exact' ? null : ZERO);
  const below = limit === null ? 0 : totals.filter((one) => one.compare(limit) < 0).length;
  const counts = [freeEvents, below].filter((count) => count > 0);
  return counts.length ? Math.min(...counts) : 0;
}

function percentage(
  { units, count, totals, perEvent, carried = ZERO },
  properties,
  { premium, mode },
) {
  const terms = {
    rate: amountOf(properties.rate),
    fixed: amountOf(properties.fixed_amount),
    freeEvents: Number(properties.free_units_per_events ?? 0),
    freeTotal: freeLimitOf(properties.free_units_per_total_aggregation),
    least: limitOf(properties.per_transaction_min_amount),
    most: limitOf(properties.per_transaction_max_amount),
  };
  if (premium && (terms.least || terms.most)) return percentageByEvent(perEvent, terms);
  const list = totals(terms);
  const free = freeUnitsOf(list, terms, carried);
  const part = free.compare(units) > 0 ? ZERO : minus(units, free).mul(terms.rate).div(HUNDRED);
  if (units.sign() === 0) return part;
  return part.add(terms.fixed.mul(num(Math.max(count - freeEventsOf(list, terms, mode), 0))));
}

function dynamic({ units, cents }, _, { subunit }) {
  return units.sign() === 0 ? ZERO : cents.div(num(subunit));
}

/**
 * Graduated over what is prorated: each event's full units say in which ranges it is, its prorated
 * ones are priced there, in proportion; events of no day are passed over. All of them together
 * never cost less than nothing, and nothing is due where the full units end below 0.
 */
export function proratedGraduated({ list, units }, properties) {
  const ranges = rangesOf(properties.graduated_ranges);
  if (units.sign() === 0) return ranges[0].flat;
  let [at, highest, sum] = [ZERO, ZERO, ZERO];
  for (const { full: step, prorated } of list) {
    if (step.sign() > 0 && prorated.sign() === 0) continue;
    const next = at.add(step);
    const [low, high] = step.sign() < 0 ? [next, at] : [at, next];
    ranges.forEach(({ to, perUnit }, i) => {
      const start = i === 0 ? low : larger(low, ranges[i - 1].to);
      const end = to === null ? high : smaller(high, to);
      if (end.compare(start) > 0)
        sum = sum.add(minus(end, start).div(minus(high, low)).mul(prorated).mul(perUnit));
    });
    at = next;
    highest = larger(highest, at);
  }
  if (at.sign() < 0) return ZERO;
  return reached(ranges, highest).reduce((all, { flat }) => all.add(flat), larger(sum, ZERO));
}

const MODELS = {
  standard,
  graduated,
  volume,
  percentage,
  dynamic,
  package: packages,
  graduated_percentage: graduatedPercentage,
};

/** The amount of aggregated usage under the properties of its bucket. */
export function priceOf(usage, properties, context) {
  const { charge } = context;
  if (charge.model === 'graduated' && charge.isProrated) {
    return proratedGraduated(usage, properties);
  }
  return MODELS[charge.model](usage, properties, context);
}

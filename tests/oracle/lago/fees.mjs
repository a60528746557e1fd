// SPDX-License-Identifier: Apache-2.0
// The fees of a subscription's charge period as they stand at some instant: one per charge, bucket
// and group.

import { aggregate, countable } from './aggregate.mjs';
import { propertyText } from './events.mjs';
import { bucketsOf } from './filters.mjs';
import { convertedUnits, smallestUnits, subunitOf } from './money.mjs';
import { ZERO } from './number.mjs';
import { priceOf } from './price.mjs';

// Keys of the groups that are priced apart; the older name loses.
function groupKeys({ pricing_group_keys: keys, grouped_by: older }) {
  return (keys?.length ? keys : (older ?? [])).filter((key) => key !== '');
}

// Events by the texts of their group keys: [{ by: { key: text or null }, events }]; without events,
// one group of nulls.
function groupsOf(events, keys) {
  const groups = new Map();
  for (const event of events) {
    const by = Object.fromEntries(keys.map((key) => [key, propertyText(event, key) || null]));
    const name = JSON.stringify(by);
    if (!groups.has(name)) groups.set(name, { by, events: [] });
    groups.get(name).events.push(event);
  }
  if (groups.size === 0)
    groups.set('', { by: Object.fromEntries(keys.map((key) => [key, null])), events: [] });
  return [...groups.values()];
}

// What a fee is when all of it counts, and when units or amount are negative.
function feeOf(usage, amount, { charge, currency, mode }) {
  const isNegative = usage.shown.sign() < 0 || amount.sign() < 0;
  const [units, due] = isNegative ? [ZERO, ZERO] : [usage.shown, amount];
  const { cents, unitCents = null } = charge.pricingUnit
    ? convertedUnits(due, charge.pricingUnit, currency, mode)
    : { cents: smallestUnits(due, currency, mode) };
  return { units, cents, unitCents, count: usage.count, whole: usage.whole };
}

/** The fees of a charge after `events`: { filter, by, units, cents, unitCents, count, whole }. */
export function feesOf(events, charge, context) {
  const { period } = context;
  const inTime = charge.metric.isRecurring ? events : events.filter(({ at }) => at >= period.from);
  const usable = countable(
    inTime.filter(({ code }) => code === charge.metric.code),
    charge.metric,
  );
  const subunit = subunitOf(context.currency);
  return bucketsOf(charge, context.mode).flatMap(({ filter, properties, takes }) => {
    const keys = groupKeys(properties);
    const inner = { ...context, charge, subunit, isGrouped: keys.length > 0 };
    const own = usable.filter(takes);
    return groupsOf(own, keys).map((group) => {
      const usage = aggregate(group.events, inner, own);
      return { filter, by: group.by, ...feeOf(usage, priceOf(usage, properties, inner), inner) };
    });
  });
}

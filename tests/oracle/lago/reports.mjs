// SPDX-License-Identifier: Apache-2.0
// The reports in Lago's words, the slow way: every subscription, charge and day on its own.

import { calendarPeriod, dayText, localDay, periodAround, startOf } from './calendar.mjs';
import { openCatalog } from './catalog.mjs';
import { currentUsageBody } from './current.mjs';
import { readEvents } from './events.mjs';
import { feesOf } from './fees.mjs';
import { minus, unitsText, ZERO } from './number.mjs';
import { readRequest, rulesOf } from './request.mjs';
import { readRfc3339, SECOND } from '../times.mjs';
import { findZone } from '../zones.mjs';

const LAST_DAYS = 30;
const NEVER_BEGUN = ['pending', 'canceled'];
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function open(call, json) {
  const now = readRfc3339(call.now).ns;
  const catalog = openCatalog(call.catalog, now, call.mode);
  const events = readEvents(call.lines, catalog.metrics, {
    ...rulesOf(json),
    mode: call.mode,
  }).filter(({ at }) => at <= now);
  return { catalog, now, events, mode: call.mode };
}

const contextOf = ({ catalog, mode }, { zone, plan }, period) => ({
  period,
  zone,
  mode,
  currency: plan.currency,
  premium: catalog.organization.premium !== false,
});

// Per local day of a subscription, the fees of a charge as they stand when the day ends.
function* daysOf(world, subscription, charge) {
  const { zone, startedAt, terminatedAt, id, status } = subscription;
  if (startedAt === undefined || startedAt > world.now || NEVER_BEGUN.includes(status)) return;
  const own = world.events.filter(
    ({ subscription: name, code }) => name === id && code === charge.metric.code,
  );
  const until = terminatedAt ?? world.now;
  let fees = null;
  let seen = null;
  for (let day = localDay(zone, startedAt); day <= localDay(zone, until); day++) {
    const period = periodAround(subscription, day);
    const dayEnd = startOf(zone, day + 1);
    const end = dayEnd < period.end ? dayEnd : period.end;
    const events = own.filter(({ at }) => at < end);
    // The same events in the same period: the same fees.
    const state = `${period.first} ${events.length}`;
    if (state !== seen) fees = feesOf(events, charge, contextOf(world, subscription, period));
    seen = state;
    yield { day, isFirst: day === period.firstDay, fees };
  }
}

// What each day adds: { day, filter, units, cents } per filter; of a period's first day, all of it.
function* additionsOf(world, subscription, charge) {
  let before = new Map();
  for (const { day, isFirst, fees } of daysOf(world, subscription, charge)) {
    if (isFirst) before = new Map();
    const sums = new Map();
    for (const { filter, units, cents } of fees) {
      const sum = sums.get(filter) ?? { units: ZERO, cents: ZERO };
      sums.set(filter, { units: sum.units.add(units), cents: sum.cents.add(cents) });
    }
    for (const [filter, { units, cents }] of sums) {
      const old = before.get(filter) ?? { units: ZERO, cents: ZERO };
      yield { day, filter, units: minus(units, old.units), cents: minus(cents, old.cents) };
    }
    before = sums;
  }
}

function isAsked({ customer, plan, id }, charge, options) {
  const is = (name, value) => options[name] === undefined || options[name] === value;
  return (
    is('currency', plan.currency) &&
    is('plan_code', plan.code) &&
    is('external_subscription_id', id) &&
    is('external_customer_id', customer.external_id) &&
    is('customer_type', customer.customer_type) &&
    is('customer_country', customer.country) &&
    is('billable_metric_code', charge.metric.code) &&
    is('is_billable_metric_recurring', charge.metric.isRecurring)
  );
}

function bucketOf(granularity, day) {
  if (granularity === 'daily') return { first: day, last: day };
  return calendarPeriod(granularity, day);
}

// Without premium: days, the organization's last thirty, and of the service's parameters the
// metric's code alone.
function withoutPremium(json, { now, catalog: { organization } }) {
  const { billable_metric_code: code, identity, dedupe } = json;
  const { options, errors } = readRequest({ billable_metric_code: code, identity, dedupe });
  const today = localDay(findZone(organization.timezone ?? 'UTC'), now);
  return { options: { ...options, from_date: today - LAST_DAYS }, errors };
}

const GROUPS = {
  external_customer_id: ({ customer }) => customer.external_id,
  external_subscription_id: ({ id }) => id,
  plan_code: ({ plan }) => plan.code,
  charge: (_, { name }) => name,
  filter: (_s, _c, filter) => filter?.given ?? null,
};

// Everything that a charge of a subscription adds, as rows of their own.
function* partsOf(world, options, subscription, charge) {
  for (const { day, filter, units, cents } of additionsOf(world, subscription, charge)) {
    const { first, last } = bucketOf(options.time_granularity, day);
    if (last < (options.from_date ?? -Infinity) || first > (options.to_date ?? Infinity)) continue;
    const fields = {};
    for (const [name, valueOf] of Object.entries(GROUPS)) {
      if (options.group_by.includes(name)) fields[name] = valueOf(subscription, charge, filter);
    }
    const { currency } = subscription.plan;
    yield { first, last, code: charge.metric.code, currency, fields, units, cents };
  }
}

function rowsOf(world, options) {
  const rows = new Map();
  for (const subscription of world.catalog.subscriptions) {
    const asked = subscription.plan.charges.filter((one) => isAsked(subscription, one, options));
    for (const part of asked.flatMap((one) => [...partsOf(world, options, subscription, one)])) {
      const key = JSON.stringify([part.first, part.code, part.currency, part.fields]);
      const { units, cents } = rows.get(key) ?? { units: ZERO, cents: ZERO };
      rows.set(key, { ...part, units: units.add(part.units), cents: cents.add(part.cents) });
    }
  }
  return [...rows.values()].filter(({ units, cents }) => units.sign() || cents.sign());
}

/** `lago.analytics_usage`. */
export function analyticsUsage(call) {
  const json = JSON.parse(call.requestText);
  const world = open(call, json);
  const { organization } = world.catalog;
  const isPremium = organization.premium !== false;
  const { options, errors } = isPremium ? readRequest(json) : withoutPremium(json, world);
  if (Object.keys(errors).length) {
    const body = { status: 422, error: 'Unprocessable Entity', code: 'validation_errors' };
    return { status: 422, body: { ...body, error_details: errors } };
  }
  const usages = rowsOf(world, options)
    .sort((a, b) => a.first - b.first || byText(a.code, b.code) || byText(a.currency, b.currency))
    .map(({ first, last, code, currency, fields, units, cents }) => ({
      organization_id: organization.lago_id ?? '',
      start_of_period_dt: dayText(first),
      end_of_period_dt: dayText(last),
      amount_currency: currency,
      amount_cents: Number(cents.n),
      billable_metric_code: code,
      units: unitsText(units),
      is_billable_metric_deleted: world.catalog.isDeleted(code),
      ...fields,
    }));
  return { status: 200, body: { usages } };
}

const notFound = (name) => ({
  status: 404,
  body: { status: 404, error: 'Not Found', code: `${name}_not_found` },
});

/** `lago.current_usage`. */
export function currentUsage(call) {
  const json = JSON.parse(call.requestText);
  const world = open(call, json);
  const { catalog, now } = world;
  if (!catalog.customers.some((one) => one.external_id === json.external_customer_id))
    return notFound('customer');
  const subscription = catalog.subscriptions
    .filter(
      ({ id, customer, startedAt, status }) =>
        id === json.external_subscription_id &&
        customer.external_id === json.external_customer_id &&
        startedAt <= now &&
        !NEVER_BEGUN.includes(status),
    )
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .at(-1);
  if (!subscription) return notFound('subscription');
  const { zone, terminatedAt } = subscription;
  const period = periodAround(subscription, localDay(zone, terminatedAt ?? now));
  const events = world.events.filter(
    ({ subscription: id, at }) => id === subscription.id && at < period.end,
  );
  const charges = subscription.plan.charges.map((charge) => ({
    charge,
    fees: feesOf(events, charge, contextOf(world, subscription, period)),
  }));
  const last = (period.end - 1n) / SECOND;
  return { status: 200, body: currentUsageBody(subscription, period, last, charges) };
}

export const REPORTS = {
  'lago.analytics_usage': analyticsUsage,
  'lago.current_usage': currentUsage,
};

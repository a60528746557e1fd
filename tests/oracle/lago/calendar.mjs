// SPDX-License-Identifier: Apache-2.0
// Days as numbers since 1970, local days of a zone, and the billing periods of a subscription.

import { floorDiv, SECOND } from '../times.mjs';
import { instantOf, offsetAt } from '../zones.mjs';

const DAY = 86400;
const MILLI = 1_000_000n;
const MONTHS = { monthly: 1, quarterly: 3, semiannual: 6, yearly: 12 };

/** { year, month, day } of a day, month from 1. */
export function dateOf(day) {
  const date = new Date(day * DAY * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of a date; months outside 1 to 12 run over into other years. */
export const dayFrom = (year, month, day) =>
  new Date(0).setUTCFullYear(year, month - 1, day) / 1000 / DAY;

/** `YYYY-MM-DD`. */
export const dayText = (day) => new Date(day * DAY * 1000).toISOString().slice(0, 10);

/** The day of such a text, or null when there is none. */
export function readDay(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return null;
  const [year, month, day] = text.split('-').map(Number);
  const found = dayFrom(year, month, day);
  return Number.isFinite(found) && dayText(found) === text ? found : null;
}

/** The local day of an instant (nanoseconds). */
export function localDay(zone, at) {
  const seconds = Number(floorDiv(at, SECOND));
  return Math.floor((seconds + offsetAt(zone, seconds)) / DAY);
}

/** The first instant of a local day, in nanoseconds. */
export const startOf = (zone, day) => BigInt(instantOf(zone, day * DAY).at) * SECOND;

const daysIn = (year, month) => dateOf(dayFrom(year, month + 1, 0)).day;

// The day of the anchor in a month so many months later, or the month's last day.
function clamped({ year, month, day }, months) {
  const { year: y, month: m } = dateOf(dayFrom(year, month + months, 1));
  return dayFrom(y, m, Math.min(day, daysIn(y, m)));
}

/** Whole calendar period around a day: Monday to Sunday, or 1, 3, 6 or 12 months of a year. */
export function calendarPeriod(interval, day) {
  if (interval === 'weekly') {
    const first = day - ((((day + 3) % 7) + 7) % 7); // 1970-01-01 was a Thursday
    return { first, last: first + 6 };
  }
  const { year, month } = dateOf(day);
  const start = month - ((month - 1) % MONTHS[interval]);
  return { first: dayFrom(year, start, 1), last: dayFrom(year, start + MONTHS[interval], 1) - 1 };
}

/** Period around a day, counted from the anchor's; each start is derived from that anew. */
export function anniversaryPeriod(interval, anchor, day) {
  if (interval === 'weekly') {
    const first = day - ((((day - anchor) % 7) + 7) % 7);
    return { first, last: first + 6 };
  }
  const from = dateOf(anchor);
  const { year, month } = dateOf(day);
  const step = MONTHS[interval];
  let count = Math.floor(((year - from.year) * 12 + month - from.month) / step);
  if (clamped(from, count * step) > day) count--;
  return { first: clamped(from, count * step), last: clamped(from, (count + 1) * step) - 1 };
}

/**
 * The charge period of a subscription around a local day: first and last day as the calendar has
 * it, days of the whole period, and bounds in nanoseconds, `end` exclusive.
 */
export function periodAround(subscription, day) {
  const { zone, plan, startedAt, anchorAt, terminatedAt, billingTime, isUpgraded } = subscription;
  const isMonthly = plan.billChargesMonthly && ['yearly', 'semiannual'].includes(plan.interval);
  const interval = isMonthly ? 'monthly' : plan.interval;
  const { first, last } =
    billingTime === 'anniversary'
      ? anniversaryPeriod(interval, localDay(zone, anchorAt), day)
      : calendarPeriod(interval, day);
  const from = startOf(zone, first) > startedAt ? startOf(zone, first) : startedAt;
  const whole = startOf(zone, last + 1);
  const isCut = terminatedAt !== undefined && terminatedAt < whole;
  const cutDay = isCut && localDay(zone, terminatedAt) - (isUpgraded ? 1 : 0);
  return {
    ...{ first, last, duration: last - first + 1 },
    from: floorDiv(from, MILLI) * MILLI,
    end: isCut ? terminatedAt + 1n : whole,
    isCut,
    firstDay: localDay(zone, from),
    lastDay: isCut ? cutDay : last,
  };
}

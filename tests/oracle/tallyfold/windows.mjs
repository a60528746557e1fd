// SPDX-License-Identifier: Apache-2.0
// The windows of our own query, found from the text of docs/query.md: the moments at which a window
// begins are listed around an instant, and the nearest on each side are its window. Whole seconds.

import { changesWithin, instantOf, offsetAt } from '../zones.mjs';

const DAY_S = 86400;
const REACH_S = 50 * 3600; // no clock is moved further
const MEAN_MONTH_S = 2629746;
const FIRST_MONDAY = 4;

const NAMES = { minute: 'PT1M', hour: 'PT1H', day: 'P1D', week: 'P1W', month: 'P1M', quarter: 'P3M', year: 'P1Y' };
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const floorTo = (value, size) => Math.floor(value / size) * size;

/** { months, days, seconds } of a window's name or duration. */
export function sizeOf(name) {
  const [years, months, weeks, days, hours, minutes, seconds] =
    DURATION.exec(NAMES[name] ?? name).slice(1).map((text) => Number(text ?? 0));
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    seconds: hours * 3600 + minutes * 60 + seconds,
  };
}

/**
 * The rule of a query's windows; `anchor` is an instant in seconds and `date` the day number of one
 * that was a date, or both are absent.
 */
export function ruleOf(name, zone, anchor, date) {
  const size = sizeOf(name);
  const weeks = !size.months && !size.seconds && size.days % 7 === 0;
  const local = anchor === undefined
    ? (weeks ? FIRST_MONDAY : 0) * DAY_S
    : date !== undefined ? date * DAY_S : anchor + offsetAt(zone, anchor);
  const clock = local - floorTo(local, DAY_S);
  return { size, zone, anchor, day: Math.floor(local / DAY_S), clock };
}

/** [start, end) of the window that holds the instant. */
export function windowOf(rule, at) {
  const starts = startsNear(rule, at);
  const start = Math.max(...starts.filter((one) => one <= at));
  const end = Math.min(...starts.filter((one) => one > at));
  return { start, end };
}

function startsNear(rule, at) {
  const { months, days, seconds } = rule.size;
  if (months || days) return calendarStarts(rule, at);
  if (3600 % seconds === 0) return hourStarts(rule, at);
  if (DAY_S % seconds === 0) return dayStarts(rule, at);
  const origin = rule.anchor ?? instantOf(rule.zone, 0).at;
  const start = origin + floorTo(at - origin, seconds);
  return [start, start + seconds];
}

// A multiple on the clock of this stretch, or where the stretch begins or ends.
function hourStarts({ size: { seconds }, zone, clock }, at) {
  const offset = offsetAt(zone, at);
  const start = floorTo(at + offset - clock, seconds) + clock - offset;
  return [start, start + seconds, ...changesWithin(zone, start - 1, start + seconds)];
}

function dayStarts({ size: { seconds }, zone, clock }, at) {
  const local = at + offsetAt(zone, at);
  const middle = Math.floor((local - clock) / seconds);
  const reach = Math.ceil(REACH_S / seconds) + 1;
  return range(middle - reach, middle + reach).map((n) => instantOf(zone, n * seconds + clock).at);
}

function calendarStarts(rule, at) {
  const { months, days, seconds } = rule.size;
  const mean = months * MEAN_MONTH_S + days * DAY_S + seconds;
  const middle = Math.floor((at - anchored(rule, 0)) / mean);
  const reach = 3 + Math.ceil(REACH_S / mean);
  return range(middle - reach, middle + reach).map((n) => anchored(rule, n));
}

function anchored({ size, zone, day, clock }, n) {
  const at = new Date(day * DAY_S * 1000);
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + n * size.months;
  const first = monthStart(month);
  const date = Math.min(at.getUTCDate(), monthStart(month + 1) - first);
  const local = (first + date - 1 + n * size.days) * DAY_S + clock;
  return instantOf(zone, local).at + n * size.seconds;
}

/** Day number since 1970 of a month's first day; months are counted from year 0. */
export function monthStart(month) {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
  return date.getTime() / 1000 / DAY_S;
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

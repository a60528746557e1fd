// SPDX-License-Identifier: Apache-2.0
// Which window an instant is in, and how the answer names it, for both modes.

import { rules } from './rules.mjs';
import { SECOND, floorDiv, writeRfc3339 } from './times.mjs';
import { changesWithin, instantOf, offsetAt, settledInstantOf } from './zones.mjs';

const DAY_S = 86400;
const SHORT = new Map([['MINUTE', 60], ['15MIN', 900], ['30MIN', 1800], ['HOUR', 3600]]);
const HOURS = new Map([['3HOUR', 3], ['6HOUR', 6], ['12HOUR', 12]]);

/** Every size by name. */
export const SIZES = [...SHORT.keys(), ...HOURS.keys(), 'DAY', 'WEEK', 'MONTH'];

const down = (v, step) => Math.floor(v / step) * step;
const utcDate = (local) => new Date(local * 1000);
const monthStart = (year, month, day = 1) => Date.UTC(year, month, day) / 1000;

/**
 * The window of an instant: { order, label }, order being a BigInt that sorts windows by start.
 * `window` is { size, zone, anchor, exact }; anchor is null or what readRfc3339 gave.
 */
export function windowOf(ns, window) {
  const at = Number(floorDiv(ns, SECOND));
  return window.exact ? exactWindow(ns, at, window) : asIsWindow(at, window);
}

function shown(at, zone, fraction = 0n) {
  const ns = BigInt(at) * SECOND + fraction;
  return { order: ns, label: writeRfc3339(ns, offsetAt(zone, at)) };
}

function dated(local) {
  const ns = BigInt(local) * SECOND;
  return { order: ns, label: writeRfc3339(ns, 0) };
}

// The local clock for finding days: a clock set back over midnight still counts as the day before.
function dayClock(at, zone) {
  const local = at + offsetAt(zone, at);
  const midnight = down(local, DAY_S);
  return settledInstantOf(zone, midnight) > at ? midnight - 1 : local;
}

function asIsWindow(at, { size, zone, anchor }) {
  const local = dayClock(at, zone);
  const today = down(local, DAY_S);
  if (size === 'MINUTE') return dated(down(at, 60));
  if (size === '15MIN' || size === '30MIN') return shown(down(at, SHORT.get(size)), zone);
  if (size === 'HOUR') return shown(asIsHour(at, zone), zone);
  if (size === 'WEEK') return dated(today - utcDate(local).getUTCDay() * DAY_S);
  if (HOURS.has(size)) return clockHours(at, size, zone);
  if (size !== 'MONTH') return shown(settledInstantOf(zone, civilStart(size, local)), zone);
  const shift = (anchor ? utcDate(Number(floorDiv(anchor.ns, SECOND)) + anchor.offset)
    .getUTCDate() - 1 : 0) * DAY_S;
  const date = utcDate(today - shift);
  return dated(monthStart(date.getUTCFullYear(), date.getUTCMonth()) + shift);
}

function exactWindow(ns, at, { size, zone, anchor }) {
  const local = dayClock(at, zone);
  if (SHORT.has(size)) return shown(shortStart(at, SHORT.get(size), zone), zone);
  if (HOURS.has(size)) return clockHours(at, size, zone);
  if (size === 'MONTH' && anchor) return anchoredMonth(ns, local, zone, anchor);
  return shown(settledInstantOf(zone, civilStart(size, local)), zone);
}

// What the clock shows, whatever day has begun; named by the first instant that shows its start.
function clockHours(at, size, zone) {
  return shown(instantOf(zone, civilStart(size, at + offsetAt(zone, at))).at, zone);
}

// Rounded down on the local clock, never past the last change: a repeated hour is two windows.
function shortStart(at, step, zone) {
  const local = at + offsetAt(zone, at);
  const start = at - (local - down(local, step));
  const changes = changesWithin(zone, start, at);
  return changes.length ? changes.at(-1) : start;
}

function asIsHour(at, zone) {
  if (rules.hourAfterChange === 'local') return shortStart(at, 3600, zone);
  const midnight = settledInstantOf(zone, down(dayClock(at, zone), DAY_S));
  return midnight + down(at - midnight, 3600);
}

// The local time at which the window begins that is on the clock at `local`.
function civilStart(size, local) {
  const today = down(local, DAY_S);
  const date = utcDate(local);
  if (HOURS.has(size)) return today + down(local - today, HOURS.get(size) * 3600);
  if (size === 'DAY') return today;
  if (size === 'WEEK') return today - ((date.getUTCDay() + 6) % 7) * DAY_S;
  return monthStart(date.getUTCFullYear(), date.getUTCMonth());
}

function anchoredMonth(ns, local, zone, anchor) {
  const anchorAt = Number(floorDiv(anchor.ns, SECOND));
  const anchorLocal = anchorAt + offsetAt(zone, anchorAt);
  const day = utcDate(anchorLocal).getUTCDate();
  const clock = anchorLocal - down(anchorLocal, DAY_S);
  const fraction = anchor.ns - BigInt(anchorAt) * SECOND;
  const date = utcDate(local);
  for (let back = -1; ; back++) {
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() - back;
    const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const wanted = monthStart(year, month, Math.min(day, days)) + clock;
    const { at, skipped } = clock === 0
      ? { at: settledInstantOf(zone, wanted), skipped: false } : instantOf(zone, wanted);
    const start = shown(at, zone, skipped ? 0n : fraction);
    if (start.order <= ns) return start;
  }
}

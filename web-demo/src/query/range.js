// SPDX-License-Identifier: Apache-2.0
// Which range is looked at, and in which windows.

import { addDays, dateOf, instantOf, spell } from '../format/times.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const LENGTHS = {
  minute: 60_000, hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY, quarter: 91 * DAY, year: 365 * DAY,
};
/** More windows than this are no picture; a coarser one is taken. */
const MOST_WINDOWS = 2500;

/**
 * The range of all events, on borders of local days, or of hours where there are only some.
 * @param {{ first: number, last: number }} hours where the first hour with events begins, and where the last ends
 */
export function extentOf({ first, last }, zone) {
  if (last - first < 2 * DAY) return { from: first, to: last };
  const end = addDays(dateOf(last - 1, zone), 1);
  return { from: instantOf(dateOf(first, zone), zone), to: instantOf(end, zone) };
}

/** What the state's range and window come to for these events. */
export function shownRange(state, hours) {
  const { zone } = state;
  const extent = extentOf(hours, zone);
  let from = state.from ? instantOf(state.from, zone) : extent.from;
  let to = state.to ? instantOf(state.to, zone) : extent.to;
  if (!(from < to)) ({ from, to } = extent);
  const window = windowFor(state.window, to - from);
  return {
    from, to, window, zone, extent,
    isAll: from <= extent.from && to >= extent.to,
    hasBefore: from > extent.from,
    request: { from: spell(from, zone), to: spell(to, zone), time_zone: zone },
  };
}

/** The window itself, or one that suits the length of the range. */
export function windowFor(wanted, length) {
  const names = Object.keys(LENGTHS);
  const first = wanted === 'auto' ? automatic(length) : wanted;
  return names.slice(names.indexOf(first)).find((name) => length / LENGTHS[name] <= MOST_WINDOWS) ?? 'year';
}

function automatic(length) {
  if (length <= 3 * HOUR) return 'minute';
  if (length <= 4 * DAY) return 'hour';
  if (length <= 120 * DAY) return 'day';
  return length <= 800 * DAY ? 'week' : 'month';
}

/** Ranges that are chosen with one click, from the end of the events backwards. */
export function presets({ from, to }, zone) {
  const end = dateOf(to - 1, zone);
  const after = addDays(end, 1);
  const back = (days) => ({ from: addDays(after, -days), to: after });
  const month = `${end.slice(0, 7)}-01`;
  const before = `${addDays(month, -1).slice(0, 7)}-01`;
  const begin = dateOf(from, zone);
  const all = [
    { name: '7 days', ...back(7) },
    { name: '30 days', ...back(30) },
    { name: 'Last month', from: before, to: month },
    { name: 'All', from: '', to: '' },
  ];
  return all.filter((one) => one.from === '' || one.to > begin);
}

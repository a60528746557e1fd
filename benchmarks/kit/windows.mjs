// SPDX-License-Identifier: Apache-2.0
// UTC windows by their starts, and the times of events, in milliseconds since 1970.

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 was the first Monday. */
const MONDAY_MS = 4 * DAY_MS;

export const hourOf = (time) => time - (time % HOUR_MS);
export const dayOf = (time) => time - (time % DAY_MS);
export const weekOf = (time) => time - ((time - MONDAY_MS) % WEEK_MS);

export function monthOf(time) {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

export function nextMonthOf(time) {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

let lastDay = '';
let lastDayMs = 0;

/** "2024-03-05T14:30:45.123Z": the day is looked up, the rest is added up. */
export function timeOf(text) {
  if (text.length !== 24) return Date.parse(text);
  const day = text.slice(0, 10);
  if (day !== lastDay) {
    lastDay = day;
    lastDayMs = Date.parse(day);
  }
  const digit = (at) => text.charCodeAt(at) - 48;
  const two = (at) => digit(at) * 10 + digit(at + 1);
  return lastDayMs + two(11) * HOUR_MS + two(14) * 60_000 + two(17) * 1000 + two(20) * 10 + digit(22);
}

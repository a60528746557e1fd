// SPDX-License-Identifier: Apache-2.0
// Calendar months of a zone: { year, month } and the instants at which they start.

import { SECOND, floorDiv } from '../times.mjs';
import { instantOf, offsetAt } from '../zones.mjs';

const starts = new Map();

/** The first instant of a month, in nanoseconds. */
export function startOf(zone, { year, month }) {
  const key = `${zone.name} ${year} ${month}`;
  if (!starts.has(key)) {
    const local = Date.UTC(year, month - 1, 1) / 1000;
    starts.set(key, BigInt(instantOf(zone, local).at) * SECOND);
  }
  return starts.get(key);
}

export function nextMonth({ year, month }) {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}

/** The month as [m0, m1). */
export function boundsOf(zone, month) {
  return { m0: startOf(zone, month), m1: startOf(zone, nextMonth(month)) };
}

/** The month that an instant lies in. */
export function monthOf(zone, ns) {
  const seconds = Number(floorDiv(ns, SECOND));
  const local = new Date((seconds + offsetAt(zone, seconds)) * 1000);
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1 };
}

export const monthNumber = ({ year, month }) => year * 12 + month - 1;
export const monthFromNumber = (n) => ({ year: Math.floor(n / 12), month: (n % 12) + 1 });

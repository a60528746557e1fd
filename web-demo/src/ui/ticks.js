// SPDX-License-Identifier: Apache-2.0
// Where the axis of time has names: at borders of windows, as many as fit, at midnights where windows are hours.

import { isMidnight } from '../format/times.js';

/** @returns {{ starts: number[], ends: number[] }} the windows that have names */
export function ticksOf({ starts, ends, window, zone }, most) {
  const named = new Set(namedStarts({ starts, window, zone }, most));
  return { starts: starts.filter((start) => named.has(start)), ends: ends.filter((_, at) => named.has(starts[at])) };
}

function namedStarts({ starts, window, zone }, most) {
  if (starts.length <= most) return starts;
  const isShort = window === 'hour' || window === 'minute';
  if (isShort && starts.at(-1) - starts[0] > 36 * 3_600_000) {
    const midnights = starts.filter((start) => isMidnight(start, zone));
    if (midnights.length > 1) return everyNth(midnights, most);
  }
  return everyNth(starts, most);
}

function everyNth(list, most) {
  const step = Math.ceil(list.length / most);
  return list.filter((_, at) => at % step === 0);
}

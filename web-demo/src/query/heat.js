// SPDX-License-Identifier: Apache-2.0
// Hours of an answer, added up by weekday and hour of the local clock.

import { sumOf } from '../format/decimals.js';
import { makeClock } from '../format/times.js';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** @returns {{ text: string, number: number }[][]} seven days of 24 hours */
export function heatOf(columns, zone) {
  const clockOf = makeClock(zone);
  const cells = WEEKDAYS.map(() => Array.from({ length: 24 }, () => []));
  for (let row = 0; row < columns.rows; ++row) {
    const { weekday, hour } = clockOf(columns.windowStart[row]);
    cells[weekday][hour].push(columns.values.value.texts[row]);
  }
  return cells.map((hours) => hours.map((texts) => {
    const text = sumOf(texts);
    return { text, number: Number(text) };
  }));
}

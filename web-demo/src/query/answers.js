// SPDX-License-Identifier: Apache-2.0
// From columns to what is drawn: a line per group on one row of windows, and rows of lists.

import { sumOf } from '../format/decimals.js';

const ABSENT = 2 ** 32 - 1;

/**
 * @typedef {{ key: string | null | undefined, isOthers: boolean, numbers: (number | null)[], texts: (string | null)[] }} Line
 *   `key` is the group's value, null where the events have none, undefined for all others and for no groups
 * @typedef {{ starts: number[], ends: number[], lines: Line[] }} Picture
 */

/**
 * The lines of an answer in windows, the greatest first, others last.
 * @returns {Picture}
 */
export function pictureOf(columns, field) {
  const { starts, ends, places } = windowsOf(columns);
  const lines = new Map();
  const { numbers, texts } = columns.values.value;
  for (let row = 0; row < columns.rows; ++row) {
    const group = groupOf(columns, field, row);
    if (!lines.has(group.id)) lines.set(group.id, emptyLine(group, starts.length));
    const line = lines.get(group.id);
    const place = places.get(columns.windowStart[row]);
    line.texts[place] = texts[row];
    line.numbers[place] = Number.isNaN(numbers[row]) ? null : numbers[row];
  }
  const weight = ({ numbers: all }) => all.reduce((sum, number) => sum + Math.abs(number ?? 0), 0);
  const sorted = [...lines.values()].sort((a, b) => a.isOthers - b.isOthers || weight(b) - weight(a));
  return { starts, ends, lines: sorted };
}

/** The values of the period before, window beside window: of a total, or of groups that add up. */
export function previousOf(columns, starts) {
  if (!columns.previous) return undefined;
  const places = new Map(starts.map((start, at) => [start, at]));
  const found = starts.map(() => []);
  for (let row = 0; row < columns.rows; ++row)
    found[places.get(columns.windowStart[row])]?.push(columns.previous.value.texts[row]);
  const texts = found.map((all) => (all.length > 1 ? sumOf(all) : all[0] ?? null));
  return { texts, numbers: texts.map((text) => (text === null ? null : Number(text))) };
}

/** One line of several that add up, every digit of it. */
export function sumOfLines(lines, size) {
  const texts = Array.from({ length: size }, (_, at) => sumOf(lines.map((line) => line.texts[at])));
  return { key: undefined, isOthers: false, texts, numbers: texts.map(Number) };
}

function windowsOf({ rows, windowStart, windowEnd }) {
  const ends = new Map();
  for (let row = 0; row < rows; ++row) ends.set(windowStart[row], windowEnd[row]);
  const starts = [...ends.keys()].sort((a, b) => a - b);
  return { starts, ends: starts.map((start) => ends.get(start)), places: new Map(starts.map((start, at) => [start, at])) };
}

function groupOf({ groups, others }, field, row) {
  if (others?.[row]) return { id: 'others', key: undefined, isOthers: true };
  if (!field) return { id: 'all', key: undefined, isOthers: false };
  const { codes, texts } = groups[field];
  const key = codes[row] === ABSENT ? null : texts[codes[row]];
  return { id: key === null ? 'absent' : `=${key}`, key, isOthers: false };
}

const emptyLine = ({ key, isOthers }, size) => ({
  key, isOthers, numbers: new Array(size).fill(null), texts: new Array(size).fill(null),
});

/** The rows of a list, in the order of the answer. */
export function rowsOf(columns, field) {
  const { value } = columns.values;
  return Array.from({ length: columns.rows }, (_, row) => ({
    ...groupOf(columns, field, row),
    number: nullOf(value.numbers[row]),
    text: value.texts[row],
    previous: columns.previous?.value.texts[row],
    changePercent: nullOf(columns.changePercent?.value.numbers[row]),
  }));
}

/** One total of an answer, with its change. */
export function totalOf(columns, name) {
  return {
    number: nullOf(columns.values[name].total),
    text: columns.values[name].totalText,
    previous: columns.previous?.[name].totalText,
    changePercent: nullOf(columns.changePercent?.[name].total),
  };
}

const nullOf = (number) => (number === undefined || number === null || Number.isNaN(number) ? null : number);

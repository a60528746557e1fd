// SPDX-License-Identifier: Apache-2.0
// The rows of an answer: values by group and window, and how they are filled, ordered and written.

import { compareGroups } from './fields.mjs';
import { aggregate, levelAverage } from './measures.mjs';
import { Fraction } from '../decimal.mjs';
import { minus } from '../lago/number.mjs';
import { SECOND, writeRfc3339 } from '../times.mjs';
import { offsetAt } from '../zones.mjs';

const HUNDRED = new Fraction(100n);

/** Values of everything in each period. */
export function totalsOf(query, periods) {
  return shown(query, ...periods.map((period) => wholeValues(query, period, period.rows)));
}

function wholeValues(query, { start, end }, rows) {
  return query.measures.map((measure, m) =>
    measure.isLevel ? levelAverage(measure, m, rows, start, end) : aggregate(measure, m, rows));
}

export function rowsOf(query, periods, groups) {
  const parts = partsOf(query, periods, groups);
  const rows = parts.flatMap((part) => rowsOfPart(query, periods, part));
  return inOrder(query, rows).map((row) => written(query, row));
}

// What has rows of its own: groups in order, then all others as one.
function partsOf(query, periods, groups) {
  const parts = groups.map((group) => {
    const key = JSON.stringify(group);
    return { group, rows: periods.map(({ rows }) => rows.filter((row) => row.key === key)) };
  });
  if (query.limit === null || parts.length <= query.limit) return parts;
  const best = new Set(ranked(query, periods, parts).slice(0, query.limit));
  const rest = parts.filter((part) => !best.has(part));
  const others = { others: true, rows: periods.map((_, p) => rest.flatMap(({ rows }) => rows[p])) };
  return [...parts.filter((part) => best.has(part)), others];
}

function ranked(query, [period], parts) {
  const { by, direction } = query.order;
  if (by === 'group') return direction === 'desc' ? [...parts].reverse() : parts;
  const named = query.measures.findIndex(({ name }) => name === by);
  const m = Math.max(named, 0);
  const sign = named >= 0 && direction === 'asc' ? 1 : -1;
  const values = new Map(parts.map((part) => [part, wholeValues(query, period, part.rows[0])[m]]));
  return [...parts].sort((a, b) => compareValues(values.get(a), values.get(b), sign));
}

// Nothing stands last, whatever the direction.
function compareValues(a, b, sign) {
  if (!a || !b) return Number(!a) - Number(!b);
  return sign * a.compare(b);
}

function rowsOfPart(query, periods, part) {
  const [current, previous] = periods.map((period, p) => seriesOf(query, period, part.rows[p]));
  const all = query.fill !== 'none' || (!query.rule && !query.groupBy.length);
  return current.flatMap((point, w) => {
    const then = previous?.[w];
    if (!all && !point.happened && !then?.happened) return [];
    const none = query.measures.map(() => null);
    const before = previous && (then?.values ?? none);
    return [{ ...part, window: periods[0].windows[w], values: point.values, before }];
  });
}

// A point { happened, values } for each window of the period.
function seriesOf(query, period, rows) {
  const { windows } = period;
  const points = windows.map((window, w) => {
    const here = rows.filter((row) => row.window === w);
    const upTo = query.cumulative ? rows.filter((row) => row.window <= w) : here;
    const values = query.measures.map((measure, m) =>
      measure.isLevel ? levelIn(query, period, window, measure, m, rows)
        : aggregate(measure, m, upTo));
    return { happened: here.length > 0, values };
  });
  points.forEach((point, w) => fill(query, point, points[w - 1]));
  return points;
}

function levelIn(query, { start, end }, window, measure, m, rows) {
  if (window.whole) return levelAverage(measure, m, rows, start, end);
  const [first, last] = [window.start, window.end].map((s) => BigInt(s) * SECOND);
  const from = query.cumulative || first < start ? start : first;
  const to = last < end ? last : end;
  // The level that was comes from all rows before; only its way from `from` on is averaged.
  return levelAverage(measure, m, rows, from, to);
}

function fill(query, point, before) {
  point.values = point.values.map((value, m) => {
    if (query.fill === 'zero') return value ?? Fraction.zero;
    const stays = query.fill === 'previous' && !point.happened && !query.cumulative &&
      !query.measures[m].isLevel;
    return stays ? (before?.values[m] ?? null) : value;
  });
}

function inOrder(query, rows) {
  const { by, direction } = query.order;
  const m = query.measures.findIndex(({ name }) => name === by);
  const sign = (direction ?? (m >= 0 ? 'desc' : 'asc')) === 'desc' ? -1 : 1;
  if (m < 0 && by === 'window') {
    return [...rows].sort((a, b) => sign * ((a.window.start ?? 0) - (b.window.start ?? 0)));
  }
  return [...rows].sort((a, b) => {
    const others = Number(a.others ?? false) - Number(b.others ?? false);
    if (others) return others;
    if (m >= 0) return compareValues(a.values[m], b.values[m], sign);
    return a.others ? 0 : sign * compareGroups(a.group, b.group);
  });
}

function written(query, { window, group, others, values, before }) {
  const out = {};
  if (query.rule) {
    const time = (at) => writeRfc3339(BigInt(at) * SECOND, offsetAt(query.zone, at));
    out.window_start = time(window.start);
    out.window_end = time(window.end);
  }
  if (others) out.others = true;
  else if (group.length) {
    out.group = Object.fromEntries(query.groupBy.map((name, i) => [name, group[i]]));
  }
  return { ...out, ...shown(query, values, before) };
}

const textOf = (value) => value?.toText() ?? null;

function shown(query, values, before) {
  const named = (list, write) =>
    Object.fromEntries(query.measures.map(({ name }, m) => [name, write(list[m], m)]));
  const out = { values: named(values, textOf) };
  if (!before) return out;
  out.previous = named(before, textOf);
  out.change = named(values, (now, m) => changeOf(now, before[m]));
  return out;
}

function changeOf(now, then) {
  if (!now || !then) return { absolute: null, percent: null };
  const absolute = minus(now, then);
  const size = then.sign() < 0 ? minus(Fraction.zero, then) : then;
  const percent = size.sign() ? absolute.div(size).mul(HUNDRED) : null;
  return { absolute: textOf(absolute), percent: textOf(percent) };
}

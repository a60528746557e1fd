// SPDX-License-Identifier: Apache-2.0
// The answer of tallyfold.query, slowly: every number is worked out from the events it is of.

import { compareGroups, exactText, fieldOf, passes } from './fields.mjs';
import { valueOf } from './measures.mjs';
import { readRequest } from './request.mjs';
import { rowsOf, totalsOf } from './rows.mjs';
import { windowOf } from './windows.mjs';
import { later } from '../aggregate.mjs';
import { readEvents } from '../events.mjs';
import { floorDiv, SECOND } from '../times.mjs';

const MOST_ROWS = 1_000_000;
const read = new WeakMap(); // events by the list of lines, which many questions share

/** { status, body, complete, ledger: { rejected, coerced } } of a case; only paths of a bad one. */
export function answer(c) {
  if (c.problems) return { status: 400, problems: [...c.problems].sort() };
  if (!read.has(c.lines)) read.set(c.lines, readEvents(c.lines));
  const query = readRequest(c);
  const ledger = { rejected: {}, coerced: {} };
  const rows = countedRows(query, read.get(c.lines), ledger);
  const periods = query.periods.map((range, p) =>
    periodOf(query, range, rows.filter(({ period }) => period === p)));
  const groups = groupsOf(query, periods);
  if (periods.some(({ windows }) => windows.length * groups.length > MOST_ROWS)) {
    return { status: 413 };
  }
  const body = { rows: rowsOf(query, periods, groups), totals: totalsOf(query, periods) };
  // A second copy of what was counted is no loss.
  const { duplicate: _, ...lost } = { ...ledger.rejected, ...ledger.coerced };
  const complete = !Object.keys(lost).length;
  return { status: 200, body, complete, ledger };
}

const count = (counts, reason) => { counts[reason] = (counts[reason] ?? 0) + 1; };

// The events that count for something, as { event, values, group, key, period }.
function countedRows(query, events, ledger) {
  const asked = events.filter((event) =>
    (!query.names || query.names.has(event.name)) && passes(query.where, event));
  const placed = asked.flatMap((event) => {
    const period = query.periods.findIndex(({ start, end }) =>
      (start === undefined || event.time >= start) && event.time < end);
    return period < 0 ? [] : [{ event, period }];
  });
  const rows = [];
  for (const { event, period } of withoutCopies(query, placed, ledger)) {
    const values = query.measures.map((measure) => valueOf(measure, event));
    const failed = values.find(({ reason }) => reason);
    const counts = values.some(({ reason }) => !reason);
    if (failed) count(counts ? ledger.coerced : ledger.rejected, failed.reason);
    if (!counts) continue;
    const group = query.groupBy.map((name) => {
      const value = fieldOf(event, name);
      return value === undefined ? null : exactText(value);
    });
    rows.push({ event, values, group, key: JSON.stringify(group), period });
  }
  return rows;
}

// One by one, as they arrive: what is further behind the latest than the lateness is late, and an
// id whose copy is further behind begins anew.
function withoutCopies(query, placed, ledger) {
  const kept = [];
  const best = new Map(); // by period and id
  let latest = null;
  for (const one of placed) {
    const { time, id } = one.event;
    const isBehind = (at) => query.lateness !== null && latest !== null && at < latest - query.lateness;
    if (isBehind(time)) {
      count(ledger.rejected, 'late');
      continue;
    }
    if (latest === null || time > latest) latest = time;
    const key = query.once && id !== null ? `${one.period} ${id}` : one;
    const known = best.get(key);
    if (known && isBehind(known.event.time)) kept.push(known);
    else if (known) count(ledger.rejected, 'duplicate');
    const stays = known && !isBehind(known.event.time) && later(known.event, one.event) === known.event;
    best.set(key, stays ? known : one);
  }
  return [...kept, ...best.values()];
}

const WHOLE = { whole: true };

// The rows of a range with the number of their window, and those windows.
function periodOf(query, range, rows) {
  if (!query.rule) {
    for (const row of rows) row.window = 0;
    return { ...range, rows, windows: [WHOLE] };
  }
  const starts = new Map();
  for (const row of rows) {
    row.at = windowAt(query.rule, row.event.time);
    starts.set(row.at.start, row.at);
  }
  let windows = [...starts.values()].sort((a, b) => a.start - b.start);
  if (showsEvery(query)) windows = everyWindow(query, range, windows[0]);
  const numbers = new Map(windows.map(({ start }, i) => [start, i]));
  for (const row of rows) row.window = numbers.get(row.at.start);
  return { ...range, rows, windows };
}

function windowAt(rule, time) {
  rule.known ??= [];
  const at = Number(floorDiv(time, SECOND));
  let found = rule.known.find(({ start, end }) => at >= start && at < end);
  if (!found) rule.known.push((found = windowOf(rule, at)));
  return found;
}

/** Whether the windows in which nothing happened are looked at too. */
export function showsEvery(query) {
  return query.fill !== 'none' || query.cumulative || query.periods.length > 1 ||
    query.measures.some(({ isLevel }) => isLevel);
}

// A range without a start begins with the window of its first event.
function everyWindow(query, { start, end }, first) {
  const windows = [];
  if (start === undefined && !first) return windows;
  let at = start ?? BigInt(first.start) * SECOND;
  while (at < end) {
    const window = windowAt(query.rule, at);
    windows.push(window);
    at = BigInt(window.end) * SECOND;
    if (windows.length > MOST_ROWS) break;
  }
  return windows;
}

function groupsOf(query, periods) {
  const groups = new Map(query.groupBy.length ? [] : [['[]', []]]);
  for (const { rows } of periods) for (const { key, group } of rows) groups.set(key, group);
  return [...groups.values()].sort(compareGroups);
}

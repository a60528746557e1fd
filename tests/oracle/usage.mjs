// SPDX-License-Identifier: Apache-2.0
// The usage report, answered the plain way: all rows in memory, every number exact.
// Rules: docs/dialects.md. Nothing here is taken from the engine.

import { aggregate, lastArrival, later, laterCopy, sum } from './aggregate.mjs';
import { Fraction } from './decimal.mjs';
import { compareBytes, hidesProperties, numberOf, readEvents, textOf } from './events.mjs';
import { Refusal, readQuery, readRequest, wholeSeconds } from './request.mjs';
import { rules } from './rules.mjs';
import { SECOND, floorDiv, readRfc3339 } from './times.mjs';
import { windowOf } from './windows.mjs';

const MILLISECOND = 1_000_000n;
const PER_WINDOW = ['COUNT', 'SUM', 'AVG', 'MAX', 'SUM_WITH_MULTIPLIER'];

/**
 * Answers `flexprice.usage`: { status, body }. Events come as `lines` (JSON texts in arrival
 * order) or `events` (objects); the request as `requestText` or `request`.
 */
export function usage({ lines, events, request, requestText, mode = 'as-is', now }) {
  return answering(() => {
    const json = readRequest(requestText ?? JSON.stringify(request));
    const query = readQuery(json, { mode, now });
    const result = fold(readEvents(lines ?? events.map((e) => JSON.stringify(e))), query);
    return shape(result, query);
  });
}

/**
 * Answers `flexprice.usage_by_meter`: the usage request is put together from `meter`. With
 * reset_usage NEVER everything before the start is added to the value.
 */
export function usageByMeter({ lines, events, request, requestText, mode = 'as-is', now }) {
  return answering(() => {
    const json = readRequest(requestText ?? JSON.stringify(request));
    const meter = json.get('meter');
    const query = readQuery(requestOfMeter(json, meter), { mode, now });
    const all = readEvents(lines ?? events.map((e) => JSON.stringify(e)));
    const result = fold(all, query);
    if (meter.get('reset_usage') === 'NEVER') {
      const range = { start: readRfc3339('0001-01-01T00:00:00Z').ns, end: query.start };
      const window = query.bucketed ? query.window : null;
      const bounds = query.exact ? range : wholeSeconds(range);
      const past = fold(all, { ...query, ...bounds, window });
      const parts = [past.value, result.value].filter((v) => v !== null);
      result.value = sum(parts.map((v) => (query.exact ? v : shownAsIs(v))));
    }
    return shape(result, query);
  });
}

function requestOfMeter(json, meter) {
  const aggregation = meter instanceof Map ? meter.get('aggregation') : null;
  if (!(aggregation instanceof Map)) throw new Refusal('Please check the request payload');
  const out = new Map(json);
  out.set('event_name', meter.get('event_name'));
  out.set('aggregation_type', aggregation.get('type'));
  const names = { property_name: 'field', multiplier: 'multiplier', bucket_size: 'bucket_size',
    group_by: 'group_by' };
  for (const [name, field] of Object.entries(names)) out.set(name, aggregation.get(field));
  // A meter names one property; a list is read as the usage request's list is.
  if (typeof out.get('group_by') === 'string') {
    out.set('group_by_property', out.get('group_by'));
    out.delete('group_by');
  }
  return out;
}

function answering(answer) {
  try {
    return { status: 200, body: answer() };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body };
    throw error;
  }
}

// { rows: [{ window, group, value }], value } with exact values; value is null when unasked.
function fold(events, query) {
  const { exact, window, groups, bucketed } = query;
  let rows = events.map((event) => rowOf(event, query));
  const stored = bucketed && !exact && query.dedupe === 'dialect';
  if (stored && rules.bucketedCopies === 'before') rows = onePerTimeAndId(rows);
  rows = settleCopies(rows.filter((row) => asked(row, query)), query);
  if (stored && rules.bucketedCopies === 'after') rows = onePerTimeAndId(rows);
  if (exact && !rules.uncountedMakesRow) rows = rows.filter((row) => counted(row, query));
  const value = (list) => aggregate(list.filter((row) => counted(row, query)), query);
  const cells = cellsOf(rows, query);
  const results = window || groups.length
    ? cells.map((cell) => ({ ...cell, value: value(cell.rows) })) : [];
  if (bucketed) return { rows: results, value: sum(results.map((r) => r.value)) };
  if (window && !exact) return { rows: results, value: null };
  const whole = cellsOf(rows, { ...query, window: null });
  return { rows: results, value: groups.length ? sum(whole.map((c) => value(c.rows)))
    : value(rows) };
}

// As-is times are cut to milliseconds, and for weights to seconds.
function rowOf(event, { exact, property, window, groups }) {
  const properties = !exact && hidesProperties(event.properties) ? new Map() : event.properties;
  const value = properties.get(property);
  const row = { ...event, properties, text: textOf(value), value };
  row.number = exact ? numberOf(value) : asDoubleRange(numberOf(value), value);
  row.weighedFrom = event.time;
  if (!exact) {
    row.number ??= Fraction.zero;
    row.time = floorDiv(event.time, MILLISECOND) * MILLISECOND;
    row.weighedFrom = floorDiv(event.time, SECOND) * SECOND;
  }
  row.window = window ? windowOf(event.time, window) : null;
  row.group = groups.map((group) => groupText(group, row, exact));
  return row;
}

// As-is, a number beyond the largest double is an infinity from the start.
function asDoubleRange(number, value) {
  if (!number || typeof number === 'string') return number;
  const double = Number(typeof value === 'string' ? value : value.text);
  return Number.isFinite(double) ? number : double < 0 ? '-inf' : 'inf';
}

function groupText(group, row, exact) {
  if (group.column) return row[group.column];
  const value = row.properties.get(group.property);
  return exact && (value === undefined || value === null) ? null : textOf(value);
}

function asked(row, { event_name, customer, external, filters, start, end }) {
  return row.name === event_name && row.time >= start && row.time < end &&
    (!customer || row.customer_id === customer) &&
    (!external || row.external_customer_id === external) &&
    filters.every(([name, texts]) => texts.includes(textOf(row.properties.get(name))));
}

// Exact counts only what there is; as-is reads everything else as zero or empty text.
function counted(row, { exact, type }) {
  if (!exact || type === 'COUNT') return true;
  if (type === 'COUNT_UNIQUE') return row.value !== undefined && row.value !== null;
  return row.number instanceof Fraction;
}

function settleCopies(rows, query) {
  const { dedupe, exact, type, bucketed } = query;
  if (dedupe === 'none') return rows;
  if (dedupe === 'id' || exact) return keepOne(rows, (row) => row.id, later);
  if (bucketed || !PER_WINDOW.includes(type)) return rows;
  return keepOne(rows, (row) => `${row.window?.order ?? ''} ${row.id}`, laterCopy);
}

function onePerTimeAndId(rows) {
  return keepOne(rows, (row) => `${row.time} ${row.id}`, lastArrival);
}

// One row per key, the one `choose` prefers; rows without an id all stay.
function keepOne(rows, keyOf, choose) {
  const kept = new Map();
  for (const row of rows) {
    const key = row.id === null ? row : keyOf(row);
    kept.set(key, kept.has(key) ? choose(kept.get(key), row) : row);
  }
  return [...kept.values()];
}

// Rows parted by window and group, in the order of the answer.
function cellsOf(rows, { window, groups }) {
  const cells = new Map();
  for (const row of rows) {
    const key = JSON.stringify([window ? String(row.window.order) : '', groups && row.group]);
    if (!cells.has(key)) cells.set(key, { window: row.window, group: row.group, rows: [] });
    cells.get(key).rows.push(row);
  }
  return [...cells.values()].sort((a, b) => compareCells(a, b, window));
}

function compareCells(a, b, window) {
  if (window && a.window.order !== b.window.order) {
    return a.window.order < b.window.order ? -1 : 1;
  }
  for (let i = 0; i < a.group.length; i++) {
    if (a.group[i] === b.group[i]) continue;
    if (a.group[i] === null) return -1;
    if (b.group[i] === null) return 1;
    return compareBytes(a.group[i], b.group[i]);
  }
  return 0;
}

function shape({ rows, value }, query) {
  const body = {};
  const results = rows.map((row) => shapeRow(row, query));
  if (query.exact || results.length) body.results = results;
  const total = value === null ? 0 : shown(value, query);
  if (query.exact || total !== 0) body.value = total;
  return { ...body, event_name: query.event_name, type: query.type };
}

function shapeRow({ window, group, value }, query) {
  const row = {};
  if (query.window) row.window_size = window.label;
  if (query.exact && query.groups.length) {
    row.group = Object.fromEntries(query.groups.map(({ key }, i) => [key, group[i]]));
  }
  row.value = shown(value, query);
  return row;
}

// As-is clamps: not finite and below zero are 0.
function shownAsIs(value) {
  const double = value instanceof Fraction ? value.toDouble() : NaN;
  return Number.isFinite(double) && double > 0 ? value : Fraction.zero;
}

function shown(value, { exact, asText }) {
  if (!exact) return shownAsIs(value).toDouble();
  if (asText) return value.toText();
  const double = value.toDouble();
  return Number.isFinite(double) ? double : null;
}

// SPDX-License-Identifier: Apache-2.0
// A request of our own query that is known to be good, read into what the oracle computes with.

import { exactNumber } from './fields.mjs';
import { monthStart, ruleOf, sizeOf } from './windows.mjs';
import { parseExact } from '../json.mjs';
import { parseExpression } from '../lago/expression.mjs';
import { floorDiv, readRfc3339, SECOND } from '../times.mjs';
import { findZone, instantOf, offsetAt } from '../zones.mjs';

const DAY_S = 86400;

/** Whether an aggregation is a level, and what it is where nothing was. */
const LEVELS = ['weighted_sum', 'time_weighted_avg'];
const ZERO_OF_NOTHING = ['count', 'sum', 'count_unique', 'weighted_sum', 'sum_with_multiplier'];

export function readRequest({ requestText, now }) {
  const json = parseExact(requestText);
  const zone = findZone(json.get('time_zone') ?? 'UTC');
  const instant = (key) => instantIn(zone, json.get(key) ?? undefined);
  const start = instant('from');
  const end = instant('to') ?? readRfc3339(now).ns;
  const event = json.get('event') ?? null;
  const anchor = instant('anchor');
  const window = json.get('window');
  const order = json.get('order_by');
  const limit = json.get('limit');
  return {
    names: event === null ? null : new Set([event].flat()),
    where: json.get('where') ?? undefined,
    zone,
    periods: [
      { start, end },
      ...(json.get('compare') ? [{ start: previousStart(zone, start, end), end: start }] : []),
    ],
    once: json.get('dedupe') !== 'none',
    measures: [...json.get('aggregations')].map(readMeasure),
    groupBy: json.get('group_by') ?? [],
    rule: window && ruleOf(window, zone, anchor === undefined ? undefined : Number(anchor / SECOND), dayOf(json.get('anchor'))),
    fill: json.get('fill') ?? 'none',
    cumulative: json.get('cumulative') ?? false,
    order: order ? { by: order.get('by'), direction: order.get('direction') } : { by: 'window' },
    limit: limit ? Number(limit.text) : null,
    lateness: nanosecondsOf(json.get('lateness')),
  };
}

function nanosecondsOf(duration) {
  if (duration === undefined) return null;
  const { days, seconds } = sizeOf(duration);
  return BigInt(days * DAY_S + seconds) * SECOND;
}

function instantIn(zone, text) {
  if (text === undefined) return undefined;
  const day = dayOf(text);
  return day === undefined ? readRfc3339(text).ns : BigInt(dayStart(zone, day)) * SECOND;
}

// The day number of a date, nothing for an instant.
function dayOf(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) / 1000 / DAY_S : undefined;
}

const dayStart = (zone, day) => instantOf(zone, day * DAY_S).at;

function readMeasure([name, json]) {
  const number = (key) => (json.has(key) ? exactNumber(json.get(key)) : undefined);
  const type = json.get('type');
  const formula = json.get('expression');
  return {
    name,
    type,
    property: json.get('property'),
    formula: formula === undefined ? undefined : parseExpression(formula),
    p: number('p'),
    multiplier: number('multiplier'),
    opening: number('opening'),
    isLevel: LEVELS.includes(type),
    zeroOfNothing: ZERO_OF_NOTHING.includes(type),
  };
}

// So many months before whole months, so many days before whole days, else as long as the range.
function previousStart(zone, start, end) {
  const [first, last] = [start, end].map((at) => wholeDay(zone, at));
  if (first === null || last === null) return start - (end - start);
  const [from, to] = [first, last].map((day) => new Date(day * DAY_S * 1000));
  const isMonths = from.getUTCDate() === 1 && to.getUTCDate() === 1;
  const month = (date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const day = isMonths ? monthStart(2 * month(from) - month(to)) : 2 * first - last;
  return BigInt(dayStart(zone, day)) * SECOND;
}

// The local day that begins at the instant, or null.
function wholeDay(zone, at) {
  const seconds = Number(floorDiv(at, SECOND));
  const day = Math.floor((seconds + offsetAt(zone, seconds)) / DAY_S);
  return BigInt(dayStart(zone, day)) * SECOND === at ? day : null;
}

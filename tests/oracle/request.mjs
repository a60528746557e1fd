// SPDX-License-Identifier: Apache-2.0
// From a request body to a checked query, or to the error the service answers.

import { Fraction } from './decimal.mjs';
import { JsonNumber, parseExact } from './json.mjs';
import { rules } from './rules.mjs';
import { SECOND, floorDiv, readRfc3339 } from './times.mjs';
import { SIZES } from './windows.mjs';
import { findZone } from './zones.mjs';

const WEEK = 7n * 86400n * SECOND;
const YEAR_ONE = readRfc3339('0001-01-01T00:00:00Z').ns;
const LAST_SECOND = 4294967295n; // 2106-02-07T06:28:15Z
const AGGREGATIONS = ['COUNT', 'SUM', 'AVG', 'COUNT_UNIQUE', 'LATEST', 'SUM_WITH_MULTIPLIER',
  'MAX', 'WEIGHTED_SUM'];
const COLUMNS = ['source', 'customer_id', 'external_customer_id'];
const PROPERTY_NAME = /^[A-Za-z0-9_.]+$/;
const TEXTS = ['event_name', 'property_name', 'aggregation_type', 'window_size', 'bucket_size',
  'timezone', 'external_customer_id', 'customer_id', 'group_by_property', 'dedupe', 'numbers'];

/** A request that is answered with an error; `body` is that answer. */
export class Refusal extends Error {
  constructor(message, details) {
    super(message);
    this.status = 400;
    this.body = { code: 'validation_error', message, http_status_code: 400 };
    if (details) this.body.details = details;
  }
}

const payload = () => new Refusal('Please check the request payload');

/** The JSON of a request, numbers kept as written. */
export function readRequest(text) {
  try {
    const json = parseExact(text);
    if (json instanceof Map) return json;
  } catch {
    // Falls through: not JSON and not an object are one error.
  }
  throw payload();
}

/** The query a usage request asks for; throws Refusal. `now` is RFC 3339. */
export function readQuery(json, { mode, now }) {
  const exact = mode === 'exact';
  const text = readTexts(json);
  if (!text.event_name || !text.aggregation_type) throw payload();
  const range = readRange(json, now);
  const filters = readFilters(json.get('filters'));
  const groupBy = readGroupBy(json.get('group_by'), text.group_by_property);
  const anchor = readTime(json.get('billing_anchor'));
  const multiplier = readMultiplier(json.get('multiplier'));
  if (range.end < range.start) throw payload();
  const type = readType(text, multiplier, exact);
  const where = exact ? exactChoices(text, groupBy) : asIsChoices(text, groupBy);
  const bucket = (type === 'SUM' || type === 'MAX') && where.bucket;
  const grouped = exact || (type === 'MAX' && bucket);
  return {
    exact, type, filters, multiplier,
    event_name: text.event_name,
    property: text.property_name,
    customer: text.customer_id,
    external: text.external_customer_id,
    ...(exact ? range : wholeSeconds(range)),
    bucketed: Boolean(bucket),
    window: bucket || where.window
      ? { size: bucket || where.window, zone: where.zone, anchor, exact } : null,
    groups: grouped ? where.groups : [],
    dedupe: text.dedupe || 'dialect',
    asText: exact && text.numbers === 'text',
  };
}

function readTexts(json) {
  const out = {};
  for (const key of TEXTS) {
    const value = json.get(key) ?? '';
    if (typeof value !== 'string') throw payload();
    out[key] = value;
  }
  return out;
}

function readTime(value) {
  if (value === undefined || value === null) return null;
  const time = typeof value === 'string' ? readRfc3339(value) : null;
  if (!time) throw payload();
  return time;
}

function readBound(value) {
  const time = readTime(value);
  return time && time.ns !== YEAR_ONE ? time.ns : null;
}

function readRange(json, now) {
  const from = readBound(json.get('start_time'));
  const end = readBound(json.get('end_time')) ?? readRfc3339(now).ns;
  return { start: from ?? end - WEEK, end };
}

/** Bounds as the service's driver writes them: whole seconds of an unsigned 32-bit clock. */
export function wholeSeconds({ start, end }) {
  const cut = (ns) => {
    const seconds = floorDiv(ns, SECOND);
    return (seconds < 0n ? 0n : seconds > LAST_SECOND ? LAST_SECOND : seconds) * SECOND;
  };
  return { start: cut(start), end: cut(end) };
}

function readFilters(value) {
  if (value === undefined || value === null) return [];
  if (!(value instanceof Map)) throw payload();
  for (const list of value.values()) {
    if (list !== null && !isTextList(list)) throw payload();
  }
  return [...value].filter(([, list]) => list?.length);
}

const isTextList = (v) => Array.isArray(v) && v.every((t) => typeof t === 'string');

function readGroupBy(list, property) {
  if (list !== undefined && list !== null && !isTextList(list)) throw payload();
  if (list?.length) return list.map((entry) => ({ entry, key: entry }));
  if (!property) return [];
  return [{ entry: `properties.${property}`, key: rules.groupPropertyKey(property) }];
}

function readMultiplier(value) {
  if (value === undefined || value === null) return null;
  const text = value instanceof JsonNumber ? value.text : value;
  const number = typeof text === 'string' ? Fraction.parse(text) : null;
  if (!number) throw payload();
  return number;
}

function readType(text, multiplier, exact) {
  const named = text.aggregation_type.toUpperCase();
  const type = text.property_name || exact ? named : 'COUNT';
  if (multiplier && multiplier.sign() <= 0) {
    const details = { multiplier: multiplier.toText() };
    throw new Refusal('Multiplier must be greater than zero', details);
  }
  if (multiplier && type !== 'SUM_WITH_MULTIPLIER') {
    throw new Refusal('Multiplier can only be used with SUM_WITH_MULTIPLIER aggregations',
      { aggregation_type: type });
  }
  if (!AGGREGATIONS.includes(type)) {
    throw new Refusal('The specified aggregation type is not supported',
      { aggregation_type: type });
  }
  if (exact && !text.property_name && type !== 'COUNT') throw new Refusal('property_name');
  return type;
}

/** Whether a property of that name may be grouped by. */
export function isGroupName(name) {
  return PROPERTY_NAME.test(name);
}

function groupOf({ entry, key }) {
  if (COLUMNS.includes(entry)) return { column: entry, key };
  const name = entry.startsWith('properties.') ? entry.slice('properties.'.length) : '';
  return isGroupName(name) ? { property: name, key } : null;
}

// Whatever is unknown has a silent meaning.
function asIsChoices(text, groupBy) {
  const size = (name) => name && (SIZES.includes(name) ? name : 'DAY');
  const first = groupBy.length ? groupOf(groupBy[0]) : null;
  return {
    window: size(text.window_size),
    bucket: size(text.bucket_size),
    zone: findZone(text.timezone) ?? findZone('UTC'),
    groups: first?.property ? [first] : [],
  };
}

// Whatever is unknown is refused.
function exactChoices(text, groupBy) {
  const size = (name) => {
    const upper = name.toUpperCase();
    if (name && !SIZES.includes(upper)) throw new Refusal('unknown size');
    return upper;
  };
  const groups = groupBy.map(groupOf);
  if (groups.includes(null)) throw new Refusal('unknown group');
  const zone = findZone(text.timezone || 'UTC');
  if (!zone) throw new Refusal('unknown zone');
  return { window: size(text.window_size), bucket: size(text.bucket_size), zone, groups };
}

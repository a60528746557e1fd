// SPDX-License-Identifier: Apache-2.0
// What a document of events is, told from how it begins: its format, its dialect, and where the facts
// stand when it is no dialect that is built in.

const NAMES = ['type', 'event', 'event_type', 'name', 'action', 'kind', 'metric'];
const TIMES = ['timestamp', 'time', 'ts', 'at', 'occurred_at', 'created_at', 'created', 'date', 'datetime'];
const CUSTOMERS = ['customer', 'customer_id', 'account', 'account_id', 'user', 'user_id', 'tenant', 'org', 'org_id', 'organization_id'];
const IDS = ['id', 'event_id', 'uuid', 'request_id', 'message_id', 'transaction_id'];
const BAGS = ['properties', 'props', 'data', 'attributes', 'payload'];

/**
 * @typedef {{ format: 'ndjson' | 'json' | 'csv', dialect: string | object, records: object[] }} Recognised
 *   `records` are the first ones, as objects
 */

/**
 * @param {string} head the first some thousand characters
 * @returns {Recognised}
 */
export function recognise(head) {
  const format = formatOf(head);
  const records = recordsOf(head, format);
  return { format, dialect: dialectOf(records, format), records };
}

function formatOf(head) {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('[')) return 'json';
  if (!text.startsWith('{')) return 'csv';
  const line = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1);
  const first = parsed(line);
  // One line may be all of it: then it is a document if events stand in it.
  return first && !Array.isArray(first.events) ? 'ndjson' : 'json';
}

/** The first records as objects, as many of `text` as are whole. */
export function recordsOf(text, format) {
  if (format === 'json') return recordsOfJson(text);
  const lines = text.split(/\r?\n/);
  // The last line may be cut. One of NDJSON is then no JSON; one of CSV would look whole.
  if (format === 'csv') return recordsOfCsv(lines.length > 2 ? lines.slice(0, -1) : lines);
  return lines.map(parsed).filter(isObject);
}

// Objects of an array that may be cut anywhere: each from its brace to the one that closes it.
function recordsOfJson(text) {
  const begin = /^\s*\{\s*"events"\s*:\s*\[/.exec(text)?.[0].length ?? Math.max(0, text.indexOf('['));
  const whole = begin === 0 && !text.trimStart().startsWith('[') ? parsed(text) : undefined;
  if (whole) return [whole];
  const found = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of text.slice(begin).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (mark === '{' && depth++ === 0) start = begin + index;
    if (mark === '}' && --depth === 0) found.push(parsed(text.slice(start, begin + index + 1)));
  }
  return found.filter(isObject);
}

function recordsOfCsv([header = '', ...lines]) {
  const columns = cellsOf(header);
  return lines.filter(Boolean).map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] || null]));
  });
}

/** The cells of a line of CSV. Only for a look: the engine reads the file itself. */
function cellsOf(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

function dialectOf(records, format) {
  const known = new Set(records.slice(0, 50).flatMap((record) => Object.keys(record)));
  if (known.has('specversion')) return 'cloudevents';
  if (known.has('event_name')) return 'flexprice';
  if (known.has('code') && (known.has('transaction_id') || known.has('external_subscription_id'))) return 'lago';
  if (known.has('objectLabel') || known.has('objectType')) return 'seatsio';
  return records.length > 0 ? mappingOf(records, format) : 'flexprice';
}

/** A mapping that suits most records of an unknown shape; what it guesses is shown, and can be changed. */
export function mappingOf(records, format) {
  const places = placesOf(records, format);
  const first = (wanted) => places.find(({ name }) => wanted.includes(name.toLowerCase()));
  const find = (wanted) => wanted.map((name) => first([name])).find(Boolean)?.place;
  const time = find(TIMES);
  const bag = BAGS.find((name) => records.some((record) => isObject(record[name])));
  const mapping = { name: find(NAMES) ?? { const: 'event' }, properties: bag ? `/${bag}` : '*' };
  const facts = { customer: find(CUSTOMERS), time, id: find(IDS) };
  for (const [fact, place] of Object.entries(facts)) if (place) mapping[fact] = place;
  const unit = time && unitOf(valueAt(records[0], time));
  if (unit) mapping.timeUnit = unit;
  return mapping;
}

/** Where something stands in the records: top-level keys, and those of objects in them. */
export function placesOf(records, format) {
  const places = new Map();
  for (const record of records.slice(0, 50))
    for (const [key, value] of Object.entries(record)) {
      const at = format === 'csv' ? key : `/${escaped(key)}`;
      if (!isObject(value)) places.set(at, key);
      else for (const inner of Object.keys(value)) places.set(`${at}/${escaped(inner)}`, innerName(key, inner));
    }
  return [...places].map(([place, name]) => ({ place, name }));
}

// account.id is the account.
const innerName = (outer, inner) => (inner === 'id' ? outer : inner);
const escaped = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The value at a place of a record. */
export function valueAt(record, place) {
  if (typeof place === 'object') return place.const;
  if (!place.startsWith('/')) return record?.[place];
  const keys = place.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce((value, key) => value?.[key], record);
}

// Seconds of today have ten digits; three more for each finer unit.
function unitOf(value) {
  if (!/^\d+(\.\d+)?$/.test(String(value))) return undefined;
  const digits = String(value).split('.')[0].length;
  return digits <= 11 ? 's' : digits <= 14 ? 'ms' : digits <= 17 ? 'us' : 'ns';
}

/** The properties of a record in a dialect: what can be counted and grouped by. */
export function propertiesOf(record, dialect, format) {
  if (format === 'csv' && typeof dialect === 'string') return columnsOf(record);
  if (dialect === 'cloudevents') return record.data;
  if (dialect === 'seatsio') return undefined;
  if (typeof dialect === 'string') return record.properties;
  const { properties } = dialect;
  if (properties === '*') return withoutRoles(record, dialect);
  if (typeof properties === 'string') return valueAt(record, properties);
  return undefined;
}

function columnsOf(record) {
  const named = Object.entries(record).filter(([name]) => name.startsWith('properties.'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice('properties.'.length), value]));
}

function withoutRoles(record, { name, customer, time, id, source, subscription }) {
  const roles = new Set([name, customer, time, id, source, subscription]
    .filter((place) => typeof place === 'string').map((place) => place.replace(/^\//, '').split('/')[0]));
  return Object.fromEntries(Object.entries(record).filter(([key]) => !roles.has(key)));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// SPDX-License-Identifier: Apache-2.0
// From a line of JSON to a record of the seats.io dialect, and from records to those that count.

import { compareBytes } from '../events.mjs';
import { readRfc3339 } from '../times.mjs';
import { rules } from './rules.mjs';

export const KINDS = ['status_change', 'selection', 'deselection', 'channel_assignment'];
const ORIGINS = ['API_CALL', 'HELD_BY_USER', 'HOLD_RELEASED_BY_USER', 'HOLD_EXPIRED'];
const TYPES = ['seat', 'table', 'booth', 'generalAdmission'];
/** The types in the words of the chart renderer. */
export const LONG_TYPES = { Seat: 'seat', Table: 'table', Booth: 'booth',
  GeneralAdmissionArea: 'generalAdmission' };
const MOST_QUANTITY = 100_000_000;
/** What equal copies have in common, in the order in which unequal ones are compared. */
const CONTENT = ['status', 'quantity', 'type', 'originType', 'holdToken', 'orderId',
  'channelKey'];

/** A record that the dialect does not take. */
class Refused extends Error {}

const isNone = (value) => value === undefined || value === null || value === '';

function textOf(value) {
  if (isNone(value)) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Refused('wrong_type');
}

function needed(value) {
  if (value === null) throw new Refused('missing_field');
  return value;
}

function integerOf(value) {
  const text = needed(textOf(value));
  if (!/^-?[0-9]+$/.test(text)) throw new Refused('wrong_type');
  return Number(text);
}

function oneOf(list, value) {
  if (value !== null && !list.includes(value)) throw new Refused('wrong_type');
  return value;
}

function typeOf(value) {
  const text = textOf(value);
  return oneOf(TYPES, LONG_TYPES[text] ?? text);
}

function quantityOf(value) {
  if (isNone(value)) return 1;
  const quantity = Number(value);
  const good = Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST_QUANTITY;
  if (!good || typeof value === 'boolean') throw new Refused('bad_quantity');
  return quantity;
}

function dateOf(value) {
  const time = readRfc3339(needed(textOf(value)));
  if (!time) throw new Refused('bad_timestamp');
  return time.ns;
}

// Digits are a number, whether or not they stand in quotes: CSV has no quotes to tell.
function idOf(value) {
  const text = textOf(value);
  if (text === null) return null;
  return /^(0|-?[1-9][0-9]*)$/.test(text) ? BigInt(text) : text;
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// What every record has, whichever form it comes in.
function commonOf(json, originType) {
  return {
    id: idOf(json.id),
    date: dateOf(json.date),
    eventId: integerOf(json.eventId),
    label: needed(textOf(json.objectLabel)),
    quantity: quantityOf(json.quantity),
    status: textOf(json.status),
    originType: oneOf(ORIGINS, originType),
    holdToken: textOf(json.holdToken),
    orderId: textOf(json.orderId),
    channelKey: textOf(json.channelKey),
  };
}

/** An item of the status-changes API: it names neither workspace nor chart nor event key. */
function readItem(json) {
  const record = commonOf(json, textOf(json.origin.type) ?? 'API_CALL');
  needed(record.status);
  return { ...record, kind: 'status_change', type: null, isItem: true };
}

function readFull(json) {
  const kind = needed(textOf(json.kind));
  if (!KINDS.includes(kind)) throw new Refused('unknown_kind');
  const origin = textOf(json.originType) ?? (kind === 'status_change' ? 'API_CALL' : null);
  const record = { ...commonOf(json, origin), kind };
  if (kind === 'status_change') needed(record.status);
  record.workspace = integerOf(json.workspace);
  record.chartKey = needed(textOf(json.chartKey));
  record.chartName = textOf(json.chartName);
  record.eventKey = needed(textOf(json.eventKey));
  record.type = typeOf(json.objectType);
  return record;
}

function readLine(line) {
  let json;
  try {
    json = JSON.parse(line);
  } catch {
    throw new Refused('malformed_line');
  }
  if (!isObject(json)) throw new Refused('not_an_event');
  return isNone(json.kind) && isObject(json.origin) ? readItem(json) : readFull(json);
}

/** The records of these lines that the dialect takes, in input order, with `arrival`. */
export function readRecords(lines) {
  const out = [];
  lines.forEach((line, arrival) => {
    try {
      out.push({ ...readLine(line), arrival });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  });
  return out;
}

/** API items with the workspace of their event; those without one are dropped. */
export function completed(records, catalog) {
  return records.flatMap((record) => {
    if (!record.isItem) return [record];
    const workspace = catalog.event(record.eventId)?.workspace;
    return workspace === undefined ? [] : [{ ...record, workspace }];
  });
}

const rank = (id) => (id === null ? 0 : typeof id === 'bigint' ? 1 : 2);

/** No id, then whole numbers by size, then texts by their bytes. */
export function compareIds(a, b) {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  return a === null ? 0 : compareBytes(a, b);
}

const byDate = (a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

function compareContent(a, b) {
  for (const key of CONTENT) {
    const [x, y] = [a[key] ?? '', b[key] ?? ''];
    if (x === y) continue;
    return typeof x === 'number' ? x - y : compareBytes(x, y);
  }
  return 0;
}

/** The order within an object of records that have an `act`. */
export function compareRecords(a, b) {
  const byAct = rules.acts.indexOf(a.act) - rules.acts.indexOf(b.act);
  return byDate(a, b) || compareIds(a.id, b.id) ||
    (a.id !== null || rules.actsWithoutId ? byAct : 0) ||
    (a.id !== null ? compareContent(a, b) : 0) || a.arrival - b.arrival;
}

/** Which record of an event says its names: the last one. */
export function compareForNames(a, b) {
  return byDate(a, b) || compareIds(a.id, b.id) || a.arrival - b.arrival;
}

const identity = (r) => JSON.stringify([r.workspace, r.eventId, r.label, r.kind, typeof r.id,
  String(r.id)]);

/** One record per identity: the earliest, then the one of least content. */
export function withoutCopies(records) {
  const kept = new Map();
  for (const record of records) {
    const key = record.id === null ? record : identity(record);
    const other = kept.get(key);
    const wins = !other || (byDate(record, other) || compareContent(record, other)) < 0;
    if (wins) kept.set(key, record);
  }
  return [...kept.values()];
}

// SPDX-License-Identifier: Apache-2.0
// Random seats.io records, as lines of JSON: dense histories of few objects, near month ends.

import { readRfc3339 } from '../times.mjs';
import { KINDS, LONG_TYPES } from './records.mjs';

const LABELS = [['A-1', 'seat'], ['A-2', 'seat'], ['B-10', 'seat'], ['Ä-1', 'seat'],
  ['Booth 1', 'booth'], ['T-1', 'table'], ['T-2', 'table'], ['Floor', 'generalAdmission'],
  ['Standing', 'generalAdmission']];
const CHARTS = [['chart-a', 'Hall A'], ['chart-b', 'Hall B'], ['0303dc3f', 'Ünter "Dome"'],
  ['Chart-c', null], ['6303dc3f', 'Dome, small']];
const LONG_NAMES = Object.fromEntries(Object.entries(LONG_TYPES).map(([a, b]) => [b, a]));
const WORKSPACES = [7, 8, 12, 3432427];
const EVENTS = [10, 9, 101, 32429, 5];
/** Offsets of the zones that requests ask for, so that their month ends are met too. */
const HOURS = [0, 0, 0, 0, 0, -5, 5.5, 13, 14, -11, 10.5, 11, -3];
const BOOKED = ['booked', 'booked', 'booked', 'reserved', 'resale', 'reservedByToken', 'vip ü'];

/** The venues of a case: events with workspace and chart, each with a few objects. */
export function randomWorld(random) {
  const workspaces = WORKSPACES.slice(0, random.pick([1, 1, 2, 3]));
  const ids = EVENTS.slice(0, random.pick([1, 1, 2, 3, 5]));
  const count = random.pick([1, 2, 4, LABELS.length]);
  const first = random.below(LABELS.length);
  const labels = Array.from({ length: count }, (_, i) => LABELS[(first + i * 2) % LABELS.length]);
  const events = ids.map((id) => {
    const [chartKey, chartName] = random.pick(CHARTS);
    return { id, key: `ev-${id}`, workspace: random.pick(workspaces), chartKey, chartName };
  });
  return { workspaces, events, labels };
}

/** The catalog of a world, with gaps; every event is in it when `whole`. */
export function randomCatalog(random, { workspaces, events, labels }, whole) {
  const seatsio = {
    workspaces: workspaces.map((id) => ({ id, isTest: random.chance(0.12) })),
    events: events.filter(() => whole || random.chance(0.6))
      .map((event) => eventFacts(random, event)),
    objects: labels.filter(() => random.chance(0.6)).map(([label, type]) =>
      objectFacts(random, label, type, random.pick(events))),
  };
  if (random.chance(0.2)) seatsio.events.push(eventFacts(random, { id: 77, key: 'unused',
    workspace: workspaces[0], chartKey: 'chart-z', chartName: 'Unused' }));
  return { seatsio };
}

function eventFacts(random, { id, key, workspace, chartKey, chartName }) {
  const facts = { id, key: random.chance(0.2) ? `${key}-new` : key, workspace };
  if (random.chance(0.1)) facts.key = null;
  if (random.chance(0.05)) delete facts.workspace;
  if (random.chance(0.7)) facts.chartKey = random.chance(0.2) ? 'chart-new' : chartKey;
  if (facts.chartKey && chartName && random.chance(0.7)) facts.chartName = `${chartName}!`;
  if (random.chance(0.6)) facts.deleted = random.chance(0.4);
  return facts;
}

function objectFacts(random, label, type, event) {
  const facts = random.chance(0.5) ? { eventId: event.id } : { chartKey: event.chartKey };
  facts.label = label;
  facts.type = random.chance(0.9) ? type : random.pick(['seat', 'table', 'generalAdmission']);
  const isSized = random.chance(0.6);
  if (isSized && facts.type === 'generalAdmission') facts.capacity = random.between(0, 12);
  if (isSized && facts.type === 'table') facts.numSeats = random.between(0, 6);
  if (random.chance(0.1)) facts.type = LONG_NAMES[facts.type];
  return facts;
}

const twoDigits = (v) => String(v).padStart(2, '0');

/** A date as RFC 3339, often on or beside the end of a month. */
export function randomDate(random) {
  const month = Date.UTC(2022, 9 + random.below(5), 1);
  const far = random.chance(0.5) ? random.below(28 * 86400) * 1000 : random.pick(
    [0, 0, -1, 1, -1000, 3600e3, -3600e3, 1800e3, 86400e3, 12 * 3600e3, 12.5 * 3600e3]);
  const ms = month + far - random.pick(HOURS) * 3600e3;
  const fraction = random.pick(
    ['', '', '.000', '.5', '.999', '.999999999', '.000000001', '.123456']);
  if (random.chance(0.85)) return new Date(ms).toISOString().replace('.000Z', `${fraction}Z`);
  const minutes = random.pick([330, -300, 60, -210]);
  const clock = new Date(ms + minutes * 60e3).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  return `${clock}${fraction}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:` +
    twoDigits(size % 60);
}

/** How a case's records are. */
function randomTaste(random) {
  return {
    ids: random.pick(['none', 'integers', 'texts', 'mixed', 'mixed']),
    dates: Array.from({ length: random.pick([2, 4, 100]) }, () => randomDate(random)),
    copies: random.pick([0, 0, 0.15, 0.3]),
    bad: random.pick([0, 0, 0.08]),
    items: random.pick([0, 0, 0.3]),
    renames: random.pick([0, 0, 0, 0.15]),
    typeless: random.chance(0.1),
    tokens: random.pick([[null], [null, 'h1', 'h2'], ['h1', 'h2', 'h3']]),
  };
}

function statusChange(random) {
  const roll = random.below(100);
  if (roll < 50) return { status: random.pick(BOOKED), originType: 'API_CALL' };
  if (roll < 68) return { status: 'free', originType: 'API_CALL' };
  if (roll < 84) return { status: 'reservedByToken', originType: 'HELD_BY_USER' };
  if (roll < 94) return { status: 'free', originType: 'HOLD_RELEASED_BY_USER' };
  return { status: 'free', originType: 'HOLD_EXPIRED' };
}

function quantityOf(random, type) {
  if (type === 'seat' || type === 'booth') return random.chance(0.04) ? 3 : random.pick([1, null]);
  return random.chance(0.2) ? null : random.between(1, type === 'table' ? 4 : 8);
}

function freshId(random, { ids }, number) {
  const kind = ids === 'mixed' ? random.pick(['none', 'integers', 'texts']) : ids;
  if (kind === 'none') return null;
  const value = random.chance(0.9) ? number : random.below(20);
  return kind === 'integers' ? value : `${random.pick(['s', 'S', 'é', ''])}-${value}`;
}

function freshRecord(random, { events, labels }, taste, number) {
  const event = random.pick(events);
  const [label, type] = random.pick(labels);
  const kind = random.pick([...KINDS, 'status_change', 'status_change', 'selection']);
  const record = {
    kind, id: freshId(random, taste, number), date: random.pick(taste.dates),
    workspace: event.workspace, chartKey: event.chartKey, chartName: event.chartName,
    eventId: event.id, eventKey: event.key, objectLabel: label,
    objectType: taste.typeless || (type === 'seat' && random.chance(0.3)) ? null
      : random.chance(0.1) ? LONG_NAMES[type] : type,
    quantity: quantityOf(random, type),
    holdToken: random.pick(taste.tokens),
  };
  if (kind === 'status_change') Object.assign(record, statusChange(random));
  if (record.originType === 'API_CALL' && random.chance(0.3)) record.originType = null;
  if (kind === 'channel_assignment') record.channelKey = random.pick(['c1', 'c2']);
  if (random.chance(0.1)) record.orderId = random.pick(['o1', 'o2']);
  if (random.chance(taste.renames)) record.eventKey += '-old';
  if (random.chance(taste.renames)) record.chartKey = 'chart-old';
  if (random.chance(taste.renames)) record.chartName = random.pick(['Old hall', null]);
  if (kind === 'status_change' && random.chance(taste.items)) return itemOf(record);
  return record;
}

// The same as the status-changes API has it.
function itemOf({ id, date, eventId, objectLabel, status, quantity, originType, holdToken }) {
  const type = originType ?? 'API_CALL';
  const origin = type === 'API_CALL' ? { type, ip: '127.0.0.1' } : { type };
  return { id, eventId, status, quantity, objectLabel, date, holdToken, origin };
}

// A record sent again, as it was or with something else in it.
function copyOf(random, record, taste) {
  const copy = { ...record };
  if (random.chance(0.5)) return copy;
  copy.date = random.pick(taste.dates);
  const change = random.pick(['date', 'quantity', 'holdToken', 'orderId', 'status']);
  if (change === 'quantity') copy.quantity = record.quantity > 1 ? record.quantity - 1 : 2;
  if (change === 'holdToken') copy.holdToken = random.pick(['h1', 'h4']);
  if (change === 'orderId') copy.orderId = 'o9';
  if (change === 'status' && copy.status) copy.status = random.pick([...BOOKED, 'free']);
  return copy;
}

// Which of two unequal copies counts is settled where their dates differ, and only there.
function isSettled(record, others) {
  const same = ({ id, kind, eventId, objectLabel, date }) => id !== null && id === record.id &&
    (kind ?? 'status_change') === (record.kind ?? 'status_change') &&
    eventId === record.eventId && objectLabel === record.objectLabel &&
    readRfc3339(date).ns === readRfc3339(record.date).ns;
  return others.every((other) => !same(other) || writeRecord(other) === writeRecord(record));
}

// Each makes a record one that the dialect refuses.
const SPOILERS = [
  (r) => { r.kind = 'sale'; },
  (r) => { r.kind = null; delete r.origin; },
  (r) => { r.date = '2022-13-01T00:00:00Z'; },
  (r) => { r.date = null; },
  (r) => { r.date = 1669852800; },
  (r) => { r.eventId = 'ten'; },
  (r) => { r.eventId = null; },
  (r) => { r.objectLabel = ''; },
  (r) => { r.objectLabel = ['A-1']; },
  (r) => { r.quantity = 0; },
  (r) => { r.quantity = 1.5; },
  (r) => { r.quantity = 100000001; },
  (r) => { r.quantity = 'many'; },
  (r) => { r.holdToken = { a: 1 }; },
  (r) => { r.id = true; },
];
const SPOILED_LINES = ['{', '[]', '5', '"text"', '{"kind":"selection"}', '{}'];

const writeRecord = (record) => JSON.stringify(
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)));

/** Lines of JSON, one record each, in arrival order; `isFlat`: they can be written as CSV too. */
export function randomRecords(random, world) {
  const taste = randomTaste(random);
  const count = random.pick([2, 5, 8, 15, 30, 30, 60, 120]);
  const records = [];
  while (records.length < count) {
    const again = records.length > 0 && random.chance(taste.copies);
    const record = again ? copyOf(random, random.pick(records), taste)
      : freshRecord(random, world, taste, records.length);
    if (isSettled(record, records)) records.push(record);
  }
  if (random.chance(0.4)) records.sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
  const lines = records.map((record) => {
    if (!random.chance(taste.bad)) return writeRecord(record);
    if (random.chance(0.2)) return random.pick(SPOILED_LINES);
    const bad = { ...record };
    random.pick(SPOILERS)(bad);
    return writeRecord(bad);
  });
  const isFlat = taste.bad === 0 && taste.items === 0;
  return { lines, isFlat, needsCatalog: taste.items > 0 };
}

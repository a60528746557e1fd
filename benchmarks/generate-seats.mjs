// SPDX-License-Identifier: Apache-2.0
// Makes status changes of seating charts: the same bytes for the same count and seed on every machine.
//   node benchmarks/generate-seats.mjs <count> <seed> <file.ndjson>
// 200 events of 1,000 objects (985 seats, 10 tables, 5 areas) in four workspaces; holds, releases, expiries,
// bookings and cancellations over 120 days, in order but for one in twenty that comes up to an hour late.

import { makeRandom, writeLines } from './random.mjs';

const START_MS = Date.UTC(2022, 8, 3);
const SPAN_MS = 120 * 86_400_000;
const OBJECTS = 1000;
const EVENTS = 200;

const [count, seed, file] = [Number(process.argv[2]), Number(process.argv[3] ?? 42), process.argv[4]];
if (!Number.isSafeInteger(count) || count < 1 || !file) {
  console.error('usage: node benchmarks/generate-seats.mjs <count> <seed> <file.ndjson>');
  process.exit(2);
}
const random = makeRandom(seed);
const below = (n) => Math.floor((random() / 2 ** 32) * n);
const chartKey = (n) => `8303dc3f-c3b7-4416-973b-${String(n).padStart(12, '0')}`;

function typeOf(object) {
  if (object < 985) return 'seat';
  return object < 995 ? 'table' : 'generalAdmission';
}

function labelOf(object) {
  if (object < 985) return `${100 + Math.floor(object / 200)}-${1 + Math.floor((object % 200) / 20)}-${1 + (object % 20)}`;
  return object < 995 ? `T${object - 984}` : `Standing ${object - 994}`;
}

/** Status and origin of one change, as often as they are in a busy sale. */
function changeOf() {
  const drawn = below(100);
  if (drawn < 40) return ['reservedByToken', 'HELD_BY_USER'];
  if (drawn < 52) return ['free', 'HOLD_RELEASED_BY_USER'];
  if (drawn < 67) return ['free', 'HOLD_EXPIRED'];
  if (drawn < 75) return ['free', 'API_CALL'];
  return [below(8) === 0 ? 'reserved' : 'booked', 'API_CALL'];
}

function line(i) {
  let time = START_MS + Math.floor((i / count) * SPAN_MS);
  if (below(20) === 0) time = Math.max(START_MS, time - below(3_600_000));
  const event = below(EVENTS);
  const object = below(OBJECTS);
  const [status, originType] = changeOf();
  const type = typeOf(object);
  const quantity = type === 'generalAdmission' ? `"quantity":${1 + below(8)},` : '';
  const token = originType === 'API_CALL' ? '' : `"holdToken":"token-${below(500).toString(36)}",`;
  return `{"id":${i + 1},"kind":"status_change","date":"${new Date(time).toISOString()}","workspace":${3432400 + (event % 4)},` +
    `"chartKey":"${chartKey(event % 20)}","chartName":"Hall ${event % 20}","eventId":${125000 + event},"eventKey":"E${125000 + event}",` +
    `"objectLabel":"${labelOf(object)}","objectType":"${type}",${quantity}${token}"status":"${status}","originType":"${originType}"}\n`;
}

writeLines(file, count, line);

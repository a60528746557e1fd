// SPDX-License-Identifier: Apache-2.0
// Random seats.io cases: histories, catalogs and requests over every option the reports have.

import { createRandom } from '../random.mjs';
import { randomCatalog, randomDate, randomRecords, randomWorld } from './generate-records.mjs';
import { readRecords } from './records.mjs';

const REPORTS = ['seatsio.usage', 'seatsio.usage_month', 'seatsio.usage_month',
  'seatsio.usage_month_event'];
const MONTHS = ['2022-09', '2022-10', '2022-11', '2022-11', '2022-12', '2022-12', '2023-01',
  '2023-01', '2023-02', '2023-03'];
const ZONES = ['America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe',
  'America/Santiago', 'Europe/London', 'Pacific/Kiritimati', 'UTC'];
const CHOICES = {
  gaPlaces: ['peak', 'cumulative', 'cumulative'],
  apiHoldCounts: [true, false, 'true', 'false', false],
  reasonRule: ['precedence', 'first', 'first'],
  deselection: ['sameMonth', 'never', 'always', 'always'],
  tableCountsAs: ['object', 'seats', 'seats'],
  testWorkspaces: ['exclude', 'include', 'include'],
  zeroRows: [true, true, 'true', false],
  timeZone: ZONES,
  order: ['id', 'input', 'input'],
  billable: ['used', 'bookings', 'bookings'],
  dedupe: ['dialect', 'id', 'none', 'none'],
};

// Each spoils a request in one way.
const SPOILERS = [
  (r) => { r.surprise = 1; },
  (r) => { r.gaPlaces = 'most'; },
  (r) => { r.apiHoldCounts = 'maybe'; },
  (r) => { r.zeroRows = 1; },
  (r) => { r.timeZone = 'Not/AZone'; },
  (r) => { r.timeZone = 'utc'; },
  (r) => { r.order = 'size'; },
  (r) => { r.billable = ['used']; },
  (r) => { r.dedupe = 'some'; r.deselection = 'rarely'; },
  (r) => { r.shape = 'round'; },
  (r) => { r.version = 3; },
  (r) => { r.month = '2022-13'; },
  (r) => { r.month = '2022-1'; },
  (r) => { delete r.month; delete r.eventId; },
  (r) => { r.month = 202212; r.eventId = 'ev-10'; },
  (r) => { r.eventId = 1.5; },
  (r) => { r.lateness = 'a day'; },
];

/** Case `number` of a seed. */
export function generate(seed, number) {
  const random = createRandom(seed, number);
  const world = randomWorld(random);
  const { lines, isFlat, needsCatalog } = randomRecords(random, world);
  const whole = needsCatalog && random.chance(0.7);
  const catalog = needsCatalog || random.chance(0.5)
    ? randomCatalog(random, world, whole) : undefined;
  const report = random.pick(REPORTS);
  const request = randomRequest(random, report, world, lines);
  if (random.chance(0.05)) random.pick(SPOILERS)(request);
  return {
    report, lines, catalog,
    dialect: 'seatsio',
    format: isFlat ? random.pick(['ndjson', 'ndjson', 'json', 'csv']) : 'ndjson',
    requestText: random.chance(0.004) ? random.pick(['', '{', '[]', '5', 'null'])
      : JSON.stringify(request),
    mode: random.pick(['as-is', 'exact']),
    now: random.chance(0.15) ? randomDate(random) : '2023-03-15T12:00:00.1239Z',
  };
}

// Mostly a month in which something happens.
function randomMonth(random, lines) {
  const found = /"date":"([0-9]{4}-[0-9]{2})-/.exec(random.pick(lines));
  return found && random.chance(0.8) ? found[1] : random.pick(MONTHS);
}

function randomRequest(random, report, { events }, lines) {
  const request = {};
  if (report !== 'seatsio.usage') request.month = randomMonth(random, lines);
  if (report === 'seatsio.usage_month_event') {
    const id = random.chance(0.06) ? 999 : random.pick(events).id;
    request.eventId = random.chance(0.2) ? String(id) : id;
  }
  if (report !== 'seatsio.usage_month' && random.chance(0.5)) {
    request.version = random.pick([1, 2, '1', '2']);
  }
  if (report === 'seatsio.usage' && random.chance(0.5)) {
    request.shape = random.pick(['legacy', 'current']);
  }
  if (report === 'seatsio.usage_month' && random.chance(0.7)) {
    request.shape = random.pick(['legacy6', 'legacy3', 'current', 'current']);
  }
  for (const [name, values] of Object.entries(CHOICES)) {
    if (random.chance(0.2)) request[name] = random.pick(values);
  }
  return request;
}

/** Whether the answer may not depend on the order of the lines. */
export function isOrderFree({ lines, requestText }) {
  let request;
  try {
    request = JSON.parse(requestText);
  } catch {
    return false;
  }
  if (request?.order === 'input' || request?.lateness) return false;
  const seen = new Map();
  return readRecords(lines).every(({ eventId, date, id, arrival }) => {
    const key = `${eventId} ${date} ${typeof id} ${id}`;
    const other = seen.get(key);
    seen.set(key, lines[arrival]);
    return other === undefined || other === lines[arrival];
  });
}

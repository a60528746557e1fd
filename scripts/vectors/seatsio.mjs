// SPDX-License-Identifier: Apache-2.0
// What a file of seats.io vectors asks, as cases for the layers. A case has one or more `calls`
// (reports over the same events) and `valueFrom`, which makes of their answers what is expected.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { createRandom } from '../../tests/oracle/random.mjs';
import { whenGood } from './operations.mjs';

const NOW = '2030-01-01T00:00:00Z';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const COUNTERS = [
  'numUsedObjects',
  'numFirstBookings',
  'numFirstBookingsOrSelections',
  'numGASelectionsWithoutBooking',
  'numNonGASelectionsWithoutBooking',
  'numObjectSelections',
];
const SHARDS = 8;
const UNKNOWN_EVENT = 987654321;

/** Whether a file has this layout. */
export const isSeatsio = (file) => 'scenarios' in file || 'seedReplay' in file;

/** All cases of a file; `path` is where files that it names lie. */
export function seatsioCases(file, path) {
  const replay = file.seedReplay && {
    ...file.seedReplay,
    events: readLines(join(dirname(path), file.seedReplay.file)),
  };
  return [
    ...(file.scenarios ?? []).flatMap(scenarioCases),
    ...(replay ? replayCases(replay) : []),
    ...(file.publishedExamples ?? []).map((example) => publishedCase(example, replay)),
    ...(file.errorExample ? [errorCase(file.errorExample)] : []),
    ...(file.clientLibraryAssertions ?? []).map(({ lib, call }) =>
      skipped(`${call} (${lib})`, "asserted by the service's HTTP clients of its demo company"),
    ),
    ...(file.clientBehaviour ?? []).map(({ what }) =>
      skipped(what, 'behaviour of the HTTP clients, not of a report'),
    ),
  ];
}

const readLines = (path) =>
  readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const skipped = (name, skip) => ({ operation: name, name, skip, calls: [] });

/** A case over events; `calls` are [report, request] pairs. */
function caseOver({ events, catalog, now = NOW }, name, calls, expected, valueFrom) {
  return {
    operation: calls[0][0],
    name,
    expected,
    valueFrom,
    calls: calls.map(([report, request]) => ({
      ...{ report, request, events, catalog, now },
      ...{ operation: report, mode: 'as-is', dialect: 'seatsio' },
    })),
  };
}

function scenarioCases(scenario) {
  const facts = scenario.catalog;
  const catalog = facts && ('seatsio' in facts ? facts : { seatsio: facts });
  const source = { ...scenario, catalog };
  const eventIds = [...new Set(scenario.events.map(({ eventId }) => eventId))];
  eventIds.sort((a, b) => a - b);
  return Object.entries(scenario.expected).flatMap(([month, expected]) =>
    Object.entries(partsOf(expected)).map(([part, value]) => {
      const name = `${scenario.id} ${month} ${part}`;
      const { options = {} } = scenario;
      return partCase({ source, name, month, options, eventIds }, part, value);
    }),
  );
}

// The counters are one part; every other member is one by itself.
function partsOf(expected) {
  const members = Object.entries(expected);
  const counters = members.filter(([key]) => COUNTERS.includes(key));
  const rest = members.filter(([key]) => !COUNTERS.includes(key));
  return {
    ...(counters.length ? { totals: Object.fromEntries(counters) } : {}),
    ...Object.fromEntries(rest),
  };
}

function partCase({ source, name, month, options, eventIds }, part, expected) {
  const ofMonth = ['seatsio.usage_month', { ...options, month, shape: 'legacy6' }];
  const ofAll = ['seatsio.usage', { ...options, shape: 'legacy' }];
  const ofObjects = (version) =>
    eventIds.map((eventId) => [
      'seatsio.usage_month_event',
      { ...options, month, eventId, version },
    ]);
  const rows = (...bodies) => bodies.flat();
  const parts = {
    totals: [[ofMonth], (body) => only(Object.keys(expected), totals(body))],
    _carriedOverFirstBookings: [[ofMonth], (body) => carried(totals(body))],
    numFirstBookingsByStatus: [[ofAll], (body) => byStatus(body, month)],
    objectsV1: [ofObjects(1), rows],
    objectsV2: [ofObjects(2), rows],
  };
  if (!(part in parts)) return skipped(name, 'no report shows it');
  const [calls, valueFrom] = parts[part];
  return caseOver(source, name, calls, expected, whenGood(valueFrom));
}

const only = (keys, object) => Object.fromEntries(keys.map((key) => [key, object[key]]));

function totals(body) {
  const rows = body.flatMap(({ usageByChart }) =>
    usageByChart.flatMap(({ usageByEvent }) => usageByEvent),
  );
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return Object.fromEntries(COUNTERS.map((key) => [key, sum(key)]));
}

// What the identity of the counters leaves: first bookings of places used in earlier months.
const carried = (row) =>
  row.numFirstBookings +
  row.numGASelectionsWithoutBooking +
  row.numNonGASelectionsWithoutBooking -
  row.numFirstBookingsOrSelections;

function byStatus(body, wanted) {
  const isWanted = ({ month: { month, year } }) =>
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}` === wanted;
  return body.find(isWanted)?.numFirstBookingsByStatus ?? {};
}

function replayCases({ events, expected: byMonth }) {
  return Object.entries(byMonth).flatMap(([month, expected]) => {
    const over = (how, list, more = {}) => ({
      ...caseOver({ events: list }, `replay ${month} ${how}`,
        [['seatsio.usage_month', { month }]], expected, firstBody),
      ...more,
    });
    const merged = { shards: SHARDS, nodeOnly: 'plans are merged through the public API, in Node' };
    return [
      over('in order', events),
      over('shuffled', shuffled(events)),
      over(`as ${SHARDS} merged shards`, events, merged),
    ];
  });
}

const firstBody = whenGood((body) => body);

function shuffled(list) {
  const random = createRandom(1, 0);
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** A published month that the replay's events lead to; of the others only the numbers are known. */
function publishedCase({ id, endpoint, response }, replay) {
  const month = /^GET \/reports\/usage\/month\/([0-9]{4}-[0-9]{2})$/.exec(endpoint)?.[1];
  const rows = month ? usageRows(response) : [];
  const legacy = rows.length > 0 && rows.every((row) => COUNTERS.every((key) => key in row));
  if (!legacy || !replay || !(month in replay.expected)) {
    return skipped(id, 'published numbers without the events behind them');
  }
  return caseOver(replay, id, [['seatsio.usage_month', { month }]], response, firstBody);
}

const usageRows = (body) =>
  body.flatMap((group) => group.usageByChart ?? []).flatMap((chart) => chart.usageByEvent ?? []);

/** The example's words about an event that there is not, and a request id of any value. */
function errorCase({ status, body: example }) {
  const { code, message } = example.errors[0];
  if (code !== 'EVENT_NOT_FOUND') return skipped(`error ${code}`, 'no report answers it');
  const subject = message.slice(message.indexOf(': ') + 2);
  const request = { month: '2022-01', eventId: UNKNOWN_EVENT };
  const valueFrom = ([answer]) => {
    const body = JSON.parse(
      JSON.stringify(answer.body).replaceAll(String(UNKNOWN_EVENT), subject),
    );
    if (UUID.test(body.requestId)) body.requestId = example.requestId;
    return { status: answer.status, body };
  };
  return caseOver({ events: [] }, `error ${code}`, [['seatsio.usage_month_event', request]],
    { status, body: example }, valueFrom);
}

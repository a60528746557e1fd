// SPDX-License-Identifier: Apache-2.0
// The seats.io reports, answered the plain way: all records in memory, every place by itself.
// Rules: docs/dialects.md. Nothing here is taken from the engine.

import { compareBytes } from '../events.mjs';
import { floorDiv } from '../times.mjs';
import { CHANNELS_COUNT_FROM, countersOf, reasonsOf } from './count.mjs';
import { readHistory } from './history.mjs';
import { boundsOf, monthFromNumber, monthNumber, monthOf } from './months.mjs';
import { readRequest } from './request.mjs';

const fromChannels = (month) => monthNumber(month) >= monthNumber(CHANNELS_COUNT_FROM);
const dateText = (ns) => new Date(Number(floorDiv(ns, 1_000_000n))).toISOString();
const isAnyCount = (value) => (typeof value === 'number' ? value !== 0
  : Object.values(value).some(isAnyCount));

const ANY_ID = '00000000-0000-4000-8000-000000000000';

/** An error as the service answers it, with any request id. */
function refusal(status, errors) {
  const messages = errors.map(({ message }) => message);
  return { status, body: { status, messages, errors, warnings: [], requestId: ANY_ID } };
}

function answer(report, call, make) {
  const request = parse(call.requestText) ?? call.request;
  const { options, problems } = readRequest(request, report);
  if (problems.length) {
    return refusal(400, problems.map((path) =>
      ({ code: 'BAD_REQUEST', message: `bad ${path}`, data: { path } })));
  }
  return make(readHistory(call, options), options);
}

function parse(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What a row calls used objects.
function usedOf(counters, { billable, withChannels }) {
  if (billable === 'bookings') return counters.firstBookings;
  return withChannels ? counters.usedOrAssigned : counters.used;
}

/** `seatsio.usage`: one row per month. */
export function usage(call) {
  return answer('seatsio.usage', call, (history, options) => {
    const { shape, version, billable, zeroRows } = options;
    const objects = history.events.flatMap((event) => event.objects);
    const rows = monthsOf(history, options.zone).map((month) => {
      const counters = countersOf(objects, boundsOf(options.zone, month));
      const withChannels = shape === 'current' && fromChannels(month);
      const used = usedOf(counters, { billable, withChannels });
      const shown = shape === 'current' ? { numUsedObjects: used } : {
        numUsedObjects: used,
        numFirstBookings: counters.firstBookings,
        numFirstBookingsByStatus: sorted(counters.byStatus),
        numFirstBookingsOrSelections: counters.used,
      };
      return { month: { month: month.month, year: month.year }, shown };
    });
    const body = rows.filter(({ shown }) => zeroRows || isAnyCount(shown))
      .map(({ month, shown }) => ({ month, ...shown }));
    if (version !== 2) return { status: 200, body };
    return { status: 200, body: { usageCutoffDate: dateText(history.now), usage: body } };
  });
}

const sorted = (counts) => Object.fromEntries(
  Object.entries(counts).sort(([a], [b]) => compareBytes(a, b)));

// From the first record's month to now's.
function monthsOf({ records, now }, zone) {
  if (records.length === 0) return [];
  const numbers = records.map(({ date }) => monthNumber(monthOf(zone, date)));
  const out = [];
  const last = monthNumber(monthOf(zone, now));
  for (let n = numbers.reduce((a, b) => Math.min(a, b)); n <= last; n++) {
    out.push(monthFromNumber(n));
  }
  return out;
}

/** `seatsio.usage_month`: workspaces, their charts, their events. */
export function usageMonth(call) {
  return answer('seatsio.usage_month', call, (history, options) => {
    const bounds = boundsOf(options.zone, options.month);
    const rows = history.events.map((event) =>
      ({ ...event, shown: monthRow(event, countersOf(event.objects, bounds), options) }));
    const listed = rows.filter(({ shown: { event: _, ...counts }, isAsked, isListed }) =>
      isAsked && (isAnyCount(counts) || (options.zeroRows && isListed)));
    return { status: 200, body: nested(rows, listed, options) };
  });
}

function monthRow({ id, key, deleted }, counters, { shape, billable, month }) {
  const withChannels = shape === 'current' && fromChannels(month);
  const numUsedObjects = usedOf(counters, { billable, withChannels });
  if (shape === 'current') return { event: { id, key, deleted }, numUsedObjects };
  const event = { id, key };
  const { firstBookings: numFirstBookings, selections: numObjectSelections } = counters;
  if (shape === 'legacy3') {
    return { event, numUsedObjects, numFirstBookings, numObjectSelections };
  }
  return {
    event, numUsedObjects, numFirstBookings,
    numFirstBookingsOrSelections: counters.used,
    numGASelectionsWithoutBooking: counters.gaWithoutBooking,
    numNonGASelectionsWithoutBooking: counters.nonGaWithoutBooking,
    numObjectSelections,
  };
}

// Groups in the order asked for; `rows` are all events in the order of their first appearance.
function nested(rows, listed, { order }) {
  const place = (wanted) => (order === 'input' ? rows.findIndex(wanted) : 0);
  const byKey = (a, b) => (a === null || b === null ? (a === null ? 0 : 1) - (b === null ? 0 : 1)
    : compareBytes(a, b));
  const sortedRows = [...listed].sort((a, b) =>
    place((r) => r.workspace === a.workspace) - place((r) => r.workspace === b.workspace) ||
    a.workspace - b.workspace ||
    place((r) => sameChart(r, a)) - place((r) => sameChart(r, b)) ||
    byKey(a.chartKey, b.chartKey) ||
    place((r) => r === a) - place((r) => r === b) || a.id - b.id);
  const body = [];
  for (const row of sortedRows) {
    if (body.at(-1)?.workspace !== row.workspace) {
      body.push({ workspace: row.workspace, usageByChart: [] });
    }
    const charts = body.at(-1).usageByChart;
    if (charts.length === 0 || (charts.at(-1).chart?.key ?? null) !== row.chartKey) {
      const { chartKey: key, chartName: name } = row;
      charts.push({ chart: key === null ? null : { name, key }, usageByEvent: [] });
    }
    charts.at(-1).usageByEvent.push(row.shown);
  }
  return body;
}

const sameChart = (a, b) => a.workspace === b.workspace && a.chartKey === b.chartKey;

/** `seatsio.usage_month_event`: one row per object of an event. */
export function usageMonthEvent(call) {
  return answer('seatsio.usage_month_event', call, (history, options) => {
    const events = history.events.filter(({ id }) => id === options.eventId);
    if (events.length === 0 && !history.mentioned.has(options.eventId)) {
      const message = `Event not found: ${options.eventId}`;
      return refusal(404, [{ code: 'EVENT_NOT_FOUND', message, data: {} }]);
    }
    const bounds = boundsOf(options.zone, options.month);
    const version = options.version ?? (fromChannels(options.month) ? 2 : 1);
    const row = version === 1 ? rowV1 : rowV2;
    const rows = events.flatMap(({ objects }) => objects)
      .sort((a, b) => (options.order === 'input' && a.arrival - b.arrival) ||
        compareBytes(a.label, b.label))
      .map((object) => row(object, bounds, options));
    const body = rows.filter(({ object: _, firstBookingDate: _date, ...counts }) =>
      options.zeroRows || isAnyCount(counts));
    return { status: 200, body };
  });
}

function rowV1(object, bounds) {
  const { firstBookings, firstSelections, used } = countersOf([object], bounds);
  const row = { object: object.label, numFirstBookings: firstBookings };
  const single = object.parts.find(({ hasDate }) => hasDate);
  const date = single?.places[0]?.booked?.date;
  if (date !== undefined && date >= bounds.m0 && date < bounds.m1) {
    row.firstBookingDate = dateText(date);
  }
  return { ...row, numFirstSelections: firstSelections, numFirstBookingsOrSelections: used };
}

function rowV2(object, bounds, options) {
  const { firstBookings, usedOrAssigned } = countersOf([object], bounds);
  if (options.billable === 'bookings') {
    const usageByReason = firstBookings > 0 ? { STATUS_CHANGED: firstBookings } : {};
    return { object: object.label, numUsedObjects: firstBookings, usageByReason };
  }
  return { object: object.label, numUsedObjects: usedOrAssigned,
    usageByReason: reasonsOf(object, bounds, options) };
}

/** Counters with `carry`, of each event: what the identity of the counters is checked on. */
export function monthCounters(call) {
  const { options } = readRequest(call.request, 'seatsio.usage_month');
  const { events } = readHistory(call, options);
  const bounds = boundsOf(options.zone, options.month);
  return events.map((event) =>
    ({ event: event.id, ...countersOf(event.objects, bounds) }));
}

/** How many distinct places were ever used (by booking or selection). */
export function distinctUsedPlaces(call) {
  const { options } = readRequest(call.request, 'seatsio.usage');
  const objects = readHistory(call, options).events.flatMap((event) => event.objects);
  const places = objects.flatMap(({ parts }) => parts.flatMap((part) => part.places));
  return places.filter(({ booked, selected }) => booked || selected).length;
}

export const REPORTS = {
  'seatsio.usage': usage,
  'seatsio.usage_month': usageMonth,
  'seatsio.usage_month_event': usageMonthEvent,
};

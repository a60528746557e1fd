// SPDX-License-Identifier: Apache-2.0
// The usage reports of seats.io in the words of OpenAPI.

import { choice, count, either, flag, get, instant, list, map } from './openapi_parts.js';
import { name, nothing, object, part, query, ref } from './openapi_parts.js';
import { REPORT, said, text, textOrNull, whole } from './openapi_parts.js';

const service = 'seatsio';
const READ = [400, 401, 405, 500, 503];

/** The first of each choice is the default. */
const OPTIONS = {
  gaPlaces: said('Whether a release in an area makes room.', choice('peak', 'cumulative')),
  apiHoldCounts: said('Whether a hold through the API is a booking; true when absent.', flag),
  reasonRule: said('Booked before selected, or what came first.', choice('precedence', 'first')),
  deselection: said('Which selections it takes back.', choice('sameMonth', 'never', 'always')),
  tableCountsAs: said('A table booked as a whole.', choice('object', 'seats')),
  testWorkspaces: said('Those that the catalog marks.', choice('exclude', 'include')),
  zeroRows: said('Rows of nothing but zeros, too.', flag),
  timeZone: said('IANA zone of the months; UTC when absent.', text),
  order: said('By ids, or by first appearance.', choice('id', 'input')),
  billable: said('What counts as used.', choice('used', 'bookings')),
  dedupe: said('A record counts once, or every copy.', choice('dialect', 'id', 'none')),
  lateness: said('ISO 8601: what comes further behind is not counted.', text),
};
const version = said('Of the shape.', choice('1', '2'));
const month = part('month', 'YYYY-MM.', { type: 'string', pattern: '^\\d{4}-\\d{2}$' }, '2022-11');

const report = {
  service,
  carries: REPORT,
  refusals: READ,
  description: 'Every parameter of the query string but `version` is ours; an unknown one is refused.',
};

export const paths = {
  '/reports/usage': get({
    ...report,
    id: 'seatsio_usage',
    summary: 'Used places by month',
    parameters: query(
      { version, shape: said('Ours.', choice('legacy', 'current')), ...OPTIONS },
      { version: '2' },
    ),
    answer: either(
      list(ref('SeatsioMonthUsage')),
      object({ usageCutoffDate: instant, usage: list(ref('SeatsioMonthUsage')) }),
    ),
    answered: {
      usageCutoffDate: '2024-05-31T12:00:00.000Z',
      usage: [{ month: { month: 11, year: 2022 }, numUsedObjects: 2 }],
    },
  }),
  '/reports/usage/month/{month}': get({
    ...report,
    id: 'seatsio_usage_month',
    summary: 'Used places of a month by workspace, chart and event',
    parameters: [
      month,
      ...query(
        { shape: said('How many counters.', choice('legacy6', 'legacy3', 'current')), ...OPTIONS },
        { shape: 'legacy6' },
      ),
    ],
    answer: list(ref('SeatsioWorkspaceUsage')),
    answered: [
      {
        workspace: 7,
        usageByChart: [
          {
            chart: { name: 'Hall', key: 'hall' },
            usageByEvent: [
              {
                event: { id: 12, key: 'opening' },
                numUsedObjects: 2,
                numFirstBookings: 1,
                numFirstBookingsOrSelections: 2,
                numGASelectionsWithoutBooking: 0,
                numNonGASelectionsWithoutBooking: 1,
                numObjectSelections: 1,
              },
            ],
          },
        ],
      },
    ],
  }),
  '/reports/usage/month/{month}/event/{eventId}': get({
    ...report,
    id: 'seatsio_usage_month_event',
    summary: 'Used places of a month and an event by object',
    parameters: [
      month,
      part('eventId', 'The number of the event, not its key.', whole, 12),
      ...query({ version, ...OPTIONS }),
    ],
    answer: either(list(ref('SeatsioObjectCounters')), list(ref('SeatsioObjectUsage'))),
    answered: [
      {
        object: 'A-1',
        numFirstBookings: 1,
        firstBookingDate: '2022-11-05T10:00:00.000Z',
        numFirstSelections: 0,
        numFirstBookingsOrSelections: 1,
      },
      { object: 'A-2', numFirstBookings: 0, numFirstSelections: 1, numFirstBookingsOrSelections: 1 },
    ],
    refusals: [...READ, 404],
  }),
};

const problems = list(object({ code: name, message: text }, { data: { type: 'object' } }));

export const schemas = {
  SeatsioMonthUsage: object(
    { month: object({ month: whole, year: whole }), numUsedObjects: said('What is billed.', count) },
    {
      numFirstBookings: count,
      numFirstBookingsByStatus: map(count),
      numFirstBookingsOrSelections: count,
    },
  ),
  SeatsioWorkspaceUsage: object({
    workspace: whole,
    usageByChart: list(
      object({
        chart: either(object({ name: textOrNull, key: text }), nothing),
        usageByEvent: list(ref('SeatsioEventUsage')),
      }),
    ),
  }),
  SeatsioEventUsage: object(
    {
      event: object({ id: whole, key: text }, { deleted: said('In the shape `current`.', flag) }),
      numUsedObjects: said('What is billed.', count),
    },
    {
      numFirstBookings: count,
      numFirstBookingsOrSelections: count,
      numGASelectionsWithoutBooking: count,
      numNonGASelectionsWithoutBooking: count,
      numObjectSelections: count,
    },
  ),
  SeatsioObjectCounters: object(
    {
      object: text,
      numFirstBookings: count,
      numFirstSelections: count,
      numFirstBookingsOrSelections: count,
    },
    { firstBookingDate: instant },
    { description: 'Version 1, up to 2022-11.' },
  ),
  SeatsioObjectUsage: object(
    {
      object: text,
      numUsedObjects: count,
      usageByReason: object({}, { STATUS_CHANGED: count, SELECTED: count, ASSIGNED_TO_CHANNEL: count }),
    },
    {},
    { description: 'Version 2, from 2022-12.' },
  ),
  SeatsioError: object({
    status: whole,
    messages: list(text),
    errors: problems,
    warnings: problems,
    requestId: name,
  }),
};

/** Nothing stands in the body of a 401 and a 403. */
export const refusals = { other: ref('SeatsioError'), 401: undefined };

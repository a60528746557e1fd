// SPDX-License-Identifier: Apache-2.0
// The project's own seats.io cases: sets of records, and what is asked of each. The expected
// answers are the independent oracle's: see scripts/import-seatsio-cases.mjs.

const PLACE = {
  ...{ workspace: 1, chartKey: 'chart-a', chartName: 'Hall A' },
  ...{ eventId: 10, eventKey: 'ev-10' },
};

const seat = (objectLabel) => ({ ...PLACE, objectLabel, objectType: 'seat' });
const area = (objectLabel) => ({ ...PLACE, objectLabel, objectType: 'generalAdmission' });
const table = (objectLabel) => ({ ...PLACE, objectLabel, objectType: 'table' });

const select = (where, date, more) => ({ kind: 'selection', ...where, date, ...more });
const deselect = (where, date, more) => ({ kind: 'deselection', ...where, date, ...more });
const assign = (where, date, more) =>
  ({ kind: 'channel_assignment', ...where, date, channelKey: 'presale', ...more });
const change = (where, date, status, more) =>
  ({ kind: 'status_change', ...where, date, status, ...more });
const held = (where, date, more) =>
  change(where, date, 'reservedByToken', { originType: 'HELD_BY_USER', ...more });
const letGo = (where, date, more) =>
  change(where, date, 'free', { originType: 'HOLD_RELEASED_BY_USER', ...more });

/** Instants around the end of November 2022, in UTC and where the clock shows another month. */
const monthEnds = [
  change(seat('A-1'), '2022-11-30T23:59:59.999999999Z', 'booked'),
  change(seat('A-2'), '2022-12-01T00:00:00Z', 'booked'),
  change(seat('A-3'), '2022-12-01T00:00:00+05:30', 'booked'),
  change(seat('A-4'), '2022-11-30T19:00:00-05:00', 'booked'),
  select(seat('A-5'), '2022-11-30T23:59:59.999Z'),
  change(seat('A-5'), '2022-12-01T00:00:00.000Z', 'reserved'),
  select(seat('A-6'), '2022-11-30T18:29:59.999Z'),
  select(seat('A-7'), '2022-11-30T18:30:00Z'),
  change(seat('A-8'), '2022-10-31T23:59:59.5Z', 'booked'),
  assign(seat('A-9'), '2022-11-30T23:59:59Z'),
  assign(seat('B-1'), '2022-12-01T00:00:01Z'),
  change(seat('B-2'), '2022-12-01T04:59:59Z', 'booked'),
  change(seat('B-3'), '2022-12-01T05:00:00Z', 'booked'),
];

/** Selections that are taken back: in part, by others, a month later. */
const takenBack = [
  select(seat('A-1'), '2022-12-05T10:00:00Z', { holdToken: 'h1' }),
  deselect(seat('A-1'), '2022-12-05T10:01:00Z', { holdToken: 'h2' }),
  select(seat('A-2'), '2022-12-05T10:00:00Z', { holdToken: 'h1' }),
  deselect(seat('A-2'), '2022-12-05T10:01:00Z'),
  select(seat('A-3'), '2022-12-31T23:00:00Z', { holdToken: 'h1' }),
  deselect(seat('A-3'), '2023-01-01T00:00:00Z', { holdToken: 'h1' }),
  held(seat('A-4'), '2022-12-06T10:00:00Z', { holdToken: 'h3' }),
  letGo(seat('A-4'), '2022-12-06T10:05:00Z', { holdToken: 'h3' }),
  held(seat('A-4'), '2023-01-06T10:00:00Z', { holdToken: 'h4' }),
  select(area('Floor'), '2022-12-07T10:00:00Z', { quantity: 4, holdToken: 'h1' }),
  select(area('Floor'), '2022-12-07T11:00:00Z', { quantity: 3, holdToken: 'h2' }),
  deselect(area('Floor'), '2022-12-07T12:00:00Z', { quantity: 5 }),
  select(area('Floor'), '2023-01-02T09:00:00Z', { quantity: 2, holdToken: 'h1' }),
  deselect(area('Floor'), '2023-01-02T10:00:00Z', { quantity: 3, holdToken: 'h1' }),
  deselect(seat('A-5'), '2022-12-08T09:00:00Z'),
  select(seat('A-5'), '2022-12-08T10:00:00Z'),
];

/** Areas that fill, empty and fill again over the end of a month, and tables. */
const areasAndTables = [
  select(area('Floor'), '2022-11-28T10:00:00Z', { quantity: 6 }),
  change(area('Floor'), '2022-11-29T10:00:00Z', 'booked', { quantity: 4 }),
  change(area('Floor'), '2022-11-30T10:00:00Z', 'free', { quantity: 9 }),
  change(area('Floor'), '2022-12-02T10:00:00Z', 'reserved', { quantity: 3 }),
  change(area('Floor'), '2022-12-03T10:00:00Z', 'booked', { quantity: 7 }),
  select(area('Floor'), '2022-12-04T10:00:00Z', { quantity: 8 }),
  assign(area('Floor'), '2022-12-05T10:00:00Z', { quantity: 20 }),
  change(area('Stand'), '2022-12-05T10:00:00Z', 'booked', { quantity: 2 }),
  change(area('Stand'), '2022-12-06T10:00:00Z', 'free', { quantity: 1 }),
  change(area('Stand'), '2022-12-07T10:00:00Z', 'vip', { quantity: 2 }),
  select(table('T-1'), '2022-11-20T10:00:00Z', { quantity: 3 }),
  change(table('T-1'), '2022-12-20T10:00:00Z', 'booked', { quantity: 3 }),
  change(table('T-2'), '2022-12-20T10:00:00Z', 'booked', { quantity: 2 }),
  change(table('T-2'), '2022-12-21T10:00:00Z', 'booked', { quantity: 2 }),
  select({ ...seat('Booth 1'), objectType: 'booth' }, '2022-12-22T10:00:00Z', { quantity: 5 }),
];

const sizes = { seatsio: { objects: [
  { eventId: 10, label: 'Floor', type: 'generalAdmission', capacity: 9 },
  { chartKey: 'chart-a', label: 'T-1', type: 'table', numSeats: 6 },
] } };

/** Holds by the API, repeated records, and two copies of one id that differ. */
const holdsAndCopies = [
  change(seat('A-1'), '2022-12-01T10:00:00Z', 'reservedByToken', { id: 1, originType: 'API_CALL' }),
  change(seat('A-1'), '2022-12-02T10:00:00Z', 'booked', { id: 2 }),
  change(seat('A-2'), '2022-12-01T10:00:00Z', 'reservedByToken', { id: 3 }),
  select(seat('A-2'), '2022-12-01T10:00:00Z', { id: 3 }),
  select(seat('A-3'), '2022-12-03T10:00:00Z', { id: 4 }),
  select(seat('A-3'), '2022-12-03T10:00:00Z', { id: 4 }),
  select(seat('A-3'), '2022-12-03T10:00:00Z'),
  select(seat('A-3'), '2022-12-03T10:00:00Z'),
  change(seat('A-4'), '2023-01-03T10:00:00Z', 'booked', { id: 'x' }),
  change(seat('A-4'), '2022-12-03T10:00:00Z', 'reserved', { id: 'x' }),
  change(area('Floor'), '2022-12-04T10:00:00Z', 'booked', { id: 10, quantity: 2 }),
  change(area('Floor'), '2022-12-04T10:00:00Z', 'vip', { id: 9, quantity: 2 }),
  change(area('Floor'), '2022-12-04T10:00:00Z', 'last', { id: 'a', quantity: 1 }),
  change(area('Floor'), '2022-12-04T10:00:00Z', 'first', { quantity: 1 }),
];

const elsewhere = (workspace, chartKey, chartName, eventId) => ({
  ...{ workspace, chartKey, chartName, eventId, eventKey: `ev-${eventId}` },
  ...{ objectLabel: 'A-1', objectType: 'seat' },
});

/** Several workspaces and charts, whose order of first appearance is not that of their names. */
const company = [
  change(elsewhere(9, 'chart-z', 'Arena', 300), '2022-12-01T10:00:00Z', 'booked'),
  change(elsewhere(2, 'chart-é', 'Café', 7), '2022-12-02T10:00:00Z', 'booked'),
  change(elsewhere(9, 'chart-b', 'Box', 20), '2022-12-03T10:00:00Z', 'booked'),
  change(elsewhere(9, 'chart-b', 'Box', 3), '2022-12-04T10:00:00Z', 'booked'),
  change(elsewhere(9, 'Chart-y', 'Yard', 4), '2022-12-05T10:00:00Z', 'booked'),
  select(elsewhere(5, 'chart-t', 'Test hall', 50), '2022-12-06T10:00:00Z'),
  change(elsewhere(2, 'chart-é', 'Café', 8), '2022-11-06T10:00:00Z', 'booked'),
  change(elsewhere(2, 'chart-é', 'Café (new)', 7), '2023-02-01T10:00:00Z', 'free'),
  { id: 1, eventId: 60, objectLabel: 'S-1', status: 'booked', date: '2022-12-07T10:00:00.000Z',
    quantity: 1, origin: { type: 'API_CALL', ip: '127.0.0.1' } },
  { id: 2, eventId: 61, objectLabel: 'S-1', status: 'booked', date: '2022-12-07T10:00:00.000Z',
    quantity: 1, origin: { type: 'API_CALL', ip: '127.0.0.1' } },
];

const knownEvent = (id, key, chartKey, chartName, workspace, deleted = false) =>
  ({ id, key, chartKey, chartName, workspace, deleted });

const facts = { seatsio: {
  workspaces: [{ id: 5, isTest: true }, { id: 2, isTest: false }],
  events: [
    knownEvent(60, 'summer', 'chart-é', 'Café', 2),
    knownEvent(300, 'autumn', 'chart-z', 'Big arena', 9, true),
    knownEvent(70, 'unused', 'chart-q', 'Quiet', 2),
  ],
  objects: [],
} };

/** Records by the name under which cases hold them. */
export const sets = { monthEnds, takenBack, areasAndTables, holdsAndCopies, company };

const ZONES = ['Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati', 'UTC'];
const both = (name, ...values) => values.map((value) => ({ [name]: value }));

/** What is asked of each set: each with every request and each of its months. */
export const questions = [
  { group: 'month_ends', set: 'monthEnds', months: ['2022-11', '2022-12'], eventIds: [10],
    options: [{}, ...ZONES.map((timeZone) => ({ timeZone }))] },
  { group: 'selections', set: 'takenBack', months: ['2022-12', '2023-01'], eventIds: [10],
    options: both('deselection', 'sameMonth', 'never', 'always') },
  { group: 'areas_and_tables', set: 'areasAndTables', months: ['2022-11', '2022-12'],
    eventIds: [10], catalogs: [undefined, sizes],
    options: [...both('gaPlaces', 'peak', 'cumulative'), ...both('reasonRule', 'first'),
      { billable: 'bookings' }] },
  { group: 'areas_and_tables', set: 'areasAndTables', months: ['2022-11', '2022-12'],
    eventIds: [10], catalogs: [sizes], options: both('tableCountsAs', 'object', 'seats') },
  { group: 'identity', set: 'holdsAndCopies', months: ['2022-12'], eventIds: [10],
    options: [...both('apiHoldCounts', true, false, 'false'),
      ...both('dedupe', 'dialect', 'none')] },
  { group: 'company', set: 'company', months: ['2022-11', '2022-12'], eventIds: [60, 50, 70],
    catalogs: [facts], options: [{}, ...both('testWorkspaces', 'exclude', 'include'),
      ...both('order', 'id', 'input'), ...both('zeroRows', false, true)] },
  { group: 'company', set: 'company', months: ['2022-12'], eventIds: [7], catalogs: [facts],
    nows: ['2022-12-03T10:00:00.5Z'], options: [{}, { zeroRows: true }] },
];

/** Requests that are refused: [report, request]. */
export const refused = [
  ['seatsio.usage', { month: '2022-12' }],
  ['seatsio.usage', { shape: 'legacy6' }],
  ['seatsio.usage', { version: 3 }],
  ['seatsio.usage', { gaPlaces: 'none', deselection: 'later', timeZone: 'Mars/Base' }],
  ['seatsio.usage', { apiHoldCounts: 'perhaps' }],
  ['seatsio.usage', { zeroRows: 'yes', dedupe: 1 }],
  ['seatsio.usage_month', {}],
  ['seatsio.usage_month', { month: '2022-00' }],
  ['seatsio.usage_month', { month: '2022-12-01' }],
  ['seatsio.usage_month', { month: 202212 }],
  ['seatsio.usage_month', { month: '2022-12', eventId: 10 }],
  ['seatsio.usage_month', { month: '2022-12', shape: 'legacy' }],
  ['seatsio.usage_month', { month: '2022-12', order: 'name', billable: 'all', tableCountsAs: 1 }],
  ['seatsio.usage_month', { month: '2022-12', testWorkspaces: true, reasonRule: 'last' }],
  ['seatsio.usage_month', { month: '2022-12', lateness: '1 day' }],
  ['seatsio.usage_month_event', { eventId: 10 }],
  ['seatsio.usage_month_event', { month: '2022-12' }],
  ['seatsio.usage_month_event', { month: '2022-12', eventId: 'ev-10' }],
  ['seatsio.usage_month_event', { month: '2022-12', eventId: 10, version: '0' }],
  ['seatsio.usage_month_event', { month: '2022-12', eventId: 11 }],
  ['seatsio.usage_month_event', { month: '2022-12', eventId: '61' }],
];

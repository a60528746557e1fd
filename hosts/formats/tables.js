// SPDX-License-Identifier: Apache-2.0
// The reports' bodies as tables: { names, rows }, a cell for each name.

/** Rows of cells by name as a table; the columns are those of the rows, these first. */
function tableOf(rows, first = []) {
  const names = new Set(first);
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return { names: [...names], rows: rows.map((row) => Array.from(names, (name) => row.get(name))) };
}

const cells = (object) => new Map(Object.entries(object));

// A name that was taken, by a field of the groups, gets its room before it.
function put(row, taken, name, room, value) {
  row.set(taken.has(name) ? `${room}.${name}` : name, value);
}

function query({ rows }, request) {
  // Where a limit left groups out, one row has all of them; it comes last.
  const isLimited = rows.some(({ others }) => others);
  const names = rows.length === 0 && request ? queryRow(emptyRow(request), false).keys() : [];
  const noGroup = nulls(Object.keys(rows.find(({ group }) => group)?.group ?? {}));
  return tableOf(rows.map((row) => queryRow({ group: noGroup, ...row }, isLimited)), names);
}

const nulls = (names) => Object.fromEntries(names.map((name) => [name, null]));

// What a row would have.
function emptyRow({ aggregations, group_by = [], window }) {
  return { window_start: window && null, group: nulls(group_by), values: nulls(Object.keys(aggregations)) };
}

function queryRow({ window_start, window_end, group, others, ...more }, isLimited) {
  const row = new Map();
  if (window_start !== undefined) row.set('window_start', window_start).set('window_end', window_end);
  for (const [name, value] of Object.entries(group)) put(row, row, name, 'group', value);
  if (isLimited) row.set('others', others);
  const taken = new Set(row.keys());
  for (const [name, value] of Object.entries(more.values)) put(row, taken, name, 'values', value);
  for (const [name, value] of Object.entries(more.previous ?? {})) row.set(`${name}.previous`, value);
  for (const [name, change] of Object.entries(more.change ?? {})) {
    row.set(`${name}.change`, change.absolute);
    row.set(`${name}.change_percent`, change.percent);
  }
  return row;
}

// Without windows and groups the answer is one value.
function flexprice({ results, value, event_name, type }, request) {
  const all = results?.length > 0 || asksForRows(request) ? (results ?? []) : [{ value }];
  const rows = all.map(({ window_size, group = {}, value: own }) => {
    const row = new Map([['event_name', event_name], ['type', type]]);
    if (window_size !== undefined) row.set('window_start', window_size);
    for (const [name, one] of Object.entries(group)) put(row, row, name, 'group', one);
    return row.set('value', own);
  });
  return tableOf(rows, ['event_name', 'type', ...(rows.length === 0 ? ['value'] : [])]);
}

function asksForRows({ meter, ...request } = {}) {
  const { bucket_size, group_by } = meter?.aggregation ?? {};
  return Boolean(request.window_size ?? request.bucket_size ?? request.group_by ?? bucket_size ?? group_by);
}

function lagoAnalytics({ usages }) {
  return tableOf(usages.map(cells), [
    'organization_id',
    'start_of_period_dt',
    'end_of_period_dt',
    'amount_currency',
    'amount_cents',
    'billable_metric_code',
    'units',
    'is_billable_metric_deleted',
  ]);
}

// A row for each charge, or for each of its filters and groups, where it has them.
function lagoCurrent({ customer_usage: { charges_usage, from_datetime, to_datetime, currency } }) {
  const rows = charges_usage.flatMap(({ charge, billable_metric, ...usage }) => {
    const parts = (usage.grouped_usage.length > 0 ? usage.grouped_usage : [usage]).flatMap((part) => {
      const filters = part.filters.length > 0 ? part.filters : [part];
      return filters.map((filter) => ({ ...filter, grouped_by: part.grouped_by }));
    });
    return parts.map(({ values, grouped_by, ...part }) =>
      cells({
        from_datetime,
        to_datetime,
        billable_metric_code: billable_metric.code,
        charge: charge.code ?? charge.lago_id,
        charge_model: charge.charge_model,
        grouped_by,
        filter: values,
        units: part.units,
        events_count: part.events_count,
        amount_currency: currency,
        amount_cents: part.amount_cents,
      }),
    );
  });
  return tableOf(rows);
}

const COUNTERS = [
  'numUsedObjects',
  'numFirstBookings',
  'numFirstBookingsOrSelections',
  'numGASelectionsWithoutBooking',
  'numNonGASelectionsWithoutBooking',
  'numObjectSelections',
];

// Version 2 wraps the rows.
function seatsMonths(body) {
  const rows = (body.usage ?? body).map(({ month, numFirstBookingsByStatus, ...counters }) => {
    const row = cells({ year: month.year, month: month.month, ...counters });
    for (const [status, count] of Object.entries(numFirstBookingsByStatus ?? {}))
      row.set(`numFirstBookingsByStatus.${status}`, count);
    return row;
  });
  return tableOf(rows, ['year', 'month', 'numUsedObjects']);
}

// The month stands in the request only.
function seatsMonth(body, { month } = {}) {
  const rows = body.flatMap(({ workspace, usageByChart }) =>
    usageByChart.flatMap(({ chart, usageByEvent }) =>
      usageByEvent.map(({ event, ...counters }) => {
        const { id, key, deleted } = event;
        const row = cells({
          ...(month && { month }),
          workspace,
          chart_key: chart?.key,
          chart_name: chart?.name,
          event_id: id,
          event_key: key,
        });
        if (deleted !== undefined) row.set('event_deleted', deleted);
        for (const name of COUNTERS) if (counters[name] !== undefined) row.set(name, counters[name]);
        return row;
      }),
    ),
  );
  const first = ['workspace', 'chart_key', 'chart_name', 'event_id', 'event_key', 'numUsedObjects'];
  return tableOf(rows, month ? ['month', ...first] : first);
}

function seatsObjects(body) {
  const rows = body.map(({ usageByReason, ...counters }) => {
    const row = cells(counters);
    for (const [reason, count] of Object.entries(usageByReason ?? {}))
      row.set(`usageByReason.${reason}`, count);
    return row;
  });
  return tableOf(rows, ['object']);
}

export const TABLES = {
  'tallyfold.query': query,
  'flexprice.usage': flexprice,
  'flexprice.usage_by_meter': flexprice,
  'lago.analytics_usage': lagoAnalytics,
  'lago.current_usage': lagoCurrent,
  'seatsio.usage': seatsMonths,
  'seatsio.usage_month': seatsMonth,
  'seatsio.usage_month_event': seatsObjects,
};

// SPDX-License-Identifier: Apache-2.0
// Lago vectors about the difference of two days' usage as a case for the public reports. Events
// bring a subscription to the state of the day before and then to the state of the day; the day's
// rows are the difference. Every charge prices what its events say they cost, so that any two
// states can be reached. No row counts events: their difference is that of two current usages. A
// row of a group is that of the group's events alone. Our reports compute no taxes.

import { agreesWithAggregation } from './lago_aggregation.mjs';
import { whenGood } from './operations.mjs';

const CUSTOMER = 'customer';
const SUBSCRIPTION = 'subscription';
const DAY = '2022-07-09';
const DAY_BEFORE = '2022-07-08';

/** The case of a vector of differences; none of other kinds. */
export function diffCase({ kind, name, input, expected }) {
  if (kind !== 'daily_usage_diff') return undefined;
  const { usage, usage_date: day = DAY, snapshots } = input;
  const [{ usage_date: dayBefore, usage: previous }] = snapshots ?? [
    { usage_date: DAY_BEFORE, usage: input.previous },
  ];
  const scenario = { usage, previous, day, dayBefore, events: eventsOf(input, { day, dayBefore }) };
  const groups = groupsOf(usage);
  return {
    ...{ operation: kind, name, agrees: agreesWithAggregation },
    expected: withoutTaxes(expected),
    calls: [
      currentUsage(scenario, dayBefore),
      currentUsage(scenario, day),
      rowsOfDay(scenario, () => true),
      ...groups.map((group) => rowsOfDay(scenario, (event) => isSame(event.group, group))),
    ],
    valueFrom: whenGood((before, now, all, ...ofGroups) =>
      diffOf(scenario, [before, now].map(chargesOf), all.usages, {
        groups,
        rows: ofGroups.map(({ usages }) => usages),
      }),
    ),
  };
}

const withoutTaxes = ({ amount_cents, charges_usage: charges }) => ({
  amount_cents,
  ...(charges && { charges_usage: charges.map(withSets) }),
});

// Filters and groups come in any order, and a list of the vector is whole.
const withSets = ({ filters, ...charge }) => ({
  ...charge,
  filters_count: filters.length,
  ...(filters.length > 0 && { filters_subset: filters }),
  ...(charge.grouped_usage && { grouped_usage: charge.grouped_usage.map(withSetOfFilters) }),
});

const withSetOfFilters = ({ filters, ...group }) => ({ ...group, filters_subset: filters });

const isSame = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const groupsOf = ({ charges_usage: charges }) =>
  charges.flatMap(({ grouped_usage: groups }) => groups.map(({ grouped_by: keys }) => keys));

/** The smallest parts of a state: of a charge, a filter and a group. */
const cellsOf = ({ charges_usage: charges }) =>
  charges.flatMap(({ charge_id: charge, ...whole }) => {
    const groups = whole.grouped_usage.length > 0 ? whole.grouped_usage : [whole];
    return groups.flatMap(({ grouped_by: group, filters, ...rest }) =>
      (filters.length > 0 ? filters : [rest]).map((cell) => ({ ...cell, charge, group })),
    );
  });

function eventsOf({ usage, previous, snapshots }, { day, dayBefore }) {
  const start = cellsOf(previous ?? snapshots[0].usage);
  const changes = cellsOf(usage).map((cell) => {
    const isIt = ({ charge, group, values }) =>
      charge === cell.charge && isSame(group, cell.group) && isSame(values, cell.values);
    return { ...cell, since: start.find(isIt) };
  });
  return [
    ...start.flatMap((cell) => eventsOfCell(cell, dayBefore)),
    ...changes.flatMap((cell) => eventsOfCell(cell, day)),
  ].map((event, index) => ({ ...event, transaction_id: `transaction-${index}` }));
}

/** As many events as a cell has gained; the first brings all of its units and its amount. */
function eventsOfCell({ charge, group, values, since, ...cell }, day) {
  const gained = (key) => Number((cell[key] - (since?.[key] ?? 0)).toFixed(6));
  return Array.from({ length: gained('events_count') }, (_, index) => ({
    ...{ code: charge, external_subscription_id: SUBSCRIPTION, group },
    timestamp: Date.parse(`${day}T12:00:00Z`) / 1000,
    precise_total_amount_cents: index === 0 ? gained('amount_cents') : 0,
    properties: { ...values, ...group, units: index === 0 ? gained('units') : 0 },
  }));
}

function callOf({ usage, events }, day, report, request) {
  return {
    ...{ operation: report, report, request, catalog: catalogOf(usage) },
    events: events.map(({ group: _, ...event }) => event),
    ...{ now: `${day}T23:59:59Z`, mode: 'as-is', dialect: 'lago' },
  };
}

const currentUsage = (scenario, day) =>
  callOf(scenario, day, 'lago.current_usage', {
    external_customer_id: CUSTOMER,
    external_subscription_id: SUBSCRIPTION,
  });

const rowsOfDay = ({ events, ...scenario }, isWanted) =>
  callOf({ ...scenario, events: events.filter(isWanted) }, scenario.day, 'lago.analytics_usage', {
    ...{ from_date: scenario.day, to_date: scenario.day, group_by: 'charge,filter' },
  });

function catalogOf({ charges_usage: charges }) {
  return {
    organization: { lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90' },
    billable_metrics: charges.map(({ charge_id: code, filters }) => ({
      ...{ code, aggregation_type: 'sum_agg', field_name: 'units' },
      filters: listsOf(filters.map(({ values }) => values)).map(([key, values]) => ({
        key,
        values,
      })),
    })),
    plans: [
      { code: 'plan', interval: 'monthly', amount_currency: 'EUR', charges: charges.map(chargeOf) },
    ],
    customers: [{ external_id: CUSTOMER }],
    subscriptions: [
      {
        ...{ external_id: SUBSCRIPTION, external_customer_id: CUSTOMER, plan_code: 'plan' },
        started_at: '2022-06-01T00:00:00Z',
      },
    ],
  };
}

/** Each key with its values: [{ a: 'x' }, { a: 'y' }] is [['a', ['x', 'y']]]. */
const listsOf = (tuples) => {
  const keys = new Set(tuples.flatMap(Object.keys));
  return [...keys].map((key) => [key, [...new Set(tuples.map((values) => values[key]))]]);
};

function chargeOf({ charge_id: code, filters, grouped_usage: groups }) {
  const keys = groups.length > 0 ? Object.keys(groups[0].grouped_by) : [];
  const properties = { pricing_group_keys: keys };
  return {
    ...{ code, billable_metric_code: code, charge_model: 'dynamic', properties },
    filters: filters.map(({ values }) => ({
      values: Object.fromEntries(listsOf([values])),
      properties,
    })),
  };
}

const chargesOf = ({ customer_usage: usage }) => usage.charges_usage;

// The day is put together from its rows; a part without a row has not changed.
function diffOf({ usage, day }, [before, now], rows, ofGroups) {
  const charges = usage.charges_usage.map((charge) => {
    const { charge_id: code, filters, grouped_usage: groups } = charge;
    const counts = [before, now].map((all) => all.find((one) => one.charge.code === code));
    const ofCharge = (own) => own.filter((row) => row.charge === code);
    const ofGroup = ({ grouped_by: keys, filters: own }) => {
      const place = ofGroups.groups.findIndex((group) => isSame(group, keys));
      const isIt = ({ grouped_by: others }) => isSame(others, keys);
      const countsOfGroup = counts.map(({ grouped_usage: all }) => all.find(isIt));
      return { grouped_by: keys, ...partsOf(ofCharge(ofGroups.rows[place]), countsOfGroup, own) };
    };
    return {
      ...{ charge_id: code, ...partsOf(ofCharge(rows), counts, filters) },
      ...{ filters_count: filters.length, grouped_usage: groups.map(ofGroup) },
    };
  });
  const isOfDay = rows.every((row) => row.start_of_period_dt === day);
  return { amount_cents: isOfDay ? sumOf(rows).amount_cents : undefined, charges_usage: charges };
}

/** What rows and counts tell of a charge or a group, and of each of its filters. */
function partsOf(rows, [before, now], filters) {
  const partOf = (values) => ({
    ...sumOf(rows.filter((row) => matches(row, values))),
    events_count: countOf(now, values) - countOf(before, values),
  });
  return { ...partOf(), filters: filters.map(({ values }) => ({ values, ...partOf(values) })) };
}

const matches = ({ filter }, values) =>
  !values || isSame(filter, Object.fromEntries(listsOf([values])));

const sumOf = (rows) => ({
  units: rows.reduce((sum, { units }) => sum + Number(units), 0),
  amount_cents: rows.reduce((sum, { amount_cents: cents }) => sum + cents, 0),
});

function countOf(part, values) {
  const isIt = (filter) => matches({ filter: filter.values }, values);
  return (values ? part?.filters.find(isIt) : part)?.events_count ?? 0;
}

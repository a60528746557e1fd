// SPDX-License-Identifier: Apache-2.0
// If this fails, a report in Lago's words loses usage without a word, rounds days another way than
// months, or answers a bad request as though it were a good one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TallyfoldError } from 'tallyfold';

import { withEngine } from './support.mjs';

const CATALOG = {
  organization: { lago_id: 'org', premium: true },
  billable_metrics: [
    { code: 'calls', aggregation_type: 'count_agg' },
    { code: 'gb', aggregation_type: 'sum_agg', field_name: 'gb', filters: [{ key: 'region', values: ['eu', 'us'] }] },
  ],
  plans: [
    {
      code: 'pro',
      interval: 'monthly',
      amount_currency: 'EUR',
      charges: [
        {
          billable_metric_code: 'calls',
          charge_model: 'graduated',
          properties: {
            graduated_ranges: [
              { from_value: 0, to_value: 2, per_unit_amount: '0', flat_amount: '0' },
              { from_value: 3, to_value: null, per_unit_amount: '0.335', flat_amount: '0' },
            ],
          },
        },
        {
          billable_metric_code: 'gb',
          charge_model: 'standard',
          properties: { amount: '1' },
          filters: [{ values: { region: ['eu'] }, properties: { amount: '2' } }],
        },
      ],
    },
  ],
  customers: [
    { external_id: 'india', timezone: 'Asia/Kolkata', customer_type: 'company', country: 'IN' },
    { external_id: 'else' },
  ],
  subscriptions: [
    { external_id: 's1', external_customer_id: 'india', plan_code: 'pro', started_at: '2024-02-20T00:00:00Z' },
    { external_id: 's2', external_customer_id: 'else', plan_code: 'pro', started_at: '2024-02-20T00:00:00Z' },
  ],
};
const at = (time) => Date.parse(time) / 1000;
const event = (code, id, time, properties = {}, subscription = 's1') => ({
  code,
  transaction_id: id,
  timestamp: at(time),
  external_subscription_id: subscription,
  properties,
});
// Half past six in the evening is the next day in Kolkata.
const EVENTS = [
  event('calls', '1', '2024-03-04T18:00:00Z'),
  event('calls', '2', '2024-03-04T18:30:00Z'),
  event('calls', '3', '2024-03-05T18:29:59.999Z'),
  event('calls', '4', '2024-03-20T00:00:00Z'),
  event('calls', '4', '2024-03-21T00:00:00Z'),
  event('gb', '5', '2024-03-04T00:00:00Z', { gb: '1.25', region: 'eu' }),
  event('gb', '6', '2024-03-04T00:00:00Z', { gb: 3, region: 'asia' }, 's2'),
];
const NOW = '2024-03-25T00:00:00Z';
const ask = (engine, request, extra = {}) =>
  engine.report({ report: 'lago.analytics_usage', request, now: NOW, ...extra });
const withEvents = (use, events = EVENTS) =>
  withEngine({ catalog: CATALOG }, (engine) => {
    engine.append(events, { dialect: 'lago' });
    return use(engine);
  });
const short = ({ body }) =>
  body.usages.map((row) => `${row.start_of_period_dt} ${row.billable_metric_code} ${row.units} ${row.amount_cents}`);

test('a day is what it adds to the month, in the customer own days', () =>
  withEvents((engine) => {
    const report = ask(engine, {});
    assert.deepEqual(short(report), [
      '2024-03-04 calls 1.0 0',
      '2024-03-04 gb 4.25 550',
      '2024-03-05 calls 2.0 34',
      '2024-03-20 calls 1.0 33',
    ]);
    assert.deepEqual(report.body.usages[0], {
      organization_id: 'org',
      start_of_period_dt: '2024-03-04',
      end_of_period_dt: '2024-03-04',
      amount_currency: 'EUR',
      amount_cents: 0,
      billable_metric_code: 'calls',
      units: '1.0',
      is_billable_metric_deleted: false,
    });
    assert.deepEqual(report.ledger.rejected.counts, { duplicate: 1 });
    assert.equal(report.complete, true);
  }));

test('weeks, months and years are sums of whole periods', () =>
  withEvents((engine) => {
    const range = { from_date: '2024-03-06', to_date: '2024-03-07' };
    assert.deepEqual(short(ask(engine, range)), []);
    const weekly = ask(engine, { ...range, time_granularity: 'weekly' });
    assert.deepEqual(short(weekly), ['2024-03-04 calls 3.0 34', '2024-03-04 gb 4.25 550']);
    assert.equal(weekly.body.usages[0].end_of_period_dt, '2024-03-10');
    const monthly = ask(engine, { time_granularity: '"monthly"' });
    assert.deepEqual(short(monthly), ['2024-03-01 calls 4.0 67', '2024-03-01 gb 4.25 550']);
    const yearly = ask(engine, { time_granularity: 'yearly' });
    assert.equal(yearly.body.usages[1].end_of_period_dt, '2024-12-31');
  }));

test('filters choose customers, plans, metrics', () =>
  withEvents((engine) => {
    const monthly = (request) => short(ask(engine, { time_granularity: 'monthly', ...request }));
    assert.deepEqual(monthly({ billable_metric_code: 'gb', customer_type: 'company' }), ['2024-03-01 gb 1.25 250']);
    assert.deepEqual(monthly({ customer_country: '"IN"', billable_metric_code: 'calls' }), ['2024-03-01 calls 4.0 67']);
    assert.deepEqual(monthly({ external_subscription_id: 's2' }), ['2024-03-01 gb 3.0 300']);
    assert.deepEqual(monthly({ is_billable_metric_recurring: true }), []);
    for (const nobody of [{ external_customer_id: 'x' }, { plan_code: 'x' }, { billable_metric_code: 'x' }])
      assert.deepEqual(monthly(nobody), []);
    assert.deepEqual(monthly({ anything: 'else' }).length, 2);
  }));

test('rows are told apart by what the request groups by', () =>
  withEvents((engine) => {
    const monthly = (group_by) =>
      ask(engine, { time_granularity: 'monthly', group_by }).body.usages.map(
        ({ billable_metric_code: code, units, amount_cents: cents, ...row }) => [code, units, cents, pick(row)],
      );
    const pick = ({ external_customer_id, external_subscription_id, plan_code, charge, filter }) =>
      [external_customer_id, external_subscription_id, plan_code, charge, filter].filter((value) => value !== undefined);
    assert.deepEqual(monthly('external_customer_id,plan_code'), [
      ['calls', '4.0', 67, ['india', 'pro']],
      ['gb', '3.0', 300, ['else', 'pro']],
      ['gb', '1.25', 250, ['india', 'pro']],
    ]);
    assert.deepEqual(monthly(['filter', 'charge', 'external_subscription_id']), [
      ['calls', '4.0', 67, ['s1', '$.plans[0].charges[0]', null]],
      ['gb', '1.25', 250, ['s1', '$.plans[0].charges[1]', { region: ['eu'] }]],
      ['gb', '3.0', 300, ['s2', '$.plans[0].charges[1]', null]],
    ]);
    assert.deepEqual(monthly([]), monthly(undefined));
    for (const wrong of ['region', 'charge,', ['charge', 1], { charge: true }])
      assert.deepEqual(ask(engine, { group_by: wrong }).body.error_details, { group_by: ['value_is_invalid'] });
  }));

test('bad values are named in the shape of the service', () =>
  withEvents((engine) => {
    const refused = ask(engine, { time_granularity: 'hourly', from_date: '2024-02-30', customer_type: 'cat' });
    assert.equal(refused.status, 422);
    assert.deepEqual(refused.body, {
      status: 422,
      error: 'Unprocessable Entity',
      code: 'validation_errors',
      error_details: {
        time_granularity: ['value_is_invalid'],
        from_date: ['invalid_date'],
        customer_type: ['value_is_invalid'],
      },
    });
    assert.equal(ask(engine, { from_date: '2024-03-02', to_date: '2024-03-01' }).status, 422);
  }));

test('what nothing prices is named, and the answer is not complete', () =>
  withEvents(
    (engine) => {
      const { complete, ledger } = ask(engine, {});
      assert.equal(complete, false);
      assert.deepEqual(ledger.rejected.counts, { no_price: 1, outside_subscription: 2 });
      assert.equal(ledger.handed_in, 3);
    },
    [
      event('unknown', '1', '2024-03-04T00:00:00Z'),
      event('calls', '2', '2024-03-04T00:00:00Z', {}, 'nobody'),
      event('calls', '3', '2024-01-04T00:00:00Z'),
    ],
  ));

test('shards merge in any order, and another catalog prices anew without reading again', async () => {
  const whole = await withEvents((engine) => ask(engine, {}).text);
  const snapshotOf = (events) =>
    withEngine({ catalog: CATALOG }, (engine) => {
      const plan = engine.plan({ report: 'lago.analytics_usage', request: {}, now: NOW });
      for (const [source, one] of events) engine.append([one], { dialect: 'lago', source });
      return plan.snapshot();
    });
  const numbered = EVENTS.map((one, source) => [source, one]);
  const parts = [await snapshotOf(numbered.slice(0, 3)), await snapshotOf(numbered.slice(3))];
  for (const order of [parts, [...parts].reverse()]) {
    await withEngine({ catalog: CATALOG }, (engine) => {
      const plan = engine.plan({ report: 'lago.analytics_usage', request: {}, now: NOW });
      for (const part of order) plan.merge(part);
      assert.equal(plan.report().text, whole);
    });
  }
  const dearer = structuredClone(CATALOG);
  dearer.plans[0].charges[1].properties.amount = '10';
  await withEvents((engine) => {
    const row = ask(engine, { billable_metric_code: 'gb' }, { catalog: dearer }).body.usages[0];
    assert.equal(row.amount_cents, 250 + 3000);
  });
});

test('current usage is one subscription and its running period', () =>
  withEvents((engine) => {
    const current = (external_customer_id, external_subscription_id) =>
      engine.report({
        report: 'lago.current_usage',
        request: { external_customer_id, external_subscription_id },
        now: NOW,
      });
    const usage = current('india', 's1').body.customer_usage;
    assert.equal(usage.amount_cents, 67 + 250);
    assert.equal(usage.from_datetime, '2024-02-29T18:30:00Z');
    assert.equal(usage.to_datetime, '2024-03-31T18:29:59Z');
    assert.deepEqual(
      usage.charges_usage[1].filters.map(({ values, units }) => [values, units]),
      [
        [{ region: ['eu'] }, '1.25'],
        [null, '0.0'],
      ],
    );
    assert.equal(current('nobody', 's1').body.code, 'customer_not_found');
    assert.equal(current('else', 's1').status, 404);
  }));

test('a catalog that cannot be priced is refused with all its problems', () =>
  withEngine({}, (engine) => {
    const bad = structuredClone(CATALOG);
    bad.plans[0].amount_currency = 'XXX';
    bad.plans[0].charges[1].properties.amount = 'free';
    bad.subscriptions[0].plan_code = 'none';
    assert.throws(
      () => engine.setCatalog(bad),
      (error) =>
        error instanceof TallyfoldError &&
        error.code === 'invalid_catalog' &&
        error.problems.length === 3 &&
        error.problems.some(({ path }) => path === '$.plans[0].charges[1].properties.amount'),
    );
  }));

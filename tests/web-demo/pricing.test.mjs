// SPDX-License-Identifier: Apache-2.0
// If this fails, the dashboard prices a plan otherwise than it was written, or adds up its revenue wrongly.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { catalogOf, chargeOf, compared, pricedDialect, readPlan, startingPlans } from '../../web-demo/src/pricing/plan.js';
import { withTier, withoutTier } from '../../web-demo/src/ui/plan_editor.js';

const [PLAN] = [startingPlans().a];
const EVENTS = [['ann', '2024-03-05', 150], ['ann', '2024-03-06', '0.5'], ['ben', '2024-03-07', 40], ['ann', '2024-04-01', 7]]
  .map(([external_customer_id, day, units], i) => JSON.stringify({ event_id: String(i), event_name: 'call', external_customer_id, timestamp: `${day}T00:00:00Z`, properties: { units } }))
  .join('\n');

/** Cents by customer and month under a plan. */
async function priced(plan) {
  const engine = await createEngine();
  engine.append(EVENTS, { dialect: pricedDialect({ dialect: 'flexprice', format: 'ndjson' }) });
  const catalog = catalogOf({ event: 'call', property: 'units', plan, subscriptions: ['ann', 'ben'], startedAt: '2024-03-01T00:00:00Z' });
  const { status, body } = engine.report({
    report: 'lago.analytics_usage', mode: 'exact', catalog, now: '2024-04-02T00:00:00Z',
    request: { time_granularity: 'monthly', group_by: ['external_customer_id'] },
  });
  engine.close();
  assert.equal(status, 200, JSON.stringify(body));
  return body.usages;
}
const cents = async (plan) => Object.fromEntries((await priced({ ...PLAN, ...plan })).map((row) => [`${row.external_customer_id} ${row.start_of_period_dt.slice(0, 7)}`, row.amount_cents]));
const TIERS = [{ upTo: '100', unit: '0.10', flat: '1' }, { upTo: '', unit: '0.02', flat: '0' }];

test('every model is priced as it is written', async () => {
  assert.deepEqual(await cents({ model: 'standard', amount: '0.1' }), { 'ann 2024-03': 1505, 'ben 2024-03': 400, 'ann 2024-04': 70 });
  assert.deepEqual(await cents({ model: 'package', amount: '2', size: '50', free: '10' }), { 'ann 2024-03': 600, 'ben 2024-03': 200, 'ann 2024-04': 0 });
  // 1 flat, 100 at 0.10, 50.5 at 0.02. The first tier's flat amount is due in a month without use, too.
  assert.deepEqual(await cents({ model: 'graduated', tiers: TIERS }), { 'ann 2024-03': 1201, 'ben 2024-03': 500, 'ann 2024-04': 170, 'ben 2024-04': 100 });
  // All 150.5 at 0.02.
  assert.deepEqual(await cents({ model: 'volume', tiers: TIERS }), { 'ann 2024-03': 301, 'ben 2024-03': 500, 'ann 2024-04': 170, 'ben 2024-04': 100 });
});

test('revenue is added up by month and customer', async () => {
  const a = await priced({ ...PLAN, amount: '0.1' });
  const b = await priced({ ...PLAN, amount: '0.2' });
  assert.deepEqual(compared(a, b), {
    a: 1975, b: 3950,
    months: [{ name: '2024-03', a: 1905, b: 3810 }, { name: '2024-04', a: 70, b: 140 }],
    customers: [{ name: 'ann', a: 1575, b: 3150 }, { name: 'ben', a: 400, b: 800 }],
  });
});

test('a plan survives its text, and what is none is refused', () => {
  assert.deepEqual(readPlan(JSON.stringify(PLAN)), PLAN);
  for (const text of ['', '{}', '{"model":"other"}', JSON.stringify({ ...PLAN, tiers: [] }), JSON.stringify({ ...PLAN, amount: 1 })])
    assert.equal(readPlan(text), undefined, text);
});

test('tiers can be added and taken away; the last has no end', () => {
  const more = withTier(withTier(TIERS));
  assert.deepEqual(more.map(({ upTo }) => upTo), ['100', '1000', '10000', '']);
  assert.deepEqual(withoutTier(more, 3).map(({ upTo }) => upTo), ['100', '1000', '']);
  assert.deepEqual(chargeOf({ ...PLAN, model: 'graduated', tiers: withTier([TIERS[1]]) }).properties.graduated_ranges.map(({ from_value: from, to_value: to }) => [from, to]), [[0, 1000], [1001, null]]);
});

test('who pays is the customer, in each shape that names one', () => {
  assert.equal(pricedDialect({ dialect: 'lago', format: 'ndjson' }), 'lago');
  assert.deepEqual(pricedDialect({ dialect: { name: '/a', customer: '/b', properties: '*' }, format: 'json' }), { name: '/a', subscription: '/b', properties: '*' });
  for (const dialect of ['seatsio', { name: '/a', properties: '*' }]) assert.equal(pricedDialect({ dialect, format: 'ndjson' }), undefined);
});

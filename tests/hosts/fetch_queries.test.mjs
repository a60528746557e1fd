// SPDX-License-Identifier: Apache-2.0
// If this fails, a service's client writes its query string in a way that is not understood here.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readExample, withHandler } from './fetch_support.mjs';

const USAGE = '/api/v1/analytics/usage';
const catalog = JSON.parse(readExample('lago/catalog.json'));
const [subscription] = catalog.subscriptions;

const withLago = (use) =>
  withHandler({ catalog, now: () => '2024-03-31T12:00:00Z' }, async (ask, engine) => {
    engine.append(readExample('lago/2024-03.ndjson'), { dialect: 'lago' });
    await use(ask, engine);
  });

/** Every parameter with a value that leaves some of the rows. */
const ASKED = {
  time_granularity: 'weekly',
  currency: 'EUR',
  from_date: '2024-03-05',
  to_date: '2024-03-06',
  customer_type: 'individual',
  external_customer_id: subscription.external_customer_id,
  customer_country: 'US',
  external_subscription_id: subscription.external_id,
  is_billable_metric_recurring: 'true',
  plan_code: subscription.plan_code,
  billable_metric_code: 'minutes',
};

test('Lago: every parameter is looked at, plain and in the double quotes of the Go client', () =>
  withLago(async (ask, engine) => {
    const all = (await ask(USAGE)).text;
    for (const [name, value] of Object.entries(ASKED)) {
      const request = { [name]: value };
      const now = '2024-03-31T12:00:00Z';
      const expected = engine.report({ report: 'lago.analytics_usage', request, now });
      assert.notEqual(expected.text, all, `${name} leaves everything`);
      assert.ok(expected.body.usages.length > 0, name);
      for (const written of [value, `"${value}"`]) {
        const { status, text } = await ask(`${USAGE}?${new URLSearchParams({ [name]: written })}`);
        assert.deepEqual([status, text], [200, expected.text], `${name}=${written}`);
      }
    }
    const path = `/api/v1/customers/${subscription.external_customer_id}/current_usage`;
    const plain = await ask(`${path}?external_subscription_id=${subscription.external_id}`);
    const quoted = await ask(`${path}?external_subscription_id=%22${subscription.external_id}%22`);
    assert.deepEqual([quoted.status, quoted.text], [200, plain.text]);
  }));

test('Lago: of a parameter that comes twice the last counts, and unknown ones are passed over', () =>
  withLago(async (ask) => {
    const [monthly, all] = [await ask(`${USAGE}?time_granularity=monthly`), await ask(USAGE)];
    assert.notEqual(monthly.text, all.text);
    const twice = await ask(`${USAGE}?time_granularity=daily&time_granularity=monthly`);
    assert.equal(twice.text, monthly.text);
    const unknown = '?page=2&per_page=%22x%22&__proto__=x&constructor=x&toString&=&filter_by[a]=b';
    assert.equal((await ask(USAGE + unknown)).text, all.text);
    assert.equal((await ask(`${USAGE}?currency=&plan_code=`)).text, all.text, 'an empty value is none');
  }));

test('seats.io: of a parameter that comes twice the last counts, and an unknown one is refused by name', () =>
  withHandler({}, async (ask) => {
    const { body } = await ask('/reports/usage?version=1&version=2');
    assert.deepEqual(Object.keys(body), ['usageCutoffDate', 'usage']);
    const { status, body: refused } = await ask('/reports/usage?colour=red');
    assert.equal(status, 400);
    assert.equal(refused.errors[0].data.path, '$.colour');
  }));

test('names of the path are decoded once, and what they cannot be is said', () =>
  withHandler({}, async (ask) => {
    const refused = await ask('/reports/usage/month/2022%2D13');
    assert.match(refused.body.messages[0], /month as YYYY-MM/);
    const asked = await ask('/api/v1/customers/a%2520b/current_usage?external_subscription_id=x');
    assert.equal(asked.body.code, 'customer_not_found');
  }));

test('Lago: a bad request says what is bad', () =>
  withHandler({}, async (ask) => {
    const { status, body } = await ask(USAGE, { headers: { 'tallyfold-mode': 'best' } });
    assert.deepEqual([status, body.error], [400, 'BadRequest: tallyfold-mode must be as-is or exact']);
  }));

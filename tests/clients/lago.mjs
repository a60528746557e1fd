// SPDX-License-Identifier: Apache-2.0
// If this fails, Lago's own client cannot be pointed at Tallyfold.

import assert from 'node:assert/strict';

import { BROKEN, client, errorOf, eventsOf, readExample, withEngine, withServer } from './support.mjs';

const NOW = '2024-03-31T12:00:00Z';
const catalog = JSON.parse(readExample('lago/catalog.json'));
const [subscription] = catalog.subscriptions;
const all = eventsOf('lago/2024-03.ndjson');
/** The service refuses a transaction that it has. */
const events = all.filter((event, i) => all.findIndex((other) => other.transaction_id === event.transaction_id) === i);

const lago = await client('lago-javascript-client', 'lago-javascript-client');
const withClient = ({ Client }, options, use) =>
  withServer({ catalog, now: () => NOW, ...options }, (server) =>
    use(Client('writer', { baseUrl: `${server.base}/api/v1` }), server));

async function sendAll(api) {
  const [first, ...rest] = events;
  const one = await api.events.createEvent({ event: first });
  assert.equal(one.data.event.transaction_id, first.transaction_id);
  assert.match(one.data.event.lago_id, /^[0-9a-f-]{36}$/);
  for (let i = 0; i < rest.length; i += 100) {
    const batch = rest.slice(i, i + 100);
    const { data } = await api.events.createBatchEvents({ events: batch });
    assert.deepEqual(data.events.map(({ code }) => code), batch.map(({ code }) => code));
  }
}

const withSame = (use) =>
  withEngine({ catalog }, (engine) => {
    engine.append(events, { dialect: 'lago' });
    return use((report, request, mode) => {
      const answer = engine.report({ report, request, now: NOW, mode });
      assert.equal(answer.status, 200, answer.text);
      return answer.body;
    });
  });

const ASKED = [
  undefined,
  {},
  ...['daily', 'weekly', 'monthly', 'yearly'].map((time_granularity) => ({ time_granularity })),
  { time_granularity: 'monthly', from_date: '2024-03-01', to_date: '2024-03-31', currency: 'EUR' },
  { customer_type: 'company', customer_country: 'DE', currency: undefined },
  { external_customer_id: 'jo', external_subscription_id: 'jo', plan_code: 'solo', billable_metric_code: 'minutes' },
  { is_billable_metric_recurring: true },
  { is_billable_metric_recurring: false, external_customer_id: 'no body & nobody+else, ÿ "%"' },
  { time_granularity: 'monthly', group_by: ['plan_code', 'charge', 'filter'] },
];

lago('events.createEvent, createBatchEvents, analytics.findAllUsages', (sdk) =>
  withClient(sdk, {}, async (api, { seen }) => {
    await sendAll(api);
    await withSame(async (expected) => {
      for (const query of ASKED) {
        const { data } = await api.analytics.findAllUsages(query);
        assert.deepEqual(data, expected('lago.analytics_usage', query ?? {}), JSON.stringify(query));
      }
      const headers = { 'Tallyfold-Mode': 'exact' };
      const { data, headers: told } = await api.analytics.findAllUsages({}, { headers });
      assert.deepEqual(data, expected('lago.analytics_usage', {}, 'exact'));
      assert.equal(told.get('tallyfold-complete'), 'false');
    });
    const lines = [...new Set(seen.map(({ line }) => line))];
    assert.deepEqual(lines, ['POST /api/v1/events', 'POST /api/v1/events/batch', 'GET /api/v1/analytics/usage']);
    return `${ASKED.length} questions, all as the engine`;
  }));

lago('customers.findCustomerCurrentUsage', (sdk) =>
  withClient(sdk, {}, async (api) => {
    await sendAll(api);
    const { external_customer_id: customer, external_id: external_subscription_id } = subscription;
    const query = { external_subscription_id, apply_taxes: false };
    const { data } = await api.customers.findCustomerCurrentUsage(customer, query);
    const request = { external_customer_id: customer, external_subscription_id };
    await withSame((expected) => assert.deepEqual(data, expected('lago.current_usage', request)));
    assert.ok(data.customer_usage.charges_usage.length > 0);
  }));

lago('customFetch that calls the handler, without a server', ({ Client }) =>
  withServer({ catalog, now: () => NOW }, async ({ handle, seen }) => {
    const customFetch = (...request) => handle(new Request(...request));
    const api = Client('writer', { baseUrl: 'http://in.process/api/v1', customFetch });
    await sendAll(api);
    const { data } = await api.analytics.findAllUsages({ time_granularity: 'monthly' });
    const request = { time_granularity: 'monthly' };
    await withSame((expected) => assert.deepEqual(data, expected('lago.analytics_usage', request)));
    assert.equal(seen.length, 0);
  }));

lago('getLagoError of 400, 401, 403, 404, 413, 422, 500', async (sdk) => {
  const { Client, getLagoError } = sdk;
  const expectError = async (call, expected) => assert.deepEqual(await getLagoError(await errorOf(call)), expected);
  const invalid = { status: 422, error: 'Unprocessable Entity', code: 'validation_errors' };
  await withClient(sdk, { maxBodyBytes: 100_000 }, async (api, { base }) => {
    const { createEvent, createBatchEvents } = api.events;
    await createEvent({ event: events[0] });
    const taken = { transaction_id: ['value_already_exist'] };
    await expectError(() => createEvent({ event: events[0] }), { ...invalid, error_details: taken });
    const batch = { events: [events[1], events[0]] };
    await expectError(() => createBatchEvents(batch), { ...invalid, error_details: { 1: taken } });
    const none = { ...invalid, error_details: { events: ['no_events'] } };
    await expectError(() => createBatchEvents({ events: [] }), none);
    const missing = 'BadRequest: param is missing or the value is empty or invalid: event';
    await expectError(() => createEvent({}), { status: 400, error: missing });
    const granularity = { ...invalid, error_details: { time_granularity: ['value_is_invalid'] } };
    await expectError(() => api.analytics.findAllUsages({ time_granularity: 'hourly' }), granularity);
    // The client writes null as a text.
    const date = { ...invalid, error_details: { from_date: ['invalid_date'] } };
    await expectError(() => api.analytics.findAllUsages({ from_date: null }), date);
    const unknown = { status: 404, error: 'Not Found', code: 'customer_not_found' };
    const query = { external_subscription_id: 'x' };
    await expectError(() => api.customers.findCustomerCurrentUsage('nobody', query), unknown);
    await expectError(() => api.plans.findAllPlans(), { status: 404, error: 'Not Found', code: 'route_not_found' });
    const large = { event: { ...events[1], properties: { text: 'x'.repeat(5_000_000) } } };
    await expectError(() => createEvent(large), { status: 413, error: 'Payload Too Large', code: 'payload_too_large' });
    const as = (key) => Client(key, { baseUrl: `${base}/api/v1` });
    await expectError(() => as('wrong').analytics.findAllUsages(), { status: 401, error: 'Unauthorized' });
    const forbidden = { status: 403, error: 'Forbidden', code: 'feature_unavailable' };
    await expectError(() => as('reader').events.createEvent({ event: events[2] }), forbidden);
  });
  await withClient(sdk, { engine: BROKEN }, (api) =>
    expectError(() => api.analytics.findAllUsages(), { status: 500, error: 'Internal Server Error' }));
  return 'the error bodies of the service';
});

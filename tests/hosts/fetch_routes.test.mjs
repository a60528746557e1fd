// SPDX-License-Identifier: Apache-2.0
// If this fails, an endpoint is not where a service's client looks for it, or answers something else
// than the engine does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

import { asker, CLOCK, readExample, withHandler } from './fetch_support.mjs';

const EVENT = {
  event_name: 'call',
  external_customer_id: 'c1',
  event_id: 'e1',
  timestamp: '2024-05-30T10:00:00Z',
  properties: { v: '0.1' },
};
const USAGE = { event_name: 'call', aggregation_type: 'SUM', property_name: 'v' };

for (const base of ['/v1', '']) {
  test(`Flexprice: events and their usage under ${base}/events`, async () => {
    await withHandler({}, async (ask) => {
      const one = await ask(`${base}/events`, { body: EVENT });
      assert.equal(one.status, 202);
      assert.deepEqual(one.body, { event_id: 'e1', message: 'Event accepted for processing' });
      const bulk = await ask(`${base}/events/bulk`, {
        body: { events: [{ ...EVENT, event_id: 'e2', properties: { v: '0.2' } }] },
      });
      assert.equal(bulk.status, 202);
      const usage = await ask(`${base}/events/usage`, { body: USAGE });
      assert.equal(usage.status, 200);
      assert.equal(usage.text, '{"value":0.3,"event_name":"call","type":"SUM"}');
      const meter = { event_name: 'call', aggregation: { type: 'SUM', field: 'v' } };
      const byMeter = await ask(`${base}/events/usage/meter`, { body: { meter } });
      assert.equal(byMeter.body.value, 0.3);
    });
  });
}

test('Flexprice: an event without a time has that of its reception', async () => {
  await withHandler({}, async (ask) => {
    const { timestamp: _, ...event } = EVENT;
    await ask('/v1/events', { body: event });
    const request = { ...USAGE, start_time: CLOCK, end_time: '2024-06-01T00:00:01Z' };
    assert.equal((await ask('/v1/events/usage', { body: request })).body.value, 0.1);
  });
});

test('Flexprice: a body that is no request is refused in its words', async () => {
  await withHandler({}, async (ask) => {
    for (const body of ['', '{', '[]', '{"event_name":1}', new Uint8Array([0x22, 0xff, 0x22])]) {
      for (const path of ['/v1/events', '/v1/events/bulk', '/v1/events/usage']) {
        const { status, body: answer } = await ask(path, { body });
        assert.equal(status, 400, `${path} ${body}`);
        assert.equal(answer.code, 'validation_error');
        assert.equal(answer.http_status_code, 400);
      }
    }
  });
});

test('Lago: events, the usage of analytics, and the running period', async () => {
  const catalog = readExample('lago/catalog.json');
  const [first] = readExample('lago/2024-03.ndjson').split('\n');
  const sent = JSON.parse(first);
  await withHandler({ catalog, now: () => '2024-03-20T00:00:00Z' }, async (ask, engine) => {
    const one = await ask('/api/v1/events', { body: { event: sent } });
    assert.equal(one.status, 200, one.text);
    assert.equal(one.body.event.transaction_id, sent.transaction_id);
    const twice = await ask('/api/v1/events', { body: { event: sent } });
    assert.equal(twice.status, 422);
    assert.equal(twice.body.code, 'validation_errors');
    const events = [{ ...sent, transaction_id: 'more-1' }];
    assert.equal((await ask('/api/v1/events/batch', { body: { events } })).status, 200);

    const usage = await ask('/api/v1/analytics/usage?time_granularity=monthly');
    assert.equal(usage.status, 200);
    const call = { report: 'lago.analytics_usage', now: '2024-03-20T00:00:00Z' };
    const expected = engine.report({ ...call, request: { time_granularity: 'monthly' } });
    assert.equal(usage.text, expected.text);
    assert.ok(expected.body.usages.length > 0);
    const lists = '?time_granularity=monthly&group_by=plan_code&group_by=charge';
    const grouped = await ask(`/api/v1/analytics/usage${lists}`);
    assert.ok('plan_code' in grouped.body.usages[0] && 'charge' in grouped.body.usages[0]);

    const customer = JSON.parse(catalog).subscriptions.find(
      ({ external_id }) => external_id === sent.external_subscription_id,
    ).external_customer_id;
    const query = `external_subscription_id=${encodeURIComponent(sent.external_subscription_id)}`;
    const path = `/api/v1/customers/${encodeURIComponent(customer)}/current_usage`;
    const current = await ask(`${path}?${query}`);
    assert.equal(current.status, 200, current.text);
    assert.ok(current.body.customer_usage.charges_usage.length > 0);
    const unknown = await ask('/api/v1/customers/nobody%2Fhere/current_usage?external_subscription_id=x');
    assert.deepEqual(unknown.body, { status: 404, error: 'Not Found', code: 'customer_not_found' });
  });
});

test('seats.io: months, a month, an event', async () => {
  const catalog = readExample('seatsio/catalog.json');
  await withHandler({ catalog }, async (ask, engine) => {
    engine.append(readExample('seatsio/2022-11.ndjson'), { dialect: 'seatsio' });
    const reports = {
      '/reports/usage': ['seatsio.usage', {}],
      '/reports/usage?version=2': ['seatsio.usage', { version: '2' }],
      '/reports/usage/month/2022-11': ['seatsio.usage_month', { month: '2022-11' }],
      '/reports/usage/month/2022-11?shape=current': [
        'seatsio.usage_month',
        { month: '2022-11', shape: 'current' },
      ],
    };
    for (const [path, [report, request]] of Object.entries(reports)) {
      const { status, text } = await ask(path);
      const expected = engine.report({ report, request, now: CLOCK });
      assert.deepEqual([status, text], [200, expected.text], path);
      assert.notEqual(text, '[]', path);
    }
    const { body } = await ask('/reports/usage/month/2022-11');
    const { id } = body[0].usageByChart[0].usageByEvent[0].event;
    const event = await ask(`/reports/usage/month/2022-11/event/${id}`);
    assert.equal(event.status, 200);
    assert.ok(event.body.length > 0);
    const wrong = await ask('/reports/usage/month/2022-13');
    assert.equal(wrong.status, 400);
    assert.equal(wrong.body.status, 400);
    assert.equal((await ask('/reports/usage/month/2022-11/event/1')).status, 404);
  });
});

test('our own query, and its problems', async () => {
  await withHandler({}, async (ask) => {
    await ask('/events', { body: EVENT });
    const good = await ask('/query', { body: { aggregations: { v: { type: 'sum', property: 'v' } } } });
    assert.equal(good.status, 200);
    assert.equal(good.body.rows[0].values.v, '0.1');
    const bad = await ask('/query', { body: { limit: 3 } });
    assert.equal(bad.status, 400);
    assert.ok(bad.body.problems.some(({ path }) => path === '$.limit'));
    for (const body of ['', '{', new Uint8Array([0xff])])
      assert.equal((await ask('/query', { body })).body.error, 'invalid_query');
  });
});

test('the mode is a header, and the answer says what it is', async () => {
  await withHandler({}, async (ask) => {
    await ask('/events', { body: { ...EVENT, properties: { v: 'many' } } });
    const asIs = await ask('/events/usage', { body: USAGE });
    assert.equal(asIs.body.value, undefined);
    assert.match(asIs.headers.get('tallyfold-notes'), /unreadable_is_zero/);
    const headers = { 'tallyfold-mode': 'exact' };
    const exact = await ask('/events/usage', { body: USAGE, headers });
    assert.equal(exact.body.value, 0);
    assert.equal(exact.headers.get('tallyfold-complete'), 'false');
    assert.equal(exact.headers.get('tallyfold-notes'), null);
    const wrong = await ask('/events/usage', { body: USAGE, headers: { 'tallyfold-mode': 'best' } });
    assert.equal(wrong.status, 400);
    assert.match(wrong.body.message, /tallyfold-mode must be as-is or exact/);
  });
});

test('what is no endpoint is refused in the words of the service it looks like', async () => {
  await withHandler({}, async (ask) => {
    assert.equal((await ask('/api/v1/plans')).text, '{"status":404,"error":"Not Found","code":"route_not_found"}');
    assert.equal((await ask('/v1/customers')).body.code, 'not_found');
    assert.equal((await ask('/reports/rendering')).body.errors[0].code, 'NOT_FOUND');
    assert.equal((await ask('/reports/usage/month/%ff')).status, 404);
    assert.equal((await ask('/nothing')).body.error, 'not_found');
    const { status, headers } = await ask('/query');
    assert.deepEqual([status, headers.get('allow')], [405, 'POST']);
    assert.equal((await ask('/reports/usage', { body: {} })).body.errors[0].code, 'METHOD_NOT_ALLOWED');
    assert.equal((await ask('/api/v1/analytics/usage', { method: 'DELETE' })).body.status, 405);
    assert.equal((await ask('/v1/events', { method: 'PUT', body: {} })).body.http_status_code, 405);
  });
});

test('health, counters, description and page', async () => {
  await withHandler({}, async (ask) => {
    assert.equal((await ask('/healthz')).text, '{"status":"ok"}');
    assert.match((await ask('/')).text, /POST \/query/);
    await ask('/events/usage', { body: {} });
    const { text, headers } = await ask('/metrics');
    assert.match(headers.get('content-type'), /^text\/plain/);
    assert.match(text, /tallyfold_requests_total\{service="flexprice",route="\/events\/usage",status="400"\} 1\n/);
    assert.match(text, /tallyfold_dataset_bytes\{dataset="default"\} \d+\n/);
    assert.equal((await ask('/openapi.json')).body.openapi, '3.1.0');
  });
  const page = () => new Response('<h1>', { headers: { 'content-type': 'text/html' } });
  await withHandler({ page }, async (ask) => {
    assert.equal((await ask('/')).text, '<h1>');
    assert.equal((await ask('/main.js')).headers.get('content-type'), 'text/html');
  });
});

test('HEAD has no body, and an answer that is there is not sent again', async () => {
  await withHandler({}, async (ask) => {
    const first = await ask('/reports/usage');
    const tag = first.headers.get('etag');
    assert.match(tag, /^"[0-9a-f]{32}"$/);
    const head = await ask('/reports/usage', { method: 'HEAD' });
    assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', tag]);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ask('/reports/usage', { headers: { 'if-none-match': known } });
      assert.deepEqual([again.status, again.text], [304, ''], known);
    }
    const other = await ask('/reports/usage', { headers: { 'if-none-match': '"other"' } });
    assert.equal(other.status, 200);
    assert.equal((await ask('/events/usage', { body: USAGE })).headers.get('cache-control'), 'no-store');
  });
});

test('every answer has an id, the one that came where it is harmless', async () => {
  await withHandler({}, async (ask) => {
    const idOf = async (given) =>
      (await ask('/healthz', { headers: given ? { 'x-request-id': given } : {} })).headers.get('x-request-id');
    assert.match(await idOf(), /^[0-9a-f-]{36}$/);
    assert.equal(await idOf('abc-1'), 'abc-1');
    assert.match(await idOf('a b<'), /^[0-9a-f-]{36}$/);
  });
});

test('what goes wrong inside is a 500 in the service’s shape, told to the host and to nobody else', async () => {
  const told = [];
  const broken = () => {
    throw new Error('secret');
  };
  const engine = { report: broken, ingest: broken, refusal: broken };
  await withHandler({ engine, onError: (error) => told.push(error.message) }, async (ask) => {
    const flexprice = await ask('/v1/events', { body: EVENT });
    assert.equal(
      flexprice.text,
      '{"code":"internal_error","message":"an unexpected error occurred","http_status_code":500}',
    );
    assert.equal((await ask('/api/v1/analytics/usage')).text, '{"status":500,"error":"Internal Server Error"}');
    assert.equal((await ask('/reports/usage')).body.errors[0].code, 'INTERNAL_SERVER_ERROR');
    assert.equal((await ask('/query', { body: {} })).body.error, 'internal');
    assert.equal(told.length, 4);
  });
});

test('full memory is a 503, and what is there still answers', async () => {
  const engine = await createEngine({ maxMemory: 3 << 20 });
  const handle = createFetchHandler({ engine, now: () => CLOCK });
  const ask = asker(handle);
  let status = 202;
  for (let i = 0; status === 202 && i < 500; ++i) {
    const events = Array.from({ length: 1000 }, (_, n) => ({
      ...EVENT,
      event_id: `${i}-${n}`,
      properties: { v: '1', text: `${i}-${n}`.padEnd(100, 'x') },
    }));
    const answer = await ask('/events/bulk', { body: { events } });
    status = answer.status;
    if (status !== 202) assert.equal(answer.body.code, 'service_unavailable');
  }
  assert.equal(status, 503);
  assert.equal((await ask('/events/usage', { body: USAGE })).status, 200);
  engine.close();
});

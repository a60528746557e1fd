// SPDX-License-Identifier: Apache-2.0
// If this fails, an ingestion endpoint answers a JavaScript caller in another shape than over HTTP,
// or takes a request in fewer forms than it may come in.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TallyfoldError } from 'tallyfold';

import { withEngine } from './support.mjs';

const RECEIVED = '2024-03-06T12:00:00.250Z';
const CATALOG = {
  billable_metrics: [
    {
      code: 'gb',
      aggregation_type: 'sum_agg',
      field_name: 'total',
      expression: 'event.properties.in + event.properties.out',
    },
  ],
  plans: [
    {
      code: 'p',
      interval: 'monthly',
      amount_currency: 'EUR',
      charges: [
        { billable_metric_code: 'gb', charge_model: 'standard', properties: { amount: '2' } },
      ],
    },
  ],
  customers: [{ external_id: 'c' }],
  subscriptions: [
    {
      external_id: 's',
      external_customer_id: 'c',
      plan_code: 'p',
      started_at: '2024-01-01T00:00:00Z',
    },
  ],
};
const event = (id, properties = { in: 1, out: '0.5' }) => ({
  transaction_id: id,
  code: 'gb',
  external_subscription_id: 's',
  timestamp: 1709683200,
  properties,
});
const send = (engine, request, more) =>
  engine.ingest({ endpoint: 'lago.events', request, receivedAt: RECEIVED, ...more });
const unitsOf = (engine) =>
  engine.report({
    report: 'lago.current_usage',
    request: { external_customer_id: 'c', external_subscription_id: 's' },
    now: '2024-03-31T00:00:00Z',
  }).body.customer_usage.charges_usage[0].units;

test('an event is answered as it was stored, and counts', async () => {
  await withEngine({ catalog: CATALOG }, (engine) => {
    const { status, body, text } = send(engine, { event: event('t') });
    assert.equal(status, 200);
    assert.equal(text, JSON.stringify(body));
    assert.match(body.event.lago_id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    assert.deepEqual(
      { ...body.event, lago_id: undefined },
      {
        ...{ lago_id: undefined, transaction_id: 't', lago_customer_id: null, code: 'gb' },
        ...{ timestamp: '2024-03-06T00:00:00.000Z', precise_total_amount_cents: null },
        properties: { in: 1, out: '0.5', total: '1.5' },
        ...{ lago_subscription_id: null, external_subscription_id: 's' },
        created_at: '2024-03-06T12:00:00Z',
      },
    );
    assert.equal(unitsOf(engine), '1.5');
  });
});

test('a request may be an object, a text or bytes', async () => {
  await withEngine({ catalog: CATALOG }, (engine) => {
    const text = (id) => JSON.stringify({ event: event(id, { in: 1, out: 0, name: 'é😀' }) });
    const bytes = new TextEncoder().encode(` ${text('c')}`);
    for (const request of [
      { event: event('a', { in: 1, out: 0n }) },
      text('b'),
      bytes.subarray(1),
      new DataView(new TextEncoder().encode(text('d')).buffer),
    ]) {
      assert.equal(send(engine, request).status, 200);
    }
    assert.equal(unitsOf(engine), '4.0');
    assert.equal(send(engine, '').status, 400);
    assert.equal(send(engine, new Uint8Array([0xff])).status, 400);
  });
});

test('a batch is kept whole or not at all', async () => {
  await withEngine({ catalog: CATALOG }, (engine) => {
    const endpoint = 'lago.events_batch';
    const batch = (...events) => engine.ingest({ endpoint, request: { events } });
    assert.equal(batch(event('a'), event('b')).body.events.length, 2);
    const { status, body } = batch(event('c'), event('a'), event('d', {}));
    assert.equal(status, 422);
    assert.deepEqual(body, {
      ...{ status: 422, error: 'Unprocessable Entity', code: 'validation_errors' },
      error_details: { 2: 'expression_evaluation_failed: Variable: in not found' },
    });
    assert.deepEqual(batch(event('c'), event('a')).body.error_details, {
      1: { transaction_id: ['value_already_exist'] },
    });
    assert.equal(unitsOf(engine), '3.0');
  });
});

test('the catalog that stands when an event comes decides about its expression', async () => {
  await withEngine({}, (engine) => {
    assert.equal(send(engine, { event: event('early', {}) }).status, 200);
    engine.setCatalog(CATALOG);
    assert.equal(send(engine, { event: event('late', {}) }).status, 422);
  });
});

test('the store that refuses no duplicates is asked for by name', async () => {
  await withEngine({ keepIds: false }, (engine) => {
    for (let times = 0; times < 2; ++times) {
      const { status, body } = send(engine, { event: event('t') }, { store: 'clickhouse' });
      assert.equal(status, 200);
      assert.equal(body.event.lago_id, null);
    }
    assert.throws(
      () => send(engine, { event: event('t') }),
      (error) => error instanceof TallyfoldError && error.path === '$.store',
    );
  });
});

test("Flexprice's endpoints keep events and tell their ids", async () => {
  await withEngine({}, (engine) => {
    const one = { event_name: 'e', external_customer_id: 'c', event_id: 'i' };
    assert.deepEqual(engine.ingest({ endpoint: 'flexprice.events', request: one }), {
      ...{ status: 202, body: { event_id: 'i', message: 'Event accepted for processing' } },
      text: '{"event_id":"i","message":"Event accepted for processing"}',
    });
    const endpoint = 'flexprice.events_bulk';
    const events = [{ ...one, event_id: 'j' }, { event_name: 'e' }, { ...one, event_id: 'k' }];
    const { status, body } = engine.ingest({ endpoint, request: { events } });
    assert.equal(status, 400);
    assert.equal(body.message, 'Request validation failed');
    assert.deepEqual(Object.keys(body.details), ['ExternalCustomerID']);
    const request = { event_name: 'e', aggregation_type: 'COUNT' };
    // Received now: the events before the wrong one are there.
    assert.equal(
      engine.report({ report: 'flexprice.usage', request, now: new Date(Date.now() + 1000) }).body
        .value,
      2,
    );
  });
});

test('what a call gets wrong is misuse', async () => {
  await withEngine({}, (engine) => {
    const isMisuse = (path) => (error) =>
      error instanceof TallyfoldError && error.code === 'misuse' && error.path === path;
    const wrong = [
      [{}, '$.endpoint'],
      [{ endpoint: 'lago.event', request: {} }, '$.endpoint'],
      [{ endpoint: 'lago.events' }, '$.request'],
      [{ endpoint: 'lago.events', request: 7 }, '$.request'],
      [{ endpoint: 'lago.events', request: {}, store: 'mysql' }, '$.store'],
      [{ endpoint: 'lago.events', request: {}, receivedAt: 'now' }, '$.receivedAt'],
      [{ endpoint: 'lago.events', request: {}, received: 'now' }, '$.received'],
    ];
    for (const [call, path] of wrong) assert.throws(() => engine.ingest(call), isMisuse(path));
    engine.close();
    assert.throws(() => engine.ingest({ endpoint: 'lago.events', request: {} }), isMisuse(''));
  });
});

test('a request that does not fit is kept not at all', async () => {
  await withEngine({ maxMemory: 8 << 20, catalog: CATALOG }, (engine) => {
    const endpoint = 'lago.events_batch';
    let kept = 0;
    assert.throws(
      () => {
        for (;;) {
          const events = Array.from({ length: 100 }, (_, i) => event(`t${kept + i}`));
          assert.equal(engine.ingest({ endpoint, request: { events } }).status, 200);
          kept += 100;
        }
      },
      (error) => error.code === 'out_of_memory',
    );
    const { ledger } = engine.report({
      report: 'flexprice.usage',
      request: { event_name: 'gb', aggregation_type: 'COUNT', dedupe: 'none' },
    });
    assert.equal(ledger.handed_in, kept);
  });
});

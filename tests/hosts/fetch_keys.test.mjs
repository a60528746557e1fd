// SPDX-License-Identifier: Apache-2.0
// If this fails, someone reads or changes a dataset that is not theirs, or a key that is right is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine, TallyfoldError } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

import { asker, basic, bearer, CLOCK } from './fetch_support.mjs';

const KEYS = [
  { key: 'fr', service: 'flexprice', dataset: 'one' },
  { key: 'fw', service: 'flexprice', dataset: 'one', may: 'write' },
  { key: 'fw2', service: 'flexprice', dataset: 'two', may: 'write' },
  { key: 'lw', service: 'lago', dataset: 'one', may: 'write' },
  { key: 'lr', service: 'lago', dataset: 'two', may: 'read' },
  { key: 'sé', service: 'seatsio', dataset: 'one' },
  { key: 'q', service: 'tallyfold', dataset: 'one' },
];
const EVENT = { event_name: 'call', external_customer_id: 'c', timestamp: '2024-05-31T00:00:00Z' };
const COUNT = { event_name: 'call', aggregation_type: 'COUNT' };
const QUERY = { aggregations: { n: { type: 'count' } } };

async function withDatasets(use) {
  const engines = { one: await createEngine(), two: await createEngine() };
  try {
    await use(asker(createFetchHandler({ engines, keys: KEYS, now: () => CLOCK })), engines);
  } finally {
    Object.values(engines).forEach((engine) => engine.close());
  }
}
const sent = (key, body) => ({ body, headers: { 'x-api-key': key } });

test('a key names a dataset, and sees no other', async () => {
  await withDatasets(async (ask) => {
    assert.equal((await ask('/v1/events', sent('fw', EVENT))).status, 202);
    assert.equal((await ask('/v1/events/usage', sent('fr', COUNT))).body.value, 1);
    assert.equal((await ask('/v1/events/usage', sent('fw', COUNT))).body.value, 1);
    assert.equal((await ask('/v1/events/usage', sent('fw2', COUNT))).body.value, undefined);
    for (const headers of [{ 'x-api-key': 'q' }, bearer('q')])
      assert.equal((await ask('/query', { body: QUERY, headers })).body.rows[0].values.n, '1');
    assert.equal((await ask('/metrics', { headers: bearer('q') })).status, 200);
  });
});

test('a missing or wrong key is a 401 in the service’s own words, whatever is wrong', async () => {
  await withDatasets(async (ask) => {
    const flexprice = ['', 'FR', 'fr ', 'f', 'lw', 'q', 'x'.repeat(10_000)].map((key) => ({ 'x-api-key': key }));
    for (const headers of [{}, bearer('fr'), ...flexprice.filter((each) => each['x-api-key'].trim() !== 'fr')]) {
      const { status, text } = await ask('/v1/events/usage', { body: COUNT, headers });
      assert.deepEqual([status, text], [401, '{"error":"Unauthorized"}']);
    }
    for (const headers of [{}, bearer('x'), bearer('fr'), { authorization: 'lr' }, { 'x-api-key': 'lr' }]) {
      const { status, text } = await ask('/api/v1/analytics/usage', { headers });
      assert.deepEqual([status, text], [401, '{"status":401,"error":"Unauthorized"}']);
    }
    for (const headers of [{}, basic('x'), bearer('sé'), { authorization: 'Basic %%' }, { authorization: 'Basic' }]) {
      const { status, text } = await ask('/reports/usage', { headers });
      assert.deepEqual([status, text], [401, '']);
    }
    for (const path of ['/query', '/metrics']) {
      const { status, text } = await ask(path, path === '/query' ? { body: QUERY } : {});
      assert.equal(status, 401);
      assert.doesNotMatch(text, /one|two/);
    }
  });
});

test('a key is found as its service’s clients send it', async () => {
  await withDatasets(async (ask) => {
    assert.equal((await ask('/api/v1/analytics/usage', { headers: bearer('lr') })).status, 200);
    // Lago does not look at the scheme.
    assert.equal((await ask('/api/v1/analytics/usage', { headers: { authorization: 'Token lr' } })).status, 200);
    const credentials = Buffer.from('sé:').toString('base64');
    const headers = { authorization: `basic ${credentials}` };
    assert.equal((await ask('/reports/usage', { headers })).status, 200);
    const withPassword = `Basic ${Buffer.from('sé:any').toString('base64')}`;
    assert.equal((await ask('/reports/usage', { headers: { authorization: withPassword } })).status, 200);
  });
});

test('a key that may only read cannot write', async () => {
  await withDatasets(async (ask) => {
    const flexprice = await ask('/v1/events', sent('fr', EVENT));
    assert.equal(flexprice.status, 403);
    assert.equal(flexprice.body.error, 'Access denied');
    const events = { headers: bearer('lr'), body: { event: {} } };
    const lago = await ask('/api/v1/events', events);
    assert.deepEqual([lago.status, lago.body.error], [403, 'Forbidden']);
    assert.equal((await ask('/v1/events/usage', sent('fr', COUNT))).body.value, undefined);
  });
});

test('health and the description are for everyone', async () => {
  await withDatasets(async (ask) => {
    for (const path of ['/healthz', '/openapi.json', '/']) assert.equal((await ask(path)).status, 200, path);
  });
});

test('options that cannot be meant are refused with their place', async () => {
  const engine = await createEngine();
  const engines = { one: engine, two: engine };
  const key = { key: 'k', service: 'lago' };
  const wrong = [
    [{}, '$.engine'],
    [{ engine, engines }, '$.engine'],
    [{ engine: {} }, '$.engine'],
    [{ engines: {} }, '$.engines'],
    [{ engines: { a: null } }, '$.engines.a'],
    [{ engines }, '$.keys'],
    [{ engine, keys: [] }, '$.keys'],
    [{ engine, keys: {} }, '$.keys'],
    [{ engine, keys: [{}] }, '$.keys[0].key'],
    [{ engine, keys: [{ key: '' }] }, '$.keys[0].key'],
    [{ engine, keys: [{ key: 'k' }] }, '$.keys[0].service'],
    [{ engine, keys: [{ ...key, service: 'stripe' }] }, '$.keys[0].service'],
    [{ engine, keys: [{ ...key, may: 'all' }] }, '$.keys[0].may'],
    [{ engine, keys: [{ ...key, dataset: 'x' }] }, '$.keys[0].dataset'],
    [{ engine, keys: [{ ...key, data: 'x' }] }, '$.data'],
    [{ engines, keys: [key] }, '$.keys[0].dataset'],
    [{ engine, keys: [key, key] }, '$.keys[1].key'],
    [{ engine, cors: 'https://a' }, '$.cors'],
    [{ engine, maxBodyBytes: 0 }, '$.maxBodyBytes'],
    [{ engine, store: 'mysql' }, '$.store'],
    [{ engine, now: 0 }, '$.now'],
    [{ engine, port: 80 }, '$.port'],
  ];
  for (const [options, path] of wrong) {
    assert.throws(
      () => createFetchHandler(options),
      (error) => {
        assert.ok(error instanceof TallyfoldError, String(error));
        assert.deepEqual([error.code, error.path], ['misuse', path], error.message);
        return true;
      },
    );
  }
  engine.close();
});

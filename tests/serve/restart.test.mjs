// SPDX-License-Identifier: Apache-2.0
// If this fails, events that a server has acknowledged are lost, doubled or changed when it is started again.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import Database from 'better-sqlite3';

import { countsOf, event, withFolder, withServer } from './support.mjs';

const now = () => new Date('2024-06-01T00:00:00Z');
const USAGE = { event_name: 'call', aggregation_type: 'COUNT', start_time: '2024-05-01T00:00:00Z', end_time: '2024-07-01T00:00:00Z' };
const lagoEvent = (id, properties) => ({
  event: { transaction_id: id, code: 'gb', external_subscription_id: 's', timestamp: 1717200000, properties },
});

test('what was acknowledged is there once more, in the same order, and answers the same', async () => {
  await withFolder(async (_, path) => {
    const options = { data: path('a.db'), now };
    const asked = async (ask) => [
      (await ask('/v1/events/usage', { body: USAGE })).text,
      (await ask('/v1/events/usage', { body: { ...USAGE, aggregation_type: 'LATEST', property_name: 'n' } })).text,
      await countsOf(ask),
    ];
    const before = await withServer(options, async (ask) => {
      // No time: that of reception, which is the same for all, so that the order decides.
      for (const n of [3, 1, 2])
        assert.equal((await ask('/v1/events', { body: { ...event(n), timestamp: null } })).status, 202);
      const events = [{ ...event(4), event_id: 'x' }, { ...event(4), event_id: 'x' }, { event_name: 'call' }];
      // The service keeps those before the wrong one, and says 400.
      assert.equal((await ask('/events/bulk', { body: { events } })).status, 400);
      assert.equal((await ask('/api/v1/events', { body: lagoEvent('t', { in: 1 }) })).status, 200);
      return asked(ask);
    });
    assert.deepEqual([JSON.parse(before[0]).value, JSON.parse(before[1]).value], [4, 2]);
    assert.deepEqual(before[2], { 1: 1, 2: 1, 3: 1, 4: 2, null: 1 });
    for (let times = 0; times < 2; ++times)
      await withServer(options, async (ask) => {
        assert.deepEqual(await asked(ask), before);
        // Lago refuses what is there already.
        assert.equal((await ask('/api/v1/events', { body: lagoEvent('t', { in: 1 }) })).status, 422);
      });
  });
});

test('requests of which nothing was kept do not stay in the file', async () => {
  await withFolder(async (_, path) => {
    const data = path('a.db');
    await withServer({ data }, async (ask) => {
      for (let i = 0; i < 5; ++i) {
        assert.equal((await ask('/v1/events', { body: '{' })).status, 400);
        assert.equal((await ask('/api/v1/events', { body: { event: {} } })).status, 400);
      }
      assert.equal((await ask('/v1/events', { body: event(1) })).status, 202);
      assert.equal((await ask('/v1/events', { body: '[]' })).status, 400);
    });
    const database = new Database(data, { readonly: true });
    const bodies = database.prepare('SELECT CAST(body AS TEXT) AS text FROM log').pluck().all();
    database.close();
    assert.deepEqual(bodies, [JSON.stringify(event(1))]);
  });
});

test('an event is judged by the catalog that stood when it came, also after a restart', async () => {
  await withFolder(async (_, path) => {
    const metric = { code: 'gb', aggregation_type: 'sum_agg', field_name: 'total' };
    const write = (more) =>
      writeFileSync(path('catalog.json'), JSON.stringify({ billable_metrics: [{ ...metric, ...more }] }));
    const serve = (use, more = { catalog: path('catalog.json') }) => withServer({ data: path('a.db'), ...more }, use);
    const post = async (ask, id, properties) =>
      (await ask('/api/v1/events', { body: lagoEvent(id, { n: id, ...properties }) })).status;
    write({});
    await serve(async (ask) => assert.equal(await post(ask, 'first', {}), 200));
    write({ expression: 'event.properties.in * 2' });
    await serve(async (ask) => {
      assert.deepEqual(await countsOf(ask), { first: 1 });
      assert.equal(await post(ask, 'refused', {}), 422);
      assert.equal(await post(ask, 'second', { in: 1 }), 200);
    });
    await serve(async (ask) => assert.equal(await post(ask, 'third', {}), 200), {});
    await serve(async (ask) => {
      assert.deepEqual(await countsOf(ask), { first: 1, second: 1, third: 1 });
      // Today's catalog stands again.
      assert.equal(await post(ask, 'refused', {}), 422);
    });
    const database = new Database(path('a.db'), { readonly: true });
    assert.equal(database.prepare('SELECT count(*) FROM catalogs').pluck().get(), 2);
    database.close();
  });
});

test('files are read at every start and are not copied', async () => {
  await withFolder(async (_, path) => {
    const lines = (...numbers) => numbers.map((n) => `${JSON.stringify(event(n))}\n`).join('');
    writeFileSync(path('a.ndjson'), lines(1, 2));
    writeFileSync(path('b.json'), JSON.stringify([event(3)]));
    writeFileSync(path('c.csv'), 'at,n\n2024-05-01T00:00:00Z,4\n');
    const dialect = { name: { const: 'call' }, time: 'at', properties: ['n'] };
    const options = { data: path('a.db'), events: [path('a.ndjson'), path('b.json')] };
    await withServer(options, async (ask) => {
      assert.equal((await ask('/v1/events', { body: event(5) })).status, 202);
      assert.deepEqual(await countsOf(ask), { 1: 1, 2: 1, 3: 1, 5: 1 });
    });
    writeFileSync(path('packed.ndjson.gz'), gzipSync(lines(7)));
    await withServer({ data: path('a.db'), events: [path('packed.ndjson.gz')] }, async (ask) =>
      assert.deepEqual(await countsOf(ask), { 5: 1, 7: 1 }),
    );
    writeFileSync(path('a.ndjson'), lines(6));
    await withServer(options, async (ask) => assert.deepEqual(await countsOf(ask), { 3: 1, 5: 1, 6: 1 }));
    await withServer({ data: path('a.db'), events: [path('c.csv')], dialect }, async (ask) =>
      assert.deepEqual(await countsOf(ask), { 4: 1, 5: 1 }),
    );
  });
});

test('each key has its dataset, and a dataset without a key stays in the file', async () => {
  await withFolder(async (_, path) => {
    writeFileSync(path('one.ndjson'), `${JSON.stringify(event(1))}\n`);
    const key = (name) => ({ key: name, service: 'flexprice', dataset: name, may: 'write' });
    const query = (name) => ({ key: `q-${name}`, service: 'tallyfold', dataset: name });
    const keys = ['one', 'two'].flatMap((name) => [key(name), query(name)]);
    const data = path('a.db');
    const counts = (ask, name) => countsOf(ask, { headers: { 'x-api-key': `q-${name}` } });
    const post = async (ask, n, name) =>
      (await ask('/v1/events', { body: event(n), headers: { 'x-api-key': name } })).status;
    await withServer({ data, keys, datasets: { one: { events: [path('one.ndjson')] } } }, async (ask) => {
      assert.equal(await post(ask, 2, 'two'), 202);
      assert.equal(await post(ask, 3, 'one'), 202);
      assert.equal(await post(ask, 4, 'three'), 401);
      assert.deepEqual(await counts(ask, 'one'), { 1: 1, 3: 1 });
      assert.deepEqual(await counts(ask, 'two'), { 2: 1 });
    });
    await withServer({ data, keys: keys.slice(0, 2) }, async (ask, notices) => {
      assert.deepEqual(notices, ['1 requests of dataset "two" stay unread: no key names it']);
      assert.deepEqual(await counts(ask, 'one'), { 3: 1 });
    });
    await withServer({ data, keys }, async (ask) => assert.deepEqual(await counts(ask, 'two'), { 2: 1 }));
  });
});

test('a full memory loses nothing that was acknowledged, and keeps nothing else', async () => {
  await withFolder(async (_, path) => {
    const options = { data: path('a.db'), maxMemory: 4 << 20 };
    const expected = {};
    await withServer(options, async (ask) => {
      for (let round = 0; ; ++round) {
        const numbers = Array.from({ length: 500 }, (_, i) => `${round}-${i} ${'x'.repeat(100)}`);
        const { status } = await ask('/v1/events/bulk', { body: { events: numbers.map(event) } });
        if (status === 503) break;
        assert.equal(status, 202);
        for (const n of numbers) expected[n] = 1;
      }
      assert.ok(Object.keys(expected).length >= 1000);
    });
    await withServer({ data: path('a.db') }, async (ask) => assert.deepEqual(await countsOf(ask), expected));
  });
});

test('a request without a body is refused like any other', async () => {
  await withServer({}, async (ask) => {
    for (const path of ['/v1/events', '/v1/events/bulk', '/api/v1/events', '/api/v1/events/batch'])
      assert.ok([400, 422].includes((await ask(path, { body: '' })).status), path);
  });
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, Flexprice's own client cannot be pointed at Tallyfold.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { BROKEN, client, errorOf, eventsOf, withEngine, withServer } from './support.mjs';

const NOW = '2024-06-01T00:00:00Z';
/** The client sends properties as texts only. */
const events = eventsOf('events/2024-05-first-half.ndjson', 'events/2024-05-second-half.ndjson').map(
  ({ properties, ...event }) => ({
    ...event,
    properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)])),
  }),
);

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
/** What a service calls event_name, its client calls eventName; property names are the user's. */
const renamed = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [camel(name), value]));
/** What a client shows of an answer: members that it does not know, such as the group in exact mode, it drops. */
const shownRow = ({ value, window_size }) => renamed({ value, ...(window_size && { window_size }) });
const shown = ({ results, ...body }) => ({ ...renamed(body), ...(results && { results: results.map(shownRow) }) });
/** Members that are there and undefined, or not there, are one to a client's user. */
const plain = (answer) => JSON.parse(JSON.stringify(answer));

const month = { start_time: '2024-05-01T00:00:00Z', end_time: NOW };
const tokens = { event_name: 'completion', property_name: 'tokens', ...month };
const ASKED = [
  { ...tokens, aggregation_type: 'COUNT' },
  { event_name: 'completion', aggregation_type: 'COUNT' },
  ...['SUM', 'AVG', 'MAX', 'LATEST', 'WEIGHTED_SUM'].map((aggregation_type) => ({ ...tokens, aggregation_type })),
  { ...tokens, aggregation_type: 'COUNT_UNIQUE', property_name: 'model' },
  { ...tokens, aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: '0.00025' },
  ...['MINUTE', '15MIN', '30MIN', 'HOUR', '3HOUR', '6HOUR', '12HOUR', 'DAY', 'WEEK', 'MONTH'].map((window_size) => ({
    ...tokens,
    aggregation_type: 'SUM',
    window_size,
    start_time: '2024-05-28T00:00:00Z',
  })),
  { ...tokens, aggregation_type: 'SUM', window_size: 'MONTH', billing_anchor: '2024-01-15T00:00:00Z' },
  { ...tokens, aggregation_type: 'MAX', bucket_size: 'DAY', group_by_property: 'model' },
  {
    ...tokens,
    aggregation_type: 'SUM',
    external_customer_id: 'bluebird',
    filters: { region: ['eu-west', 'us-east'], model: ['small'] },
  },
  { ...tokens, aggregation_type: 'SUM', event_name: 'nothing' },
];

/** Both kinds of client as functions of requests in the service's words. */
const of2 = ({ Flexprice }, base, key = 'writer') => {
  const { events: api } = new Flexprice({ serverURL: `${base}/v1`, apiKeyAuth: key });
  return {
    api,
    ingest: (event) => api.ingestEvent(renamed(event)),
    bulk: (list) => api.ingestEventsBulk({ events: list.map(renamed) }),
    usage: (request, options) => api.getUsageStatistics(renamed(request), options),
  };
};
const of1 = ({ Configuration, EventsApi }, base, key = 'writer') => {
  const api = new EventsApi(new Configuration({ basePath: `${base}/v1`, apiKey: key }));
  return {
    ingest: (event) => api.eventsPost({ event: renamed(event) }),
    bulk: (list) => api.eventsBulkPost({ event: { events: list.map(renamed) } }),
    usage: (request) => api.eventsUsagePost({ request: renamed(request) }),
  };
};

const withBoth = (options, sdk, make, use) =>
  withServer({ now: () => NOW, ...options }, (server) => use(make(sdk, server.base), server));

async function sendAll({ ingest, bulk }) {
  const [first, ...rest] = events;
  assert.deepEqual(await ingest(first), { event_id: first.event_id, message: 'Event accepted for processing' });
  for (let i = 0; i < rest.length; i += 1000)
    assert.deepEqual(await bulk(rest.slice(i, i + 1000)), { message: 'Events accepted for processing' });
}

/** Asks for everything, and expects what an engine answers that was given the same events. */
const expectUsages = (usage, { options, mode = 'as-is', asked = ASKED } = {}) =>
  withEngine({}, async (engine) => {
    engine.append(events);
    for (const request of asked) {
      const expected = engine.report({ report: 'flexprice.usage', request, now: NOW, mode });
      assert.equal(expected.status, 200, expected.text);
      assert.deepEqual(plain(await usage(request, options)), shown(expected.body), JSON.stringify(request));
    }
    return `${asked.length} questions, all as the engine`;
  });

const newest = await client('@flexprice/sdk', '@flexprice/sdk');
const EXACT = { mode: 'exact', options: { headers: { 'tallyfold-mode': 'exact' } } };

newest('events.ingestEvent, ingestEventsBulk, getUsageStatistics', (sdk) =>
  withBoth({}, sdk, of2, async (flexprice, { seen }) => {
    await sendAll(flexprice);
    const result = await expectUsages(flexprice.usage);
    const lines = new Set(seen.map(({ line }) => line));
    assert.deepEqual([...lines], ['POST /v1/events', 'POST /v1/events/bulk', 'POST /v1/events/usage']);
    return result;
  }));

newest('getUsageStatistics in exact mode, by a header', (sdk) =>
  withBoth({}, sdk, of2, async (flexprice) => {
    await sendAll(flexprice);
    return expectUsages(flexprice.usage, EXACT);
  }));

newest('an HTTPClient that calls the handler, without a server', (sdk) =>
  withServer({ now: () => NOW }, async ({ handle, seen }) => {
    const httpClient = new sdk.HTTPClient({ fetcher: (request) => handle(request) });
    const flexprice = new sdk.Flexprice({ serverURL: 'http://in.process/v1', apiKeyAuth: 'writer', httpClient });
    await flexprice.events.ingestEvent(renamed(events[0]));
    const { value } = await flexprice.events.getUsageStatistics(renamed({ ...tokens, aggregation_type: 'COUNT' }));
    assert.deepEqual([value, seen.length], [1, 0]);
  }));

newest('getUsageByMeter', (sdk) =>
  withBoth({}, sdk, of2, async ({ api }) => {
    const error = await errorOf(() => api.getUsageByMeter({ meterId: 'meter-1' }));
    assert.equal(error.statusCode, 400);
    assert.equal(JSON.parse(error.body).code, 'validation_error');
    return 'refused with 400: the client names a meter, and here it stands in the request';
  }));

const bad = { ...tokens, aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: '0' };

newest('errors 400, 401, 403, 404, 413, 500, 503', async (sdk) => {
  const expectError = async (call, statusCode, name, message) => {
    const error = await errorOf(call);
    assert.deepEqual([error.name, error.statusCode], [name, statusCode], error.message);
    assert.ok(error instanceof sdk.FlexPriceError, name);
    assert.match(error.message, message);
  };
  await withBoth({ maxBodyBytes: 100_000 }, sdk, of2, async ({ api, usage, bulk, ingest }, { base }) => {
    await expectError(() => usage(bad), 400, 'ErrorsErrorsErrorResponse', /Multiplier must be greater than zero/);
    await expectError(() => bulk([]), 400, 'ErrorsErrorsErrorResponse', /Request validation failed/);
    await expectError(() => of2(sdk, base, 'wrong').usage(bad), 401, 'SDKError', /Unauthorized/);
    await expectError(() => of2(sdk, base, 'reader').ingest(events[0]), 403, 'SDKError', /Access denied/);
    const analytics = () => api.getUsageAnalytics({ externalCustomerId: 'c' });
    await expectError(analytics, 404, 'SDKError', /there is no \/v1\/events\/analytics/);
    const large = { ...events[0], source: 'x'.repeat(5_000_000) };
    await expectError(() => ingest(large), 413, 'SDKError', /more than 100000 bytes/);
  });
  await withBoth({ engine: BROKEN }, sdk, of2, ({ usage }) =>
    expectError(() => usage(bad), 500, 'ErrorsErrorsErrorResponse', /an unexpected error occurred/));
  await withEngine({ maxMemory: 3 << 20 }, (engine) =>
    withBoth({ engine }, sdk, of2, async ({ bulk }) => {
      const many = Array.from({ length: 1000 }, (_, i) => ({ ...events[0], source: `${i}`.padEnd(2000, 'x') }));
      const send = async () => {
        for (let i = 0; i < 20; ++i) await bulk(many.map((event, n) => ({ ...event, event_id: `${i}-${n}` })));
      };
      await expectError(send, 503, 'SDKError', /memory of this dataset is full/);
    }));
  return 'its own error classes, with the message';
});

// Its zod is one that is found beside it, and newer than the one of this folder.
const withNewestZod = await client('@flexprice/sdk, newest zod', 'flexprice-sdk-newest-zod');

withNewestZod('events, and usage in exact mode', (sdk) =>
  withBoth({}, sdk, of2, async (flexprice) => {
    await sendAll(flexprice);
    return expectUsages(flexprice.usage, EXACT);
  }));

withNewestZod('getUsageStatistics as-is', (sdk) =>
  withBoth({}, sdk, of2, async ({ usage, ingest }) => {
    await ingest(events[0]);
    const error = await errorOf(() => usage({ ...tokens, aggregation_type: 'COUNT' }));
    assert.deepEqual([error.name, error.statusCode], ['ResponseValidationError', 200]);
    assert.match(error.pretty(), /at results/);
    assert.equal(error.body, '{"value":1,"event_name":"completion","type":"COUNT"}');
    return 'answered, and not read by the client: with zod 4.4 and later it needs members that may be absent';
  }));

// Its files import each other without endings, which Node does not resolve: its users bundle it.
async function bundled() {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'flexprice-sdk-1';", resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
const old = await client('@flexprice/sdk, bundled', 'flexprice-sdk-1', bundled);

old('eventsPost, eventsBulkPost, eventsUsagePost', (sdk) =>
  withBoth({}, sdk, of1, async (flexprice) => {
    await sendAll(flexprice);
    return expectUsages(flexprice.usage, { asked: ASKED.map(({ group_by_property: _, ...known }) => known) });
  }));

old('errors 400, 401, 413, 500', async (sdk) => {
  const expectError = async (call, status, message) => {
    const error = await errorOf(call);
    assert.deepEqual([error.name, error.response.status], ['ResponseError', status]);
    assert.match(await error.response.text(), message);
  };
  await withBoth({ maxBodyBytes: 100_000 }, sdk, of1, async ({ usage, ingest }, { base }) => {
    await expectError(() => usage(bad), 400, /Multiplier must be greater than zero/);
    await expectError(() => of1(sdk, base, 'wrong').usage(bad), 401, /Unauthorized/);
    await expectError(() => ingest({ ...events[0], source: 'x'.repeat(200_000) }), 413, /more than 100000 bytes/);
  });
  await withBoth({ engine: BROKEN }, sdk, of1, ({ usage }) => expectError(() => usage(bad), 500, /unexpected error/));
  return 'its own error class, with the response';
});

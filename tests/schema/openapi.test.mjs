// SPDX-License-Identifier: Apache-2.0
// If this fails, /openapi.json lies: a client made from it asks for what is not there, or cannot read an answer.
// Whether it is OpenAPI at all is checked in tests/clients, which has the official schema of it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import { createEngine, TallyfoldError } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

import { ROUTES } from '../../hosts/shared/routes.js';
import { description, expectDescribed, expectValid } from './described.mjs';
import { CATALOG, SEATS } from './openapi_facts.mjs';

const NOW = '2024-05-31T12:00:00Z';
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

async function withEngine(use) {
  const engine = await createEngine({ catalog: CATALOG });
  try {
    engine.append(SEATS, { dialect: 'seatsio' });
    return await use(engine);
  } finally {
    engine.close();
  }
}

/** What a client makes of an operation's examples. */
function exampleOf({ path, method, operation }) {
  let url = path;
  const asked = new URLSearchParams();
  for (const { in: place, name, example } of operation.parameters) {
    if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(example));
    if (place === 'query' && example !== undefined) asked.append(name, example);
  }
  const { schema, example } = operation.requestBody?.content['application/json'] ?? {};
  const target = asked.size > 0 ? `${url}?${asked}` : url;
  return { target, method, schema, headers: {}, ...(schema && { body: JSON.stringify(example) }) };
}

/** Asks, and expects the answer to be described. */
async function ask(handle, { target, method, headers, body }) {
  const sent = { 'content-type': 'application/json', ...headers };
  const init = { method, headers: body === undefined ? headers : sent, body, duplex: 'half' };
  const response = await handle(new Request(`http://localhost${target}`, init));
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  expectDescribed(method, target.split('?')[0], answer);
  return answer;
}

test('every route is described, and nothing else', () => {
  const named = operations.map(({ path, method }) => `${method} ${path}`);
  const routes = ROUTES.map(({ pattern, methods }) => `${methods[0]} ${pattern}`);
  assert.deepEqual(named.sort(), [...routes, 'GET /'].sort());
});

test('every part of a path is a parameter, every name is one of one operation', () => {
  for (const { path, operation } of operations) {
    const parts = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name);
    assert.deepEqual(parts, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name), path);
  }
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
});

test('nothing is described that no operation names', () => {
  const text = JSON.stringify(description);
  for (const kind of ['schemas', 'headers', 'parameters', 'securitySchemes'])
    for (const name of Object.keys(description.components[kind])) {
      const pattern = kind === 'securitySchemes' ? `"${name}":[]` : `"#/components/${kind}/${name}"`;
      assert.ok(text.includes(pattern), `${kind} ${name}`);
    }
  for (const [, pointer] of text.matchAll(/"\$ref":"#\/([^"]+)"/g))
    assert.ok(pointer.split('/').reduce((inner, key) => inner?.[key], description), pointer);
});

test('every example is accepted, and answered as it says', () =>
  withEngine(async (engine) => {
    const handle = createFetchHandler({ engine, now: () => NOW });
    for (const one of operations) {
      const { path, method, operation } = one;
      const asked = exampleOf(one);
      const at = ['paths', path, method.toLowerCase()];
      const body = asked.schema && ['requestBody', 'content', 'application/json', 'schema'];
      if (body) expectValid(JSON.parse(asked.body), `${path}: what it is asked`, ...at, ...body);
      const { status, text } = await ask(handle, asked);
      const good = Object.keys(operation.responses)[0];
      assert.equal(String(status), good, `${path}: ${text}`);
      const { example } = Object.values(operation.responses[good].content)[0];
      if (example === undefined) continue;
      assert.equal(text, JSON.stringify(example), path);
    }
  }));

test('the examples leave only these without an answer', () => {
  const silent = operations.filter(({ operation }) => {
    const [answer] = Object.values(operation.responses);
    return Object.values(answer.content)[0].example === undefined;
  });
  assert.deepEqual(silent.map(({ path }) => path), ['/metrics', '/openapi.json', '/']);
});

const KEYS = ['flexprice', 'lago', 'seatsio', 'tallyfold'].map((service) => ({ key: 'k', service }));
const WITH_KEY = { 'x-api-key': 'k', authorization: 'Bearer k' };
const TOO_MANY = { aggregations: { n: { type: 'count' } }, window: 'PT1S', fill: 'zero' };
const failing = (error) => {
  const fail = () => {
    throw error;
  };
  const engine = { report: fail, ingest: fail, refusal: fail, version: { tallyfold: '0.0.0' } };
  return Object.defineProperty(engine, 'memoryBytes', { get: fail });
};
const never = () => new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([0x7b])) });

/** How each status is provoked: what is asked otherwise, and of which handler. */
const PROVOKED = {
  200: () => ({}),
  202: () => ({}),
  304: () => ({ headers: { 'if-none-match': '*' } }),
  400: ({ method }) => (method === 'POST' ? { body: '{' } : { headers: { 'tallyfold-mode': 'best' } }),
  401: () => ({ options: { keys: KEYS } }),
  403: () => ({ options: { keys: KEYS }, headers: WITH_KEY }),
  404: ({ target }) => ({ target: target.replace(/acme|12$/, '999') }),
  405: () => ({ method: 'DELETE', body: undefined }),
  408: () => ({ options: { bodyTimeoutMs: 10 }, body: never() }),
  413: ({ target }) => (target === '/query' ? { body: JSON.stringify(TOO_MANY) } : { options: { maxBodyBytes: 5 } }),
  415: () => ({ headers: { 'content-type': 'text/plain' } }),
  422: ({ target, body }) =>
    body ? { body: '{"event":{"code":"x"},"events":[{}]}' } : { target: `${target}&store=x&time_granularity=x` },
  500: () => {
    const engine = failing(new Error('a secret'));
    return { options: { engine, page: engine.report } };
  },
  503: () => ({ options: { engine: failing(new TallyfoldError('out_of_memory', 'full')) } }),
};

test('every status that is described is answered, in the shape that is described, and no other', () =>
  withEngine(async (engine) => {
    const ready = createFetchHandler({ engine, now: () => NOW });
    for (const one of operations.filter(({ operation }) => operation.requestBody)) await ask(ready, exampleOf(one));
    let provoked = 0;
    for (const one of operations) {
      for (const [status, otherwise] of Object.entries(PROVOKED)) {
        const plain = exampleOf(one);
        if (status === '200') plain.body = plain.body?.replace(/"t-(\d)"/, '"t-again-$1"');
        const { options, ...other } = otherwise(plain);
        if (other.body && !plain.body) continue;
        const handle = createFetchHandler({ now: () => NOW, engine, ...options });
        const answer = await ask(handle, { ...plain, ...other });
        const what = `${one.method} ${one.path}: ${status}`;
        assert.doesNotMatch(answer.text, /a secret/, what);
        if (!(status in one.operation.responses)) continue;
        assert.equal(String(answer.status), status, `${what}: ${answer.text.slice(0, 300)}`);
        provoked += 1;
      }
    }
    const described = operations.flatMap(({ operation }) => Object.keys(operation.responses));
    assert.equal(provoked, described.length);
  }));

/** The request of a case as its endpoint takes it; nothing where a client cannot send it. */
function requestOf({ report, mode = 'as-is', request }) {
  const route = ROUTES.find((each) => each.report === report);
  const { pattern, methods } = route ?? { pattern: '/query', methods: ['POST'] };
  const headers = { 'tallyfold-mode': mode };
  if (methods[0] === 'POST') return { target: pattern, method: 'POST', headers, body: JSON.stringify(request) };
  const asked = { ...request };
  let isWhole = true;
  const path = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    const { [name]: value } = asked;
    delete asked[name];
    isWhole &&= ['string', 'number'].includes(typeof value) && value !== '';
    return encodeURIComponent(value);
  });
  const values = Object.entries(asked).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]);
  const pairs = values.flatMap(([name, list]) => list.map((each) => [name, each]));
  if (!isWhole || pairs.some(([, value]) => value === null || typeof value === 'object')) return undefined;
  return { target: `${path}?${new URLSearchParams(pairs)}`, method: 'GET', headers };
}

/** The cases of a service, those over the same events together. */
function casesOf(service) {
  const folder = new URL(`../cases/${service}/`, import.meta.url);
  const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const sets = read('events.json');
  const together = new Map();
  for (const file of readdirSync(folder).filter((name) => name !== 'events.json')) {
    for (const one of read(file).cases) {
      const { dialect, catalog } = one;
      const events = typeof one.events === 'string' ? sets[one.events] : one.events;
      const key = JSON.stringify([dialect, catalog, events]);
      if (!together.has(key)) together.set(key, { dialect, catalog, events, cases: [] });
      together.get(key).cases.push(one);
    }
  }
  return [...together.values()];
}

async function expectCases({ dialect, catalog, events, cases }, count) {
  const engine = await createEngine({ catalog });
  engine.append(events, { dialect });
  let now;
  const handle = createFetchHandler({ engine, now: () => now });
  for (const one of cases) {
    const asked = requestOf(one);
    if (!asked) {
      count('not sent');
      continue;
    }
    ({ now } = one);
    const { status, text } = await ask(handle, asked);
    assert.equal(status, one.status, one.name);
    if (one.body) assert.equal(text, JSON.stringify(one.body), one.name);
    count(status);
  }
  engine.close();
}

for (const service of ['flexprice', 'lago', 'seatsio', 'tallyfold']) {
  test(`cases of ${service} over HTTP, with answers that are described`, async () => {
    const seen = { 'not sent': 0 };
    const count = (status) => (seen[status] = (seen[status] ?? 0) + 1);
    for (const together of casesOf(service)) await expectCases(together, count);
    assert.ok(seen[200] > 30, JSON.stringify(seen));
    if (service !== 'lago') assert.ok(seen[400] > 0, JSON.stringify(seen));
    assert.ok(seen['not sent'] < seen[200] / 10, JSON.stringify(seen));
  });
}

test('the description of requests takes what is asked in exact mode', () => {
  const posts = ROUTES.filter(({ report, methods }) => report && methods[0] === 'POST');
  const content = ['requestBody', 'content', 'application/json', 'schema'];
  const at = Object.fromEntries(posts.map(({ pattern, report }) => [report, ['paths', pattern, 'post', ...content]]));
  at['tallyfold.query'] = ['paths', '/query', 'post', ...content];
  let taken = 0;
  const cases = ['flexprice', 'tallyfold'].flatMap(casesOf).flatMap((together) => together.cases);
  for (const { report, mode, status, request, name } of cases) {
    const { aggregation_type, window_size, bucket_size } = request;
    const isLower = [aggregation_type, window_size, bucket_size].some((each) => /[a-z]/.test(each ?? ''));
    if (mode !== 'exact' || status !== 200 || isLower) continue; // lower case is taken too, and not shown
    expectValid(request, name, ...at[report]);
    taken += 1;
  }
  assert.ok(taken > 150, `${taken} requests`);
});

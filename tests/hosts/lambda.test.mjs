// SPDX-License-Identifier: Apache-2.0
// If this fails, a Lambda function answers differently behind a function URL or one of API Gateway's formats.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';
import { createLambdaHandler } from 'tallyfold/lambda';

const EVENT =
  '{"event_name":"c","external_customer_id":"é","event_id":"e","timestamp":"2024-05-31T00:00:00Z"}';
const COUNT = '{"event_name":"c","aggregation_type":"COUNT","external_customer_id":"é"}';

const v2 = (method, path, { body, query = '', headers = {}, base64 = false } = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  cookies: ['a=1', 'b=2'],
  headers: { host: 'abc.lambda-url.eu-west-1.on.aws', 'content-type': 'application/json', ...headers },
  requestContext: { domainName: 'abc.lambda-url.eu-west-1.on.aws', http: { method, path, sourceIp: '1.2.3.4' } },
  body: base64 && body ? Buffer.from(body).toString('base64') : body,
  isBase64Encoded: base64,
});

const v1 = (method, path, { body, query, headers = {}, base64 = false } = {}) => ({
  resource: '/{proxy+}',
  path,
  httpMethod: method,
  headers: { Host: 'abc.execute-api.eu-west-1.amazonaws.com', 'Content-Type': 'application/json', ...headers },
  multiValueHeaders: undefined,
  queryStringParameters: query ? Object.fromEntries(new URLSearchParams(query)) : null,
  multiValueQueryStringParameters: query
    ? Object.fromEntries([...new URLSearchParams(query)].map(([name]) => [name, new URLSearchParams(query).getAll(name)]))
    : null,
  requestContext: { stage: 'prod', path: `/prod${path}`, httpMethod: method },
  body: (base64 && body ? Buffer.from(body).toString('base64') : body) ?? null,
  isBase64Encoded: base64,
});

async function withFunction(use, options = {}) {
  const engine = await createEngine();
  const handle = createFetchHandler({ engine, now: () => '2024-06-01T00:00:00Z', ...options });
  await use(createLambdaHandler(handle));
  engine.close();
}

for (const [name, event] of [['payload 2.0', v2], ['payload 1.0', v1]]) {
  test(`${name}: events go in and usage comes out`, async () => {
    await withFunction(async (handler) => {
      const sent = await handler(event('POST', '/v1/events', { body: EVENT }));
      assert.equal(sent.statusCode, 202);
      const again = EVENT.replace('"e"', '"f"');
      await handler(event('POST', '/v1/events', { body: again, base64: true }));
      const usage = await handler(event('POST', '/v1/events/usage', { body: COUNT, base64: true }));
      assert.equal(usage.statusCode, 200);
      assert.deepEqual(JSON.parse(usage.body), { value: 2, event_name: 'c', type: 'COUNT' });
      assert.equal(usage.isBase64Encoded, false);
    });
  });

  test(`${name}: query strings keep their lists, their signs and their order`, async () => {
    const handler = createLambdaHandler(async ({ url }) => Response.json([...new URL(url).searchParams]));
    const query = 'b=2&timeZone=Mars%2FBase%20A%2B%26&a=1&b=%C3%A9&empty=';
    const { body } = await handler(event('GET', '/reports/usage', { query }));
    const byName = JSON.parse(body).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    assert.deepEqual(byName, [
      ['a', '1'],
      ['b', '2'],
      ['b', 'é'],
      ['empty', ''],
      ['timeZone', 'Mars/Base A+&'],
    ]);
    await withFunction(async (real) => {
      const answer = await real(event('GET', '/reports/usage', { query: 'version=2' }));
      assert.equal(JSON.parse(answer.body).usageCutoffDate, '2024-06-01T00:00:00.000Z');
    });
  });

  test(`${name}: a 401 without a body, a HEAD, and a body that is no text`, async () => {
    const page = () => new Response(Uint8Array.of(0, 255), { headers: { 'content-type': 'image/png' } });
    const keys = [{ key: 'k', service: 'seatsio' }];
    await withFunction(async (handler) => {
      const refused = await handler(event('GET', '/reports/usage'));
      assert.deepEqual([refused.statusCode, refused.body], [401, '']);
      const image = await handler(event('GET', '/logo.png'));
      assert.deepEqual([image.body, image.isBase64Encoded], ['AP8=', true]);
      const head = await handler(event('HEAD', '/healthz'));
      assert.deepEqual([head.statusCode, head.body], [200, '']);
    }, { page, keys });
  });
}

test("the stage in front of an HTTP API's path is taken off, and no other word", async () => {
  const handler = createLambdaHandler(async ({ url }) => new Response(new URL(url).pathname));
  const at = async (event, path, stage, version) => {
    const { requestContext } = event('GET', path);
    const staged = { ...event('GET', path), requestContext: { ...requestContext, stage } };
    return (await handler({ ...staged, version: version ?? staged.version })).body;
  };
  for (const [event, version] of [[v2], [v1, '1.0']]) {
    assert.equal(await at(event, '/prod/v1/events', 'prod', version), '/v1/events');
    assert.equal(await at(event, '/prod', 'prod', version), '/');
    assert.equal(await at(event, '/v1/v1/events', 'v1', version), '/v1/events');
    assert.equal(await at(event, '/production/x', 'prod', version), '/production/x');
    assert.equal(await at(event, '/v1/events', '$default', version), '/v1/events');
    assert.equal(await at(event, '/prod/a?b#c', 'prod', version), '/a%3Fb%23c');
  }
  assert.equal(await at(v1, '/prod/x', 'prod'), '/prod/x'); // of a REST API it is a part of the path
});

test('headers that come twice are kept, in the form of the format', async () => {
  const handle = async (request) => {
    const headers = new Headers([['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['x-seen', request.headers.get('x-many')]]);
    return new Response(request.headers.get('cookie'), { headers });
  };
  const handler = createLambdaHandler(handle);
  const two = await handler(v2('GET', '/', { headers: { 'x-many': '1,2' } }));
  assert.deepEqual(two.cookies, ['a=1', 'b=2']);
  assert.equal(two.body, 'a=1; b=2');
  assert.equal(two.headers['x-seen'], '1,2');
  const one = await handler({ ...v1('GET', '/'), multiValueHeaders: { 'X-Many': ['1', '2'] } });
  assert.deepEqual(one.multiValueHeaders['set-cookie'], ['a=1', 'b=2']);
  assert.deepEqual(one.multiValueHeaders['x-seen'], ['1, 2']);
});

test('what is no request over HTTP is not taken for one', async () => {
  await withFunction(async (handler) => {
    for (const event of [undefined, {}, { Records: [] }, { version: '1.0' }])
      await assert.rejects(handler(event), TypeError);
    const broken = v2('GET', '/', { headers: { host: 'a b' } });
    assert.equal((await handler(broken)).statusCode, 400);
  });
});

// SPDX-License-Identifier: Apache-2.0
// AWS Lambda, as lambda-local runs it: behind a function URL and both gateways, and told by S3 of new objects
// that AWS's own client reads and writes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { MemoryS3, recordOf } from '../hosts/memory_s3.mjs';
import { versionOf } from './programs.mjs';
import { withS3 } from './s3_server.mjs';
import { compareAnswer, questionsOf } from './talk.mjs';

const LOCAL = fileURLToPath(new URL('lambda_local.mjs', import.meta.url));
const PACKAGES = fileURLToPath(new URL('node_modules/', import.meta.url));
const readEvent = (name) => JSON.parse(readFileSync(new URL(`events/${name}.json`, import.meta.url), 'utf8'));
const OBJECTS = 8;
/** What usage.mjs asks. */
const TOTALS = {
  report: 'tallyfold.query',
  request: {
    event: 'completion',
    from: '2024-05-01',
    to: '2024-06-01',
    aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['customer'],
  },
};

/** Rounds of events through one process, as through one instance of a function. */
async function invoke({ folder }, file, handler, rounds, env) {
  const path = join(folder, 'examples/lambda', file);
  const child = spawn(process.execPath, [LOCAL, path, handler], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(rounds));
  return json(child.stdout);
}

const withPath = {
  function_url: (event, path) => ({ ...event, rawPath: path, requestContext: httpOf(event, path) }),
  http_api: (event, path) => ({ ...event, rawPath: `/prod${path}`, requestContext: httpOf(event, `/prod${path}`) }),
  rest_api: (event, path) => ({ ...event, path }),
};
const httpOf = ({ requestContext }, path) => ({ ...requestContext, http: { ...requestContext.http, path } });

/** A request as an event; the key is in the event already. */
function eventOf(kind, path, { headers, body }) {
  const event = withPath[kind](readEvent(kind), path);
  const isBase64Encoded = path === '/query'; // both ways are Lambda's
  const more = { body: isBase64Encoded ? btoa(body) : body, isBase64Encoded };
  const mode = headers['tallyfold-mode'] && { 'tallyfold-mode': headers['tallyfold-mode'] };
  const lists = mode && { 'tallyfold-mode': [mode['tallyfold-mode']] };
  if (kind !== 'rest_api') return { ...event, headers: { ...event.headers, ...mode }, ...more };
  return {
    ...event,
    headers: { ...event.headers, ...mode },
    multiValueHeaders: { ...event.multiValueHeaders, ...lists },
    ...more,
  };
}

function responseOf({ result, error }) {
  assert.equal(error, undefined);
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result;
  assert.equal(isBase64Encoded, false);
  const flat = Object.entries(multiValueHeaders ?? {}).map(([name, values]) => [name, values.join(', ')]);
  return new Response(body, { status: statusCode, headers: headers ?? flat });
}

async function compareApi(workspace) {
  const asked = Object.keys(withPath).flatMap((kind) =>
    questionsOf(workspace).map((question) => ({ kind, question, event: eventOf(kind, question.path, question.init) })));
  const write = eventOf('function_url', '/v1/events', { headers: {}, body: '{}' });
  const rounds = [asked.map(({ event }) => event), [write]];
  const [answers, [refused]] = await invoke(workspace, 'api.mjs', 'handler', rounds, { USAGE_KEY: 'k' });
  for (const [i, { kind, question }] of asked.entries())
    await compareAnswer(responseOf(answers[i]), { ...question, name: `${kind}: ${question.name}` });
  assert.equal(refused.result.statusCode, 403);
  return `api.mjs: ${asked.length} answers by a function URL, an HTTP API with a stage, a REST API`;
}

async function putObjects(s3, { files }) {
  const lines = files.flatMap((text) => text.trimEnd().split('\n'));
  const events = [];
  for (let i = 0; i < OBJECTS; ++i) {
    const part = lines.filter((_, line) => line % OBJECTS === i).join('\n');
    const key = `2024-05/part ${i}.ndjson${i % 2 ? '.gz' : ''}`;
    const stored = await s3.put({ bucket: 'events', key }, i % 2 ? gzipSync(part) : Buffer.from(part));
    events.push({ Records: [recordOf('events', key, stored, i % 4 > 1)] });
  }
  return events;
}

async function compareBatch(workspace) {
  const sdk = join(workspace.folder, 'node_modules/@aws-sdk');
  if (!existsSync(sdk)) symlinkSync(join(PACKAGES, '@aws-sdk'), sdk);
  const s3 = new MemoryS3();
  const events = await putObjects(s3, workspace);
  s3.delay = 5;
  s3.conflicts = 2;
  const [first, ...others] = events;
  // One after the other, side by side, and all once more: at least once, in any order.
  const rounds = [[first], others.toReversed(), [...events, first]];
  let report;
  await withS3(s3, async (address) => {
    const env = {
      STATE_BUCKET: 'states',
      AWS_ENDPOINT_URL_S3: address,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const folded = await invoke(workspace, 'usage.mjs', 'fold', rounds, env);
    for (const { error } of folded.flat()) assert.equal(error, undefined);
    const [[asked]] = await invoke(workspace, 'usage.mjs', 'report', [[readEvent('function_url')]], env);
    report = responseOf(asked);
  });
  assert.equal(s3.counts[200], 2 * OBJECTS); // each object put, each folded once
  assert.ok(s3.counts[412] > 0 && s3.counts[409] >= 2, JSON.stringify(s3.counts));
  assert.equal(await report.text(), workspace.report(TOTALS).text);
  assert.equal(report.headers.get('tallyfold-complete'), 'false'); // one line of the samples is broken
  const sdkVersion = versionOf('@aws-sdk/client-s3');
  return `usage.mjs with @aws-sdk/client-s3 ${sdkVersion}: ${OBJECTS} objects told ${rounds.flat().length} times, side by side`;
}

export const runtimes = [
  {
    name: 'AWS Lambda',
    version: async () => `lambda-local ${versionOf('lambda-local')}`,
    parts: [
      { name: 'HTTP', run: compareApi },
      { name: 'S3', run: compareBatch },
    ],
  },
];

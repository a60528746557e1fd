// SPDX-License-Identifier: Apache-2.0
// Calls of ingestion endpoints and their answers.

import { asBytes, checkNames, instant, oneOf, text } from './checks.js';
import { misuse } from './errors.js';
import { jsonText } from './json.js';

const CALL_OPTIONS = ['endpoint', 'request', 'receivedAt', 'store'];
const STORES = ['postgres', 'clickhouse'];
const encoder = new TextEncoder();

/** What the engine takes: names, and the request as bytes. */
export function readIngest(call) {
  checkNames(call, CALL_OPTIONS, 'ingest');
  const endpoint = text(call.endpoint, 'endpoint');
  if (!endpoint)
    throw misuse('ingest needs the name of an endpoint, such as "lago.events"', '$.endpoint');
  const store = oneOf(call.store, STORES, 'store');
  const receivedAt = instant(call.receivedAt, 'receivedAt', new Date().toISOString());
  return { call: { endpoint, store, receivedAt }, bytes: requestBytes(call.request) };
}

function requestBytes(request) {
  const bytes = asBytes(request);
  if (bytes) return bytes;
  if (typeof request === 'string') return encoder.encode(request);
  if (request === null || typeof request !== 'object')
    throw misuse('request must be an object, its JSON text, or bytes', '$.request');
  return encoder.encode(jsonText(request, 'request', '$.request'));
}

/** The answer: `text` is the exact bytes to send on, `body` the same as a value. */
export function makeAnswer({ text: answer, facts }) {
  return { status: facts.status, body: JSON.parse(answer), text: answer };
}

// SPDX-License-Identifier: Apache-2.0
// Handlers to ask, for the tests of endpoints.

import { readFileSync } from 'node:fs';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

import { expectDescribed } from '../schema/described.mjs';

export const CLOCK = '2024-06-01T00:00:00Z';
export const readExample = (path) =>
  readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');

/** Runs a test's body with a function that asks a handler, over an engine that is closed afterwards. */
export async function withHandler(options, use) {
  const { catalog, ...rest } = options;
  const engine = await createEngine({ catalog });
  try {
    const handle = createFetchHandler({ now: () => CLOCK, ...(!rest.engines && { engine }), ...rest });
    return await use(asker(handle), engine);
  } finally {
    engine.close();
  }
}

/** Asks for a path and reads the whole answer, which has to be as /openapi.json describes it. */
export function asker(handle) {
  return async (path, { method, body, headers = {}, ...init } = {}) => {
    const isJson = body !== undefined && typeof body === 'object' && !isRaw(body);
    const response = await handle(
      new Request(`http://localhost${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: isJson ? JSON.stringify(body) : body,
        ...(isRaw(body) && { duplex: 'half' }),
        ...init,
      }),
    );
    const text = await response.text();
    const isAnswer = response.headers.get('content-type')?.startsWith('application/json');
    const asked = method ?? (body === undefined ? 'GET' : 'POST');
    const isPage = response.headers.get('content-type') === 'text/html';
    const { status, headers: told } = response;
    if (asked !== 'OPTIONS' && !isPage) expectDescribed(asked, path.split('?')[0], { status, headers: told, text });
    return {
      status: response.status,
      text,
      body: isAnswer && text ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  };
}

const isRaw = (body) => body instanceof Uint8Array || body instanceof ReadableStream;

export const basic = (key) => ({ authorization: `Basic ${btoa(`${key}:`)}` });
export const bearer = (key) => ({ authorization: `Bearer ${key}` });

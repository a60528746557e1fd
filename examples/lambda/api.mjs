// SPDX-License-Identifier: Apache-2.0
// Reports behind a function URL or API Gateway, over the files of events that are deployed with the function.

import { createReadStream, readdirSync } from 'node:fs';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';
import { createLambdaHandler } from 'tallyfold/lambda';

const FOLDER = new URL('../events/', import.meta.url);
const ready = start(); // while the function is made ready, not at its first request

export const handler = createLambdaHandler(async (request) => (await ready)(request));

async function start() {
  const engine = await createEngine();
  for (const [source, name] of readdirSync(FOLDER).sort().entries())
    await engine.appendFrom(createReadStream(new URL(name, FOLDER)), { source });
  // Read only: events that are sent to one instance of a function are unknown to the others.
  const key = process.env.USAGE_KEY;
  const keys = ['tallyfold', 'flexprice'].map((service) => ({ key, service, may: 'read' }));
  return createFetchHandler({ engine, keys });
}

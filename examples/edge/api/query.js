// SPDX-License-Identifier: Apache-2.0
// POST /api/query: our own query over events that lie at an address, such as a Blob store's.

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

export const config = { runtime: 'edge' };

export default async function query(request) {
  const engine = await createEngine({ maxMemory: 32 << 20 });
  try {
    await engine.appendFrom(await events());
    const keys = [{ key: process.env.USAGE_KEY, service: 'tallyfold' }];
    const asked = new Request(new URL('/query', request.url), request);
    return await createFetchHandler({ engine, keys })(asked);
  } finally {
    engine.close();
  }
}

async function events() {
  const response = await fetch(process.env.EVENTS_URL);
  if (response.ok) return response;
  throw new Error(`the events could not be fetched: status ${response.status}`);
}

// SPDX-License-Identifier: Apache-2.0
// Reports over events that lie in R2, in objects such as 2024-05/14-00.ndjson.gz: /2024-05/query, or any
// other report behind a month. Nothing is kept between requests.

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    const [, month, path] = /^\/(\d{4}-\d\d)(\/.*)$/.exec(pathname) ?? [];
    if (!month) return new Response('ask for /2024-05/query\n', { status: 404 });
    // An isolate has 128 MB, and may answer several requests at once.
    const engine = await createEngine({ maxMemory: 32 << 20 });
    try {
      await readMonth(engine, env.EVENTS, month);
      const asked = new Request(new URL(path + search, request.url), request);
      return await createFetchHandler({ engine, keys: keysOf(env) })(asked);
    } finally {
      engine.close();
    }
  },
};

async function readMonth(engine, bucket, month) {
  let source = 0;
  for (let page, cursor; !page || page.truncated; cursor = page.cursor) {
    page = await bucket.list({ prefix: `${month}/`, cursor });
    for (const { key } of page.objects)
      await engine.appendFrom((await bucket.get(key)).body, { source: source++ });
  }
}

// Read only: events that are sent here would be forgotten with the engine.
const keysOf = ({ USAGE_KEY: key }) =>
  ['tallyfold', 'flexprice'].map((service) => ({ key, service, may: 'read' }));

// SPDX-License-Identifier: Apache-2.0
// The endpoints over HTTP. Run: bun server.js

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

const engine = await createEngine();
const server = Bun.serve({
  port: process.env.PORT ?? 8080,
  hostname: '127.0.0.1',
  fetch: createFetchHandler({ engine }),
});
console.log(`listening on ${server.url}`);

// SPDX-License-Identifier: Apache-2.0
// The endpoints over HTTP, events and reports alike. Run: node examples/node/server.mjs

import { once } from 'node:events';
import { createServer } from 'node:http';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';
import { toNodeListener } from 'tallyfold/node-server';

const engine = await createEngine();
const server = createServer(toNodeListener(createFetchHandler({ engine })));
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
await once(server, 'listening');
console.log(`listening on http://127.0.0.1:${server.address().port}`);

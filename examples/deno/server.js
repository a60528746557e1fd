// SPDX-License-Identifier: Apache-2.0
// The endpoints over HTTP. Run: deno run --allow-read --allow-net --allow-env=PORT server.js

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

const engine = await createEngine();
const port = Number(Deno.env.get('PORT') ?? 8080);
Deno.serve({ port, hostname: '127.0.0.1' }, createFetchHandler({ engine }));

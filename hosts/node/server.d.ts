// SPDX-License-Identifier: Apache-2.0

/**
 * A handler of tallyfold/fetch behind node:http, Express or anything else that takes such listeners.
 *
 * ```js
 * import { createServer } from 'node:http';
 * import { createEngine } from 'tallyfold';
 * import { createFetchHandler } from 'tallyfold/fetch';
 * import { toNodeListener } from 'tallyfold/node-server';
 *
 * const handle = createFetchHandler({ engine: await createEngine() });
 * const server = createServer(toNodeListener(handle)).listen(8080, '127.0.0.1');
 * const response = await fetch('http://127.0.0.1:8080/healthz');
 * response.status // 200
 * server.close();
 * ```
 *
 * @module tallyfold/node-server
 */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Makes a listener of a handler. Bodies stream in both directions. A request line that is none is answered with 400. */
export function toNodeListener(
  handle: (request: Request) => Response | Promise<Response>,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void;

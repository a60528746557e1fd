// SPDX-License-Identifier: Apache-2.0
// Stands before the handler: strangers, health, and the end.

import { strangerIn } from './addresses.js';

/**
 * @param {(request: Request) => Promise<Response>} handle
 * @param {{ settings: { host: string, keys?: unknown, cors?: '*' | readonly string[] },
 *   health: () => 'ok' | 'loading' | 'failing', isStopping: () => boolean }} state
 * @returns {(request: Request) => Promise<Response>}
 */
export function guarded(handle, { settings, health, isStopping }) {
  return async (request) => {
    const response =
      refusal(request, settings) ?? illness(request, health()) ?? (await handle(request));
    // Otherwise a client that goes on asking would keep its connection, and the server, alive.
    if (isStopping()) response.headers.set('connection', 'close');
    return response;
  };
}

function refusal({ headers }, settings) {
  if (settings.keys !== undefined) return undefined;
  const message = strangerIn(headers, settings);
  return message === undefined ? undefined : json(403, { error: 'forbidden', message, problems: [] });
}

function illness({ method, url }, status) {
  if (status === 'ok' || !['GET', 'HEAD'].includes(method)) return undefined;
  return new URL(url).pathname === '/healthz' ? json(503, { status }) : undefined;
}

function json(status, body) {
  const headers = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' };
  return new Response(JSON.stringify(body), { status, headers });
}

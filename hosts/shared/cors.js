// SPDX-License-Identifier: Apache-2.0
// Pages of other origins may ask only when the host says so. Keys come in headers, never by
// themselves as cookies do, so credentials are not allowed.

const SHOWN = 'etag, retry-after, tallyfold-complete, tallyfold-notes, x-request-id';
// The last three are what the clients of services send besides keys, and what their users add.
const TAKEN =
  'authorization, content-encoding, content-type, if-none-match, tallyfold-mode, x-api-key,' +
  ' x-client-lib, x-request-id, x-workspace-key';
const MAX_AGE_S = '600';

/** The origin to name in an answer; nothing when its page may not read it. */
export function allowedOrigin(cors, request) {
  const origin = request.headers.get('origin');
  if (!origin || cors === undefined) return undefined;
  if (cors === '*') return '*';
  return cors.includes(origin) ? origin : undefined;
}

/** What makes an answer readable there. */
export function corsHeaders(origin) {
  if (origin === undefined) return [];
  const shown = [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', SHOWN],
  ];
  return origin === '*' ? shown : [...shown, ['vary', 'origin']];
}

/** Answers what a browser asks before it sends a request. */
export function preflight(route, origin, id) {
  const methods = [...route.methods, 'OPTIONS'].join(', ');
  const headers = new Headers({ allow: methods, 'x-request-id': id });
  for (const [name, value] of corsHeaders(origin)) headers.append(name, value);
  if (origin !== undefined) {
    headers.set('access-control-allow-methods', methods);
    headers.set('access-control-allow-headers', TAKEN);
    headers.set('access-control-max-age', MAX_AGE_S);
  }
  return new Response(null, { status: 204, headers });
}

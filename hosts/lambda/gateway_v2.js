// SPDX-License-Identifier: Apache-2.0
// Function URLs, and HTTP APIs of API Gateway: payload format 2.0.

import { bodyOf, textOf } from './bodies.js';
import { pathOf } from './paths.js';

export function requestOfV2(event) {
  const { method, path } = event.requestContext.http;
  const headers = new Headers(event.headers);
  // The header of the same name is not there; cookies come apart.
  if (event.cookies?.length > 0) headers.set('cookie', event.cookies.join('; '));
  const host = headers.get('host') ?? event.requestContext.domainName ?? 'localhost';
  const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
  const asked = pathOf(event.rawPath ?? path, event.requestContext.stage);
  const url = `https://${host}${asked}${query}`;
  return new Request(url, { method, headers, ...bodyOf(event, method) });
}

export async function resultOfV2(response) {
  const headers = Object.fromEntries(response.headers);
  delete headers['set-cookie'];
  const cookies = response.headers.getSetCookie();
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    ...(await textOf(response)),
  };
}

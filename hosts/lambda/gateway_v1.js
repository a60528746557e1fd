// SPDX-License-Identifier: Apache-2.0
// REST APIs of API Gateway, and HTTP APIs that were told so: payload format 1.0, whose lists stand beside
// single values.

import { bodyOf, textOf } from './bodies.js';
import { pathOf } from './paths.js';

export function requestOfV1(event) {
  const method = event.httpMethod;
  const headers = new Headers();
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? listsOf(event.headers)))
    for (const value of values) headers.append(name, value);
  const query = new URLSearchParams();
  const parameters = event.multiValueQueryStringParameters ?? listsOf(event.queryStringParameters);
  for (const [name, values] of Object.entries(parameters ?? {}))
    for (const value of values) query.append(name, value);
  const host = headers.get('host') ?? event.requestContext?.domainName ?? 'localhost';
  const search = query.size > 0 ? `?${query}` : '';
  // A REST API's `path` has no stage in front of it. Only events of HTTP APIs say their version.
  const path = pathOf(event.path, event.version && event.requestContext?.stage);
  return new Request(`https://${host}${path}${search}`, {
    method,
    headers,
    ...bodyOf(event, method),
  });
}

const listsOf = (values) =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, [value]]));

export async function resultOfV1(response) {
  const multiValueHeaders = {};
  for (const [name, value] of response.headers) (multiValueHeaders[name] ??= []).push(value);
  return { statusCode: response.status, multiValueHeaders, ...(await textOf(response)) };
}

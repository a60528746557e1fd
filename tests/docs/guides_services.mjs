// SPDX-License-Identifier: Apache-2.0
// Stand-ins for the services that docs/guides/from-*.md take events and catalogs from. They answer over HTTP in the services' own
// shapes, page by page, with the samples of examples/ or with what a page's own story needs, and refuse a call without its key.

import { createServer } from 'node:http';

import { flexprice } from './guides_services_flexprice.mjs';
import { lago } from './guides_services_lago.mjs';
import { seatsio } from './guides_services_seatsio.mjs';

const SERVICES = { 'from-flexprice': flexprice, 'from-lago': lago, 'from-seatsio': seatsio };

/**
 * Starts what a page asks; nothing for a page that asks nobody.
 * @param {string} page
 */
export async function serviceOf(page) {
  const service = SERVICES[page];
  if (!service) return { env: {}, unasked: () => [], close: async () => {} };
  const asked = new Set();
  const server = createServer(async (request, response) => {
    const { status, body } = await answerTo(service, request, asked);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  const url = `http://127.0.0.1:${server.address().port}${service.prefix}`;
  return {
    env: service.env(url),
    /** Routes that no program of the page has asked for. */
    unasked: () => Object.keys(service.routes).filter((route) => !asked.has(route)),
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

async function answerTo(service, request, asked) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (!service.knows(request.headers)) return { status: 401, body: { error: 'Unauthorized' } };
  for (const [route, answer] of Object.entries(service.routes)) {
    const [method, path] = route.split(' ');
    const found = new RegExp(`^${service.prefix}${path.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname);
    if (!found || method !== request.method) continue;
    asked.add(route);
    return { status: 200, body: answer({ query: searchParams, body: await bodyOf(request), headers: request.headers, names: found.slice(1) }) };
  }
  return { status: 404, body: { error: `there is no ${request.method} ${pathname}` } };
}

async function bodyOf(request) {
  const chunks = await request.toArray();
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

// SPDX-License-Identifier: Apache-2.0
// The listening socket, its limits, and its end.

import { once } from 'node:events';
import { createServer } from 'node:http';

import { toNodeListener } from 'tallyfold/node-server';

import { inUrl } from './addresses.js';
import { StartError } from './start_error.js';

/** A little longer than the minute for which load balancers keep a connection without a request. */
const KEEP_ALIVE_MS = 65_000;
/** The handler ends slow bodies sooner, and says so. */
const REQUEST_MS = 120_000;
/** Without a byte in either direction, such as from a client that does not read its answer. */
const SILENT_MS = 120_000;
const LOOK_MS = 1000;
const MOST_CONNECTIONS = 1024;

/**
 * @param {(request: Request) => Promise<Response>} handle
 * @param {{ port: number, host: string, headersTimeoutMs: number }} settings
 */
export async function listen(handle, { port, host, headersTimeoutMs }) {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: Math.max(REQUEST_MS, headersTimeoutMs),
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(LOOK_MS, headersTimeoutMs),
    },
    toNodeListener(handle),
  );
  server.timeout = SILENT_MS;
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, port, host);
  }
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://${inUrl(host)}:${address.port}`, stop: (graceMs) => stop(server, graceMs) };
}

// No new connections; requests under way are finished, within bounds.
async function stop(server, graceMs) {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function listenError(error, port, host) {
  const reasons = {
    EADDRINUSE: `port ${port} of ${host} is in use; --port 0 takes any that is free`,
    EACCES: `port ${port} is not for this user; use one from 1024`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is no address of this machine`,
  };
  const reason = reasons[error.code] ?? `cannot listen on ${inUrl(host)}:${port} (${error.code})`;
  return new StartError(reason, { cause: error });
}

// SPDX-License-Identifier: Apache-2.0
// From node:http to Request and Response, and back.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Makes a listener for node:http of a function from Request to Response; see server.d.ts. */
export function toNodeListener(handle) {
  return (incoming, outgoing) => {
    serve(handle, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function serve(handle, incoming, outgoing) {
  const request = requestOf(incoming);
  const response = request
    ? await handle(request)
    : new Response(null, { status: 400, statusText: 'Bad Request' });
  outgoing.statusCode = response.status;
  if (response.statusText) outgoing.statusMessage = response.statusText;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  // What was not read of a refused body would be taken for the next request.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  if (response.body) await pipeline(Readable.fromWeb(response.body), outgoing);
  else outgoing.end();
}

function requestOf(incoming) {
  const { method, headers, socket } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    const scheme = socket.encrypted ? 'https' : 'http';
    const url = new URL(incoming.url, `${scheme}://${headers.host ?? 'localhost'}`);
    return new Request(url, {
      method,
      headers: headersOf(incoming),
      ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
    });
  } catch {
    return undefined;
  }
}

function headersOf({ rawHeaders }) {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!rawHeaders[i].startsWith(':')) headers.append(rawHeaders[i], rawHeaders[i + 1]);
  }
  return headers;
}

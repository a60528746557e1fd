// SPDX-License-Identifier: Apache-2.0
// S3 in memory behind HTTP, as far as AWS's own client needs it to read and write objects.

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { S3Error } from '../hosts/memory_s3.mjs';

/** Serves while it is used. Buckets stand in the path. */
export async function withS3(s3, use) {
  const server = createServer((incoming, outgoing) => answer(s3, incoming, outgoing));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function answer(s3, incoming, outgoing) {
  const url = new URL(incoming.url, 'http://localhost');
  const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
  const place = { bucket, key: rest.join('/'), versionId: url.searchParams.get('versionId') ?? undefined };
  const { method, headers } = incoming;
  try {
    const body = await buffer(incoming);
    const condition = { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
    if (method !== 'GET' && method !== 'PUT') throw new S3Error(405, 'MethodNotAllowed');
    const { etag, bytes } = method === 'GET' ? await s3.get(place) : await s3.put(place, body, condition);
    outgoing.writeHead(200, { etag });
    outgoing.end(method === 'GET' ? bytes : undefined);
  } catch (error) {
    const { status = 500, code = 'InternalError' } = error;
    outgoing.writeHead(status, { 'content-type': 'application/xml' });
    outgoing.end(`<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  }
}

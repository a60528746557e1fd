// SPDX-License-Identifier: Apache-2.0
// Bodies of requests: bounded in size and in time, unpacked.

import { Failure } from './refusals.js';

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;
const PACKED = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' };

/**
 * The bytes of a JSON body. Types that a page may send to another origin unasked, such as a form's,
 * are refused. A body of no type is taken, and such a page can send one: what has no keys has to look
 * at where requests come from, as hosts/serve does.
 */
export async function readBody(request, { maxBodyBytes, bodyTimeoutMs }) {
  const type = (request.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (type !== '' && !JSON_TYPE.test(type))
    throw new Failure(415, `the body must be application/json, not ${type}`);
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
  if (!request.body) return new Uint8Array(0);
  return collect(unpacked(request).getReader(), maxBodyBytes, bodyTimeoutMs);
}

function unpacked(request) {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return request.body;
  const format = Object.hasOwn(PACKED, encoding) ? PACKED[encoding] : undefined;
  if (!format)
    throw new Failure(415, `content-encoding ${encoding} is not known; send gzip, deflate or neither`);
  if (typeof DecompressionStream === 'undefined')
    throw new Failure(415, `this runtime unpacks no body; send it without content-encoding ${encoding}`);
  return request.body.pipeThrough(new DecompressionStream(format));
}

async function collect(reader, maxBodyBytes, bodyTimeoutMs) {
  const pieces = [];
  let size = 0;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Failure(408, `the body did not arrive within ${bodyTimeoutMs} ms`));
    }, bodyTimeoutMs);
  });
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) return joined(pieces, size);
      size += value.length;
      if (size > maxBodyBytes) throw tooLarge(maxBodyBytes);
      pieces.push(value);
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    if (error instanceof Failure) throw error;
    throw new Failure(400, 'the body broke off, or is not what content-encoding says', {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function joined(pieces, size) {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const tooLarge = (most) => new Failure(413, `the body has more than ${most} bytes`);

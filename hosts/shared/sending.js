// SPDX-License-Identifier: Apache-2.0
// From what a route answers to a Response.

const encoder = new TextEncoder();

/**
 * What a browser has is not sent again: answers to GET carry a tag of their bytes.
 * @param {Request} request
 * @param {{ status: number, reason?: string, text: string, type?: string, headers?: Record<string, string> } | Response} made
 */
export async function sendable(request, made) {
  if (made instanceof Response) return new Response(made.body, made);
  const headers = new Headers(made.headers);
  if (made.text !== '') headers.set('content-type', made.type ?? 'application/json; charset=utf-8');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isTagged = isRead && made.status === 200;
  headers.set('cache-control', isTagged ? 'private, no-cache' : 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  const bytes = encoder.encode(made.text);
  if (isTagged) {
    const tag = await tagOf(bytes);
    headers.set('etag', tag);
    if (isKnown(request.headers.get('if-none-match'), tag))
      return new Response(null, { status: 304, headers });
  }
  headers.set('content-length', String(bytes.length));
  const body = request.method === 'HEAD' || bytes.length === 0 ? null : bytes;
  return new Response(body, { status: made.status, statusText: made.reason ?? '', headers });
}

async function tagOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const digits = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `"${digits.join('')}"`;
}

const isKnown = (header, tag) =>
  header !== null &&
  header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);

// SPDX-License-Identifier: Apache-2.0
// Lambda carries bodies as text, or as base64 where they are none.

const TEXT = /^(text\/|application\/([\w.-]+\+)?json)/;

/** The members of a Request's init that an event's body gives. */
export function bodyOf({ body, isBase64Encoded }, method) {
  if (method === 'GET' || method === 'HEAD' || body === undefined || body === null) return {};
  return { body: isBase64Encoded ? bytesOf(body) : body };
}

/** A response's body as Lambda takes it. */
export async function textOf(response) {
  const isPacked = response.headers.has('content-encoding');
  if (!isPacked && TEXT.test(response.headers.get('content-type') ?? 'text/plain'))
    return { body: await response.text(), isBase64Encoded: false };
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { body: base64Of(bytes), isBase64Encoded: true };
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));

function base64Of(bytes) {
  let units = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    units += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(units);
}

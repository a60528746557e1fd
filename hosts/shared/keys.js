// SPDX-License-Identifier: Apache-2.0
// Who asks: each service sends its key in its own way.

const encoder = new TextEncoder();

/** Where each service's clients put the key. */
const SENT = {
  flexprice: (headers) => headers.get('x-api-key'),
  lago: (headers) => secondWord(headers.get('authorization')),
  seatsio: (headers) => basicUser(headers.get('authorization')),
  tallyfold: (headers) => headers.get('x-api-key') ?? secondWord(headers.get('authorization')),
};

/** Keys by service. They are compared by their hashes, all of them, so that time tells nothing. */
export class Keys {
  #entries;

  /** @param {import('./index.js').Key[] | undefined} entries */
  constructor(entries) {
    this.none = entries === undefined;
    this.#entries = (entries ?? []).map((entry) => ({
      ...entry,
      may: entry.may === 'read' ? ['read'] : ['read', 'write'],
      digest: digestOf(entry.key),
    }));
  }

  /** The entry of a service's key, if it is one. */
  async find(service, headers) {
    const given = SENT[service](headers);
    const digest = await digestOf(given ?? '');
    let found;
    for (const entry of this.#entries) {
      const isSame = areEqual(digest, await entry.digest);
      if (isSame && entry.service === service) found = entry;
    }
    return given ? found : undefined;
  }
}

async function digestOf(key) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(key)));
}

function areEqual(one, other) {
  let difference = 0;
  for (let i = 0; i < one.length; ++i) difference |= one[i] ^ other[i];
  return difference === 0;
}

// Lago does not look at the scheme.
const secondWord = (header) => header?.trim().split(/\s+/)[1];

function basicUser(header) {
  const [scheme, credentials] = header?.trim().split(/\s+/) ?? [];
  if (scheme?.toLowerCase() !== 'basic' || !credentials) return undefined;
  try {
    const bytes = Uint8Array.from(atob(credentials), (unit) => unit.charCodeAt(0));
    return new TextDecoder().decode(bytes).split(':')[0];
  } catch {
    return undefined;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Values from the caller as JSON text for the engine.

import { asBytes } from './checks.js';
import { misuse } from './errors.js';

const encoder = new TextEncoder();

/**
 * A BigInt becomes a text of its digits: JSON readers elsewhere would round it as a number.
 * Throws for what has no JSON, such as an object that holds itself.
 */
export function jsonText(value, name, path) {
  try {
    return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));
  } catch (cause) {
    throw misuse(`${name} cannot be written as JSON: ${cause.message}`, path, cause);
  }
}

/** A catalog, an object or its JSON as text or bytes, as bytes; absent stays absent. */
export function catalogBytes(catalog) {
  if (catalog === undefined) return undefined;
  const bytes = asBytes(catalog);
  const isEmpty = catalog === '' || bytes?.length === 0;
  const isObject = catalog !== null && typeof catalog === 'object' && !Array.isArray(catalog);
  if (isEmpty || !(isObject || typeof catalog === 'string'))
    throw misuse('catalog must be an object or its JSON text or bytes', '$.catalog');
  if (bytes) return bytes;
  const text = typeof catalog === 'string' ? catalog : jsonText(catalog, 'catalog', '$.catalog');
  return encoder.encode(text);
}

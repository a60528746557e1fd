// SPDX-License-Identifier: Apache-2.0
// Values from the caller as JSON text for the engine.

import { misuse } from './errors.js';

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

/** A catalog, an object or its JSON text, as text; absent is empty. */
export function catalogText(catalog) {
  if (catalog === undefined) return '';
  if (typeof catalog === 'string' && catalog !== '') return catalog;
  if (catalog === null || typeof catalog !== 'object' || Array.isArray(catalog))
    throw misuse('catalog must be an object or its JSON text', '$.catalog');
  return jsonText(catalog, 'catalog', '$.catalog');
}

// SPDX-License-Identifier: Apache-2.0

import { misuse, TallyfoldError } from '../../wasm/errors.js';

/**
 * A library that users install themselves, because only some need it.
 * @param {string} name of its package
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 * @template T
 */
export async function peer(name, load) {
  try {
    return await load();
  } catch (cause) {
    throw misuse(`this needs the package ${name}: npm install ${name}`, '', cause);
  }
}

/** What a library found wrong with an input, as an error of ours. */
export function unreadable(format, cause) {
  if (cause instanceof TallyfoldError) return cause;
  const message = `the ${format} data cannot be read: ${cause?.message ?? cause}`;
  return new TallyfoldError('invalid_input', message, { cause });
}

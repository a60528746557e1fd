// SPDX-License-Identifier: Apache-2.0
// From whatever holds the engine's WebAssembly to a compiled module.

import { asBytes } from './checks.js';
import { misuse } from './errors.js';

/** Compiled modules by address: compiling once serves every engine of the process. */
const compiled = new Map();

/**
 * A module from a URL, a Response, bytes, or a module; promises of these are awaited.
 * @param {unknown} source
 */
export async function loadModule(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof URL)
    return compileOnce(given.href, async () => fromResponse(await fetch(given)));
  if (typeof Response !== 'undefined' && given instanceof Response) return fromResponse(given);
  const bytes = asBytes(given);
  if (bytes) return WebAssembly.compile(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  throw misuse('wasm must be a URL, a Response, bytes or a WebAssembly.Module', '$.wasm');
}

/** Remembers the module of `key`; a failed attempt is forgotten, so that the next may succeed. */
export function compileOnce(key, load) {
  if (!compiled.has(key)) {
    const module = load();
    compiled.set(key, module);
    module.catch(() => compiled.delete(key));
  }
  return compiled.get(key);
}

// Streaming wants the right content type and would otherwise fail after the download: asked first.
async function fromResponse(response) {
  if (!response.ok)
    throw misuse(`the engine's wasm could not be fetched: status ${response.status}`, '$.wasm');
  const type = (response.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (type === 'application/wasm' && WebAssembly.compileStreaming)
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

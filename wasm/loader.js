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
  if (given instanceof URL) return compileOnce(given.href, async () => fromResponse(await fetched(given)));
  if (typeof Response !== 'undefined' && given instanceof Response) return fromResponse(given);
  const bytes = asBytes(given);
  if (bytes) return orClear(WebAssembly.compile(/** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
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

async function fetched(url) {
  try {
    return await fetch(url);
  } catch (cause) {
    throw misuse(`the engine's wasm could not be fetched from ${url}: ${cause.message}`, '$.wasm', cause);
  }
}

// Streaming wants the right content type and would otherwise fail after the download: asked first.
async function fromResponse(response) {
  const url = response.url || 'the Response';
  if (!response.ok)
    throw misuse(`the engine's wasm could not be fetched from ${url}: status ${response.status}`, '$.wasm');
  const type = (response.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (type === 'application/wasm' && WebAssembly.compileStreaming)
    return orClear(WebAssembly.compileStreaming(response), url);
  return orClear(WebAssembly.compile(await response.arrayBuffer()), `${url} (${type || 'no type'})`);
}

/** What fails here is not the engine but what it came from, or what the page may do. */
async function orClear(compiling, from = '') {
  try {
    return await compiling;
  } catch (cause) {
    const forbidden = /content.security.policy|\bCSP\b|unsafe-eval/i.test(cause.message);
    const remedy = forbidden ? "; the Content-Security-Policy needs script-src 'wasm-unsafe-eval'" : '';
    const origin = from && ` from ${from}`;
    throw misuse(
      `the engine's wasm${origin} could not be compiled: ${cause.message}${remedy}`, '$.wasm', cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
// What a worker of a pool does: one engine, told by messages. hosts/*/pool_worker.js start it.
//
// A message { id, do, ... } is answered by { id, answer } or { id, error }, one after the other.
// `buffer` is the sender's: it is handed over with the message, and back with the answer.

import { TallyfoldError } from './errors.js';
import { Instance } from './instance.js';
import { appendRange } from './pool_range.js';

/**
 * @param {(message: object, transfer: ArrayBuffer[]) => void} post sends an answer
 * @param {(input: unknown) => import('./pool_range.js').RangeInput} openInput opens what a message
 *   of a range names
 */
export function makeServer(post, openInput) {
  let instance;
  let busy = Promise.resolve();

  const operations = {
    async start({ module, settings, catalog, onlyCatalog }) {
      instance = await Instance.start(module, settings, onlyCatalog);
      if (catalog) instance.run({ do: 'catalog' }, catalog);
    },
    append: ({ buffer, length, call }) => instance.append(new Uint8Array(buffer, 0, length), call),
    range: ({ input, range, call }) => appendRange(instance, openInput(input), range, call),
    run: ({ call, bytes }) => instance.run(call, bytes),
    bytes: ({ call, bytes }) => instance.runForBytes(call, bytes),
    report: ({ call, bytes }) => instance.runForReport(call, bytes),
  };

  async function answer(message) {
    const { id, do: name, buffer } = message;
    const transfer = buffer ? [buffer] : [];
    try {
      const made = operations[name](message);
      const result = made instanceof Promise ? await made : made;
      if (result instanceof Uint8Array) transfer.push(result.buffer);
      post({ id, answer: result, buffer }, transfer);
    } catch (error) {
      post({ id, error: plainError(error), buffer }, transfer);
    }
  }

  return function receive(message) {
    busy = busy.then(() => answer(message));
  };
}

// Messages keep no classes and no members of errors, so an error goes as a plain object.
function plainError(error) {
  const { code, message, path, problems, text, name } = error;
  if (error instanceof TallyfoldError) return { tallyfold: true, code, message, path, problems, text };
  return { code, message: String(message ?? error), name };
}

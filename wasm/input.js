// SPDX-License-Identifier: Apache-2.0
// Any input of events as a sequence of pieces: bytes or texts, cut anywhere.

import { asBytes } from './checks.js';
import { misuse } from './errors.js';

/**
 * The pieces of a Response, ReadableStream, Blob, Node stream, (async) iterable, bytes or text.
 * @returns {AsyncGenerator<Uint8Array | string>}
 */
export async function* piecesOf(input, signal) {
  const source = openInput(await input);
  const stop = () => source.stop(signal.reason);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await source.next();
      signal?.throwIfAborted();
      if (done) return;
      yield pieceOf(value);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await source.close();
  }
}

function openInput(input) {
  const bytes = asBytes(input);
  if (bytes || typeof input === 'string') return fromIterator([bytes ?? input][Symbol.iterator]());
  if (typeof Response !== 'undefined' && input instanceof Response) return fromResponse(input);
  if (typeof Blob !== 'undefined' && input instanceof Blob)
    return fromReader(input.stream().getReader());
  if (typeof input?.getReader === 'function') return fromReader(input.getReader());
  const iterator = input?.[Symbol.asyncIterator]?.() ?? input?.[Symbol.iterator]?.();
  if (iterator) return fromIterator(iterator, input);
  throw misuse(
    'input must be a Response, a stream, a Blob, bytes, a text or an iterable of bytes or texts',
  );
}

function fromResponse(response) {
  if (!response.ok) throw misuse(`the events could not be fetched: status ${response.status}`);
  if (response.bodyUsed) throw misuse('the body of the response was read before');
  return response.body
    ? fromReader(response.body.getReader())
    : fromIterator([][Symbol.iterator]());
}

// A reader works where streams are not iterable yet.
function fromReader(reader) {
  let ended = false;
  const cancel = (reason) => reader.cancel(reason).catch(() => {});
  return {
    async next() {
      const result = await reader.read();
      ended = result.done;
      return result;
    },
    stop: cancel,
    async close() {
      if (!ended) await cancel();
      reader.releaseLock();
    },
  };
}

function fromIterator(iterator, stream) {
  let ended = false;
  return {
    async next() {
      const result = await iterator.next();
      ended = Boolean(result.done);
      return result;
    },
    // A Node stream that waits for data is ended this way; other iterators end after their piece.
    stop: (reason) => stream?.destroy?.(reason instanceof Error ? reason : undefined),
    async close() {
      if (!ended) await Promise.resolve(iterator.return?.()).catch(() => {});
    },
  };
}

function pieceOf(value) {
  if (typeof value === 'string') return value;
  const bytes = asBytes(value);
  if (bytes) return bytes;
  throw misuse('an input stream must give bytes or texts');
}

// SPDX-License-Identifier: Apache-2.0
// The ways to the workers: questions with answers, and the buffers that go to and fro.

import { TallyfoldError } from './errors.js';

/** Bytes of input that go to a worker at a time. */
const BUFFER_BYTES = 1 << 20;
/** Buffers for each worker: one that it reads, and what waits. They bound the bytes in flight. */
const BUFFERS_PER_WORKER = 3;

/**
 * One worker. A host gives `port`: post(message, transfer), hold(isBusy), end(), and calls
 * `receive` and `fail`.
 */
export class Link {
  #port;
  #waiting = new Map();
  #next = 1;
  #fault;

  /** @param {(error: TallyfoldError) => void} stop is told when the worker stops by itself */
  constructor(makePort, stop) {
    this.#port = makePort({
      receive: (message) => this.#receive(message),
      fail(cause) {
        if (cause instanceof TallyfoldError) return stop(cause);
        const message = `a worker of the pool stopped: ${cause?.message ?? cause}`;
        stop(new TallyfoldError('internal', message, { cause }));
      },
    });
  }

  /** Questions without an answer yet. */
  get load() {
    return this.#waiting.size;
  }

  /** Asks the worker. `onBuffer` gets the buffer back that went with the message. */
  ask(message, transfer = [], onBuffer = undefined) {
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(this.#fault);
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject, onBuffer });
      if (this.#waiting.size === 1) this.#port.hold(true);
      this.#port.post({ id, ...message }, transfer);
    });
  }

  /** From now on every question is answered by this error. */
  fail(error) {
    this.#fault ??= error;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(this.#fault);
    this.#port.hold(false);
  }

  end() {
    return this.#port.end();
  }

  #receive({ id, answer, error, buffer }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#port.hold(false);
    if (buffer) waiting.onBuffer?.(buffer);
    if (error) waiting.reject(realError(error));
    else waiting.resolve(answer);
  }
}

function realError({ tallyfold, code, message, path, problems, text, name }) {
  if (tallyfold) return new TallyfoldError(code, message, { path, problems, text });
  return Object.assign(new Error(message), { name: name ?? 'Error' }, code && { code });
}

/** A fixed number of buffers, made when they are first needed, and the gate that they go through. */
export class Buffers {
  #free = [];
  #unmade;
  #waiting = [];
  #fault;
  #held;
  /** Whether input was sent since this was last set to false. */
  sent = false;

  constructor(workers, bytes = BUFFER_BYTES) {
    this.#unmade = workers * BUFFERS_PER_WORKER;
    this.bytes = bytes;
  }

  /** A buffer, as soon as one is free. */
  async take() {
    if (this.#fault) throw this.#fault;
    if (this.#free.length > 0) return this.#free.pop();
    if (this.#unmade > 0) {
      --this.#unmade;
      return new ArrayBuffer(this.bytes);
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  give(buffer) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(buffer);
    else this.#free.push(buffer);
  }

  /** A promise while input is held back: asked again after it, and right before sending. */
  get held() {
    return this.#held?.promise;
  }

  /** Holds input back until the function that it answers is called. */
  hold() {
    const held = {};
    held.promise = new Promise((resolve) => (held.open = resolve));
    this.#held = held;
    return () => {
      this.#held = undefined;
      held.open();
    };
  }

  /** Ends all waiting: no buffer will come back any more. */
  fail(error) {
    this.#fault ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#fault);
  }
}

// SPDX-License-Identifier: Apache-2.0
// One WebAssembly instance: calls in, bytes in, answers out. The only file that touches its memory.

import createGlue from './dist/engine.mjs';
import { TallyfoldError, engineError, misuse } from './errors.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * Every engine has an instance of its own. WebAssembly memory never shrinks, so this is what lets
 * a closed or forgotten engine's memory go back to the system.
 */
export class Instance {
  #glue;
  #engine;
  #fault;

  /**
   * @param {WebAssembly.Module} module
   * @param {object} options see EngineBridge
   * @param {Uint8Array} [catalog] of the call in `options.only`
   */
  static async start(module, options, catalog) {
    const glue = await startGlue(module);
    const instance = new Instance(glue);
    instance.run({ do: 'start', ...options }, catalog);
    return instance;
  }

  constructor(glue) {
    this.#glue = glue;
    this.#engine = glue; // the functions of bindings.cpp
  }

  /** Appends bytes: { accepted, refused, lines }. */
  append(bytes, call) {
    return this.#guard(() => {
      this.#place(bytes);
      return JSON.parse(this.#checked(this.#engine.append(bytes.length, call)));
    });
  }

  /** Appends a text of at most `most` bytes: { accepted, refused, lines }. */
  appendText(text, most, call) {
    return this.#guard(() => {
      const { written } = encoder.encodeInto(text, this.#room(most));
      return JSON.parse(this.#checked(this.#engine.append(written, call)));
    });
  }

  /** Runs an operation of the engine and gives its answer as text. */
  run(call, bytes) {
    return this.#guard(() => {
      if (bytes) this.#place(bytes);
      return this.#checked(this.#engine.run(bytes?.length ?? 0, JSON.stringify(call)));
    });
  }

  /** The same for what needs not be done any more after a fault or a close. */
  runIfAlive(call) {
    if (!this.#fault) this.run(call);
  }

  /** As run, with the second part of the answer. */
  runForReport(call, bytes) {
    return this.#guard(() => {
      if (bytes) this.#place(bytes);
      const size = bytes?.length ?? 0;
      const text = this.#checked(this.#engine.run(size, JSON.stringify(call)));
      return { text, facts: JSON.parse(decoder.decode(this.#output(1))) };
    });
  }

  /**
   * As runForReport of what answers in columns, whose bytes are copied: { facts, columns }, or
   * { facts, text } when the status is not 200.
   */
  runForColumns(call, bytes) {
    return this.#guard(() => {
      if (bytes) this.#place(bytes);
      const done = this.#engine.run(bytes?.length ?? 0, JSON.stringify(call));
      if (!done) this.#checked(done);
      const facts = JSON.parse(decoder.decode(this.#output(1)));
      if (facts.status !== 200) return { facts, text: decoder.decode(this.#output(0)) };
      const memory = this.#glue.HEAPU8;
      // Two 32-bit numbers for each column: address and bytes.
      const places = new Uint32Array(this.#output(0).slice().buffer);
      const columns = [];
      for (let i = 0; i < places.length; i += 2) {
        columns.push(memory.slice(places[i], places[i] + places[i + 1]).buffer);
      }
      return { facts, columns };
    });
  }

  /** As run, for an answer that is bytes. */
  runForBytes(call, bytes) {
    return this.#guard(() => {
      if (bytes) this.#place(bytes);
      const done = this.#engine.run(bytes?.length ?? 0, JSON.stringify(call));
      if (!done) this.#checked(done);
      return this.#output(0).slice();
    });
  }

  /** Lets go of the memory. */
  close() {
    this.#fault = misuse('the engine is closed');
    this.#glue = undefined;
    this.#engine = undefined;
  }

  #checked(done) {
    const text = decoder.decode(this.#output(0));
    if (done) return text;
    throw engineError(JSON.parse(text));
  }

  // Views are made anew each time: memory that grows leaves old ones empty.
  #output(part) {
    const start = this.#engine.output(part) >>> 0;
    return this.#glue.HEAPU8.subarray(start, start + this.#engine.outputSize(part));
  }

  #room(size) {
    const start = this.#engine.input(size) >>> 0;
    if (start === 0) {
      throw new TallyfoldError(
        'out_of_memory',
        `there is no memory left for ${size} bytes of input`,
      );
    }
    return this.#glue.HEAPU8.subarray(start, start + size);
  }

  #place(bytes) {
    this.#room(bytes.length).set(bytes);
  }

  // After a trap the instance's memory is in no known state, so it is never entered again.
  #guard(call) {
    if (this.#fault) throw this.#fault;
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      const message =
        'the engine stopped inside a call and cannot be used any more; please report it';
      this.#fault = new TallyfoldError('internal', message, { cause: error });
      throw this.#fault;
    }
  }
}

function startGlue(module) {
  return new Promise((resolve, reject) => {
    const refuse = (cause) => reject(faultOf(cause));
    const started = createGlue({
      // The glue would look for a file beside itself, which not every runtime has.
      locateFile: (name) => name,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then(done).catch(refuse);
        return {};
      },
    });
    started.then(resolve, refuse);
  });
}

// Files that were copied beside a bundle may be of another version than it.
function faultOf(cause) {
  const isOther = cause instanceof WebAssembly.LinkError || cause instanceof TypeError;
  return isOther ? misuse('the wasm is not the engine of this version of the package', '$.wasm', cause) : cause;
}

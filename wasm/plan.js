// SPDX-License-Identifier: Apache-2.0

import { asBytes, checkNames } from './checks.js';
import { makeColumns, readColumnsCall } from './columns.js';
import { misuse } from './errors.js';
import { makeReport } from './report.js';

// A plan that is forgotten without close() is given back to its engine, which would fold on for it.
// Cloudflare Workers with a compatibility date before May 2025 tell nobody what was forgotten.
const forgotten =
  globalThis.FinalizationRegistry &&
  new FinalizationRegistry(({ engine, plan }) => {
    engine.deref()?.runIfAlive({ do: 'plan.close', plan });
  });

/** A report's partial result: answered, saved, restored and merged. Made by `engine.plan`. */
export class Plan {
  #instance;
  #number;

  constructor(instance, number) {
    this.#instance = instance;
    this.#number = number;
    forgotten?.register(this, { engine: new WeakRef(instance), plan: number }, this);
  }

  report() {
    return makeReport(this.#engine().runForReport(this.#call('plan.report')));
  }

  columns(options) {
    const { texts, call } = readColumnsCall(options);
    checkNames(call, [], 'columns');
    return makeColumns(this.#engine().runForColumns({ ...this.#call('plan.columns'), texts }), texts);
  }

  snapshot() {
    return this.#engine().runForBytes(this.#call('plan.snapshot'));
  }

  restore(snapshot) {
    this.#engine().run(this.#call('plan.restore'), snapshotBytes(snapshot));
  }

  merge(snapshot) {
    this.#engine().run(this.#call('plan.merge'), snapshotBytes(snapshot));
  }

  close() {
    if (!this.#instance) return;
    forgotten?.unregister(this);
    this.#instance.runIfAlive(this.#call('plan.close'));
    this.#instance = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  #call(name) {
    return { do: name, plan: this.#number };
  }

  #engine() {
    if (!this.#instance) throw misuse('the plan is closed');
    return this.#instance;
  }
}

function snapshotBytes(snapshot) {
  const bytes = asBytes(snapshot);
  if (!bytes) throw misuse('a snapshot is bytes: a Uint8Array or an ArrayBuffer');
  return bytes;
}

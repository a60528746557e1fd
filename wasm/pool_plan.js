// SPDX-License-Identifier: Apache-2.0

import { asBytes, checkNames } from './checks.js';
import { makeColumns, readColumnsCall } from './columns.js';
import { misuse } from './errors.js';
import { makeReport } from './report.js';

// The workers would fold on for a plan that is forgotten without close().
const forgotten = new FinalizationRegistry((parts) => parts.close());

/**
 * A plan of a pool: a part in each worker, and in the collector what was restored and merged from
 * outside. To answer, all of it is put together in a plan made for the purpose.
 */
export class PoolPlan {
  #pool;
  #parts;
  #outside;
  #asked;
  #catalog;

  constructor({ collector, placePieces, parts, merged, asked, catalog }) {
    this.#pool = { collector, placePieces };
    this.#parts = parts;
    this.#outside = merged;
    this.#asked = asked;
    this.#catalog = catalog;
    forgotten.register(this, parts, this);
  }

  async report() {
    return makeReport(await this.#together((collector, plan) =>
      collector.runForReport({ do: 'plan.report', plan }),
    ));
  }

  async columns(options) {
    const { texts, call } = readColumnsCall(options);
    checkNames(call, [], 'columns');
    const found = await this.#together((collector, plan) =>
      collector.runForColumns({ do: 'plan.columns', plan, texts }),
    );
    return makeColumns(found, texts);
  }

  async snapshot() {
    return this.#together((collector, plan) => collector.runForBytes({ do: 'plan.snapshot', plan }));
  }

  async restore(snapshot) {
    const bytes = snapshotBytes(snapshot);
    const collector = this.#open();
    collector.run({ do: 'plan.restore', plan: this.#outside }, bytes);
    const empty = this.#withPlan((plan) => collector.runForBytes({ do: 'plan.snapshot', plan }));
    await this.#parts.ask('run', 'plan.restore', empty);
  }

  async merge(snapshot) {
    const bytes = snapshotBytes(snapshot);
    this.#open().run({ do: 'plan.merge', plan: this.#outside }, bytes);
  }

  async close() {
    if (!this.#parts) return;
    forgotten.unregister(this);
    this.#parts.close();
    this.#parts = undefined;
    try {
      this.#pool.collector().runIfAlive({ do: 'plan.close', plan: this.#outside });
    } catch {
      // The pool is closed, and its plans with it.
    }
  }

  [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    return this.close();
  }

  async #together(use) {
    const collector = this.#open();
    const outside = collector.runForBytes({ do: 'plan.snapshot', plan: this.#outside });
    const partials = await this.#parts.ask('bytes', 'plan.snapshot');
    this.#open();
    this.#pool.placePieces();
    return this.#withPlan((plan) => {
      collector.run({ do: 'plan.restore', plan }, outside);
      for (const partial of partials) collector.run({ do: 'plan.mergePieces', plan }, partial);
      return use(collector, plan);
    });
  }

  // A plan of the collector for the time of a call.
  #withPlan(use) {
    const collector = this.#open();
    const plan = Number(collector.run({ do: 'plan', ...this.#asked }, this.#catalog));
    try {
      return use(plan);
    } finally {
      collector.runIfAlive({ do: 'plan.close', plan });
    }
  }

  #open() {
    const collector = this.#pool.collector();
    if (!this.#parts) throw misuse('the plan is closed');
    return collector;
  }
}

/** A plan's parts in the workers. */
export class PlanParts {
  #links;
  #numbers;

  constructor(links, numbers) {
    this.#links = links;
    this.#numbers = numbers;
  }

  ask(kind, name, bytes) {
    return Promise.all(
      this.#links.map((link, i) =>
        link.ask({ do: kind, call: { do: name, plan: this.#numbers[i] }, bytes }),
      ),
    );
  }

  close() {
    this.#links.forEach((link, i) => {
      const plan = this.#numbers[i];
      if (plan) link.ask({ do: 'run', call: { do: 'plan.close', plan } }).catch(() => {});
    });
  }
}

function snapshotBytes(snapshot) {
  const bytes = asBytes(snapshot);
  if (!bytes) throw misuse('a snapshot is bytes: a Uint8Array or an ArrayBuffer');
  return bytes;
}

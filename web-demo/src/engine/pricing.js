// SPDX-License-Identifier: Apache-2.0
// A second engine over the same events, in which who uses is who pays, made when a price is first asked for.

import { createEngine } from 'tallyfold';

import { catalogOf, pricedDialect } from '../pricing/plan.js';

const MOST_CUSTOMERS = 5000;
const EVER = '2262-01-01T00:00:00Z';

export class Pricing {
  #engine;
  #subscriptions;
  #source;

  /** @param {{ again?: Blob, dialect: string | object, format: string }} source */
  constructor(source) {
    this.#source = source;
  }

  /** What each plan comes to: the rows of `lago.analytics_usage` by month and customer. */
  async price({ event, property, plans, startedAt, now }) {
    await this.#read();
    const begin = performance.now();
    const subscriptions = this.#subscriptions;
    const rows = Object.entries(plans).map(([name, plan]) => {
      const { body } = this.#engine.report({
        report: 'lago.analytics_usage', mode: 'exact', now,
        request: { time_granularity: 'monthly', group_by: ['external_customer_id'] },
        catalog: catalogOf({ event, property, plan, subscriptions, startedAt }),
      });
      return [name, body.usages];
    });
    return { ...Object.fromEntries(rows), took: performance.now() - begin };
  }

  close() {
    this.#engine?.close();
  }

  async #read() {
    if (this.#engine) return;
    const { again, format } = this.#source;
    const dialect = pricedDialect(this.#source);
    if (!again) throw new Error('these events are too many to be read once more for pricing');
    if (!dialect) throw new Error('of these events it is not known who pays: give them a shape with a customer');
    const engine = await createEngine();
    await engine.appendFrom(again, { format, dialect });
    const { groups } = engine.columns({
      report: 'tallyfold.query',
      request: { to: EVER, aggregations: { n: { type: 'count' } }, group_by: ['subscription'], order_by: { by: 'n' }, limit: MOST_CUSTOMERS },
    });
    this.#subscriptions = groups.subscription.texts;
    this.#engine = engine;
  }
}

// SPDX-License-Identifier: Apache-2.0
// A price plan as a person edits it, as the catalog that the engine prices with, and what two plans come to.

export const MODELS = { standard: 'Per unit', package: 'Packages', graduated: 'Graduated tiers', volume: 'Volume tiers' };
export const CURRENCY = 'USD';

/**
 * @typedef {{ upTo: string, unit: string, flat: string }} Tier `upTo` is '' for the last
 * @typedef {{ model: keyof typeof MODELS, amount: string, size: string, free: string, tiers: Tier[] }} Plan
 *   Members of other models are kept, so that a look at one loses nothing. All numbers are decimals as texts.
 */

/** @returns {Record<'a' | 'b', Plan>} two plans to begin with */
export function startingPlans() {
  const tiers = [{ upTo: '1000000', unit: '0.000012', flat: '0' }, { upTo: '', unit: '0.000008', flat: '0' }];
  const plan = { model: 'standard', amount: '0.00001', size: '100000', free: '0', tiers };
  return { a: plan, b: { ...plan, model: 'graduated' } };
}

/** A plan of an address; undefined where the text is none. */
export function readPlan(text) {
  try {
    const { model, amount, size, free, tiers } = JSON.parse(text);
    const isTier = (tier) => ['upTo', 'unit', 'flat'].every((name) => typeof tier?.[name] === 'string');
    const isPlan = model in MODELS && [amount, size, free].every((one) => typeof one === 'string') && tiers.length > 0 && tiers.every(isTier);
    return isPlan ? { model, amount, size, free, tiers } : undefined;
  } catch {
    return undefined;
  }
}

/** The plan's charge in Lago's words. */
export function chargeOf({ model, amount, size, free, tiers }) {
  const properties = {
    standard: () => ({ amount }),
    // A package is charged as a whole; its price is that of a unit times its size.
    package: () => ({ amount, package_size: Number(size), free_units: Number(free) }),
    graduated: () => ({ graduated_ranges: rangesOf(tiers) }),
    volume: () => ({ volume_ranges: rangesOf(tiers) }),
  };
  return { charge_model: model, properties: properties[model]() };
}

function rangesOf(tiers) {
  return tiers.map(({ upTo, unit, flat }, at) => ({
    from_value: at === 0 ? 0 : Number(tiers[at - 1].upTo) + 1,
    to_value: at === tiers.length - 1 ? null : Number(upTo),
    per_unit_amount: unit,
    flat_amount: flat,
  }));
}

/** Every subscription on the plan, from its first event on. */
export function catalogOf({ event, property, plan, subscriptions, startedAt }) {
  return {
    billable_metrics: [{ code: event, aggregation_type: 'sum_agg', field_name: property }],
    plans: [{ code: 'plan', interval: 'monthly', amount_cents: 0, amount_currency: CURRENCY, charges: [{ billable_metric_code: event, ...chargeOf(plan) }] }],
    customers: subscriptions.map((id) => ({ external_id: id, currency: CURRENCY })),
    subscriptions: subscriptions.map((id) => ({ external_id: id, external_customer_id: id, plan_code: 'plan', started_at: startedAt })),
  };
}

/** The shape in which events are read for pricing: whoever uses is who pays. Undefined where that cannot be told. */
export function pricedDialect({ dialect, format }) {
  if (dialect === 'lago') return 'lago';
  if (dialect === 'flexprice' && format !== 'csv')
    return { name: '/event_name', subscription: '/external_customer_id', time: '/timestamp', id: '/event_id', properties: '/properties' };
  if (dialect === 'cloudevents') return { name: '/type', subscription: '/subject', time: '/time', id: '/id', properties: '/data' };
  if (typeof dialect !== 'object' || !dialect.customer) return undefined;
  const { customer, ...rest } = dialect;
  return { ...rest, subscription: customer };
}

/** Cents by month and by customer under two plans, from the rows of `lago.analytics_usage`. */
export function compared(a, b) {
  const sums = { months: new Map(), customers: new Map() };
  const all = { a: 0, b: 0 };
  for (const [plan, usages] of [['a', a], ['b', b]])
    for (const { start_of_period_dt: month, external_customer_id: customer, amount_cents: cents } of usages) {
      for (const [by, key] of [['months', month.slice(0, 7)], ['customers', customer]]) {
        const sum = sums[by].get(key) ?? { name: key, a: 0, b: 0 };
        sum[plan] += cents;
        sums[by].set(key, sum);
      }
      all[plan] += cents;
    }
  return {
    ...all,
    months: [...sums.months.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    customers: [...sums.customers.values()].sort((one, other) => other.b - one.b || (one.name < other.name ? -1 : 1)),
  };
}

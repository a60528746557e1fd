// SPDX-License-Identifier: Apache-2.0
// What the catalog says of metrics, plans, customers and subscriptions, its defaults filled in.

import { readRfc3339 } from '../times.mjs';
import { findZone } from '../zones.mjs';

const ALL_VALUES = '__ALL_FILTER_VALUES__';

const instantOf = (text) =>
  text === undefined || text === null ? undefined : readRfc3339(text).ns;

function metricOf(json) {
  return {
    id: json.lago_id ?? null,
    code: json.code,
    name: json.name ?? null,
    type: json.aggregation_type,
    field: json.field_name,
    expression: json.expression || null,
    isRecurring: json.recurring === true,
    rounding: json.rounding_function
      ? [json.rounding_function, json.rounding_precision ?? 0]
      : null,
    filters: json.filters ?? [],
    isDeleted: (json.deleted_at ?? null) !== null,
  };
}

// A filter's values by key, with "all" written out as those of the metric.
function valuesOf(filter, metric) {
  return new Map(
    Object.entries(filter.values).map(([key, values]) => [
      key,
      values.includes(ALL_VALUES)
        ? metric.filters.find((f) => f.key === key).values.map(String)
        : values.map(String),
    ]),
  );
}

function metricFor(charge, metrics) {
  if (charge.lago_billable_metric_id)
    return metrics.find(({ id }) => id === charge.lago_billable_metric_id);
  const named = metrics.filter(({ code }) => code === charge.billable_metric_code);
  return named.find(({ isDeleted }) => !isDeleted) ?? named[0];
}

function chargeOf(json, path, metrics) {
  const metric = metricFor(json, metrics);
  const unit = json.applied_pricing_unit ?? null;
  return {
    ...{ json, metric, model: json.charge_model, path },
    name: json.code ?? json.lago_id ?? path,
    properties: json.properties ?? {},
    isProrated: json.prorated === true,
    isInAdvance: json.pay_in_advance === true,
    pricingUnit: unit && { name: unit.code ?? unit.short_name, rate: String(unit.conversion_rate) },
    filters: (json.filters ?? []).map((filter) => ({
      values: valuesOf(filter, metric),
      given: filter.values,
      properties: filter.properties,
      displayName: filter.invoice_display_name ?? null,
    })),
  };
}

function subscriptionOf(json, { plans, customers, organization, now }, all) {
  const { customer, plan } = {
    customer: customers.find(
      (c) =>
        c.external_id === json.external_customer_id ||
        (json.external_customer_id === undefined && c.lago_id === json.lago_customer_id),
    ),
    plan: plans.find(({ code }) => code === json.plan_code),
  };
  const startedAt = instantOf(json.started_at ?? json.subscription_at);
  const ends = instantOf(json.terminated_at);
  const terminatedAt = ends <= now ? ends : undefined; // what is still to come has not happened
  const isNext = (other) =>
    other !== json &&
    other.external_id === json.external_id &&
    instantOf(other.started_at ?? other.subscription_at) === terminatedAt;
  return {
    ...{ id: json.external_id, customer, plan, startedAt, terminatedAt },
    anchorAt: instantOf(json.subscription_at ?? json.started_at),
    billingTime: json.billing_time ?? 'calendar',
    status: json.status ?? null,
    zone: findZone(customer.timezone ?? organization.timezone ?? 'UTC'),
    isUpgraded: terminatedAt !== undefined && all.some(isNext),
  };
}

/** Answers questions about a catalog as it stands at an instant. */
export function openCatalog(json, now, mode) {
  const metrics = (json.billable_metrics ?? []).map(metricOf);
  const plans = (json.plans ?? []).map((plan, p) => ({
    ...{ code: plan.code, interval: plan.interval, currency: plan.amount_currency },
    billChargesMonthly: plan.bill_charges_monthly === true,
    charges: (plan.charges ?? []).map((charge, c) =>
      chargeOf(charge, `$.plans[${p}].charges[${c}]`, metrics),
    ),
  }));
  const organization = { premium: true, ...json.organization };
  const given = json.subscriptions ?? [];
  const world = { plans, customers: json.customers ?? [], organization, now };
  return {
    ...{ organization, metrics, plans, customers: world.customers },
    subscriptions: given.map((one) => subscriptionOf(one, world, given)),
    // The service says so of a code that is in use again, too.
    isDeleted: (code) =>
      metrics.some((metric) => metric.code === code && metric.isDeleted) &&
      !(mode === 'exact' && metrics.some((metric) => metric.code === code && !metric.isDeleted)),
  };
}

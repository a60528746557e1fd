// SPDX-License-Identifier: Apache-2.0
// The scenario of a Lago vector as a call of a report: a catalog in the service's words with one
// metric, one plan of one charge and one subscription, and the events as the service takes them.

const CUSTOMER = 'customer';
const SUBSCRIPTION = 'subscription';
const METRIC = 'metric';

export const currentUsage = (scenario, now, store) =>
  callOf(scenario, now, 'lago.current_usage', {
    external_customer_id: CUSTOMER,
    external_subscription_id: SUBSCRIPTION,
    store,
  });

/** Asks about a scenario: { subscription, metric, metric_filters, charge, currency, events }. */
export function callOf(scenario, now, report, request) {
  const events = scenario.events.map(eventOf);
  const catalog = catalogOf(scenario);
  return {
    ...{ report, request, events, catalog, now },
    ...{ operation: report, mode: 'as-is', dialect: 'lago' },
  };
}

const eventOf = ({ timestamp, properties, precise_total_amount_cents }, index) => ({
  transaction_id: `transaction-${index}`,
  external_subscription_id: SUBSCRIPTION,
  code: METRIC,
  timestamp: unixSeconds(timestamp),
  properties,
  precise_total_amount_cents,
});

/** Seconds since 1970, with a fraction as text: 2024-03-06T00:00:00.125Z is "1709683200.125". */
function unixSeconds(instant) {
  const [, start, fraction] = /^([^.]+?)(\.[0-9]+)?Z$/.exec(instant);
  const seconds = Date.parse(`${start}Z`) / 1000;
  return fraction ? `${seconds}${fraction}` : seconds;
}

/** What a scenario without a charge is priced with: its count is all that it looks at. */
const ANY_CHARGE = { charge_model: 'standard', properties: { amount: '1' } };

function catalogOf({ subscription, metric, metric_filters, charge = ANY_CHARGE, currency }) {
  const { timezone, started_at, billing_time, interval } = subscription;
  const filters = Object.entries(metric_filters ?? {}).map(([key, values]) => ({ key, values }));
  return {
    organization: { lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90', premium: true },
    billable_metrics: [{ lago_id: 'metric-id', code: METRIC, name: 'Metric', ...metric, filters }],
    plans: [
      {
        code: 'plan',
        interval,
        amount_currency: currency ?? 'EUR',
        charges: [chargeOf(charge)],
      },
    ],
    customers: [{ external_id: CUSTOMER, timezone }],
    subscriptions: [
      {
        external_id: SUBSCRIPTION,
        external_customer_id: CUSTOMER,
        plan_code: 'plan',
        status: 'active',
        billing_time,
        started_at,
        subscription_at: started_at,
      },
    ],
  };
}

function chargeOf({ filters, applied_pricing_unit: unit, ...charge }) {
  return {
    lago_id: 'charge-id',
    billable_metric_code: METRIC,
    ...charge,
    // Lago lists a charge's filters from the oldest on.
    filters: filters?.map(({ name, ...filter }) => ({ ...filter, invoice_display_name: name })),
    applied_pricing_unit: unit && { code: unit.short_name ?? 'unit', ...unit },
  };
}

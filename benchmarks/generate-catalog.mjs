// SPDX-License-Identifier: Apache-2.0
// A catalog in Lago's words, with all the members that Lago's API returns: one customer for each subscription.
//   node benchmarks/generate-catalog.mjs SUBSCRIPTIONS SEED FILE

import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { makeRandom } from './random.mjs';

const ZONES = [
  'UTC', 'Europe/Paris', 'Europe/London', 'Europe/Berlin', 'Europe/Lisbon', 'Europe/Athens', 'America/New_York',
  'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Sao_Paulo', 'America/St_Johns', 'Asia/Kolkata',
  'Asia/Kathmandu', 'Asia/Tokyo', 'Asia/Dubai', 'Asia/Singapore', 'Australia/Sydney', 'Pacific/Auckland', 'Africa/Cairo',
];
const COUNTRIES = ['FR', 'DE', 'US', 'GB', 'BR', 'IN', 'JP', 'AE', 'SG', 'AU', 'NZ', 'EG'];
const AGGREGATIONS = ['count_agg', 'sum_agg', 'max_agg', 'unique_count_agg'];
const MONTHS = ['01', '02', '03', '04', '05', '06'];

const range = (count, make) => Array.from({ length: count }, (_, number) => make(number));

function makeMetric(number, uuid) {
  const kind = AGGREGATIONS[number % AGGREGATIONS.length];
  return {
    lago_id: uuid(), name: `Metric ${number}`, code: `metric_${number}`, description: null, aggregation_type: kind,
    weighted_interval: null, recurring: false, rounding_function: null, rounding_precision: null,
    created_at: '2023-01-01T08:00:00Z', field_name: kind === 'count_agg' ? null : 'amount', expression: null,
    filters: [{ key: 'region', values: ['eu', 'us', 'asia'] }],
  };
}

function makePlan(number, metrics, uuid) {
  const charge = (metric) => ({
    lago_id: uuid(), lago_billable_metric_id: metric.lago_id, billable_metric_code: metric.code, invoice_display_name: null,
    created_at: '2023-01-01T08:00:00Z', charge_model: 'standard', invoiceable: true, pay_in_advance: false, prorated: false,
    min_amount_cents: 0, properties: { amount: '0.0125' }, taxes: [],
    filters: [{ invoice_display_name: 'Europe', properties: { amount: '0.01' }, values: { region: ['eu'] } }],
  });
  return {
    lago_id: uuid(), name: `Plan ${number}`, invoice_display_name: null, created_at: '2023-01-01T08:00:00Z', code: `plan_${number}`,
    interval: number % 3 === 0 ? 'yearly' : 'monthly', description: '', amount_cents: 10000, amount_currency: 'EUR',
    trial_period: 0, pay_in_advance: false, bill_charges_monthly: true, active_subscriptions_count: 0,
    charges: metrics.map(charge), taxes: [],
  };
}

function makeCustomer(number, zone, random, uuid) {
  return {
    lago_id: uuid(), sequential_id: number + 1, slug: `LAG-1234-${number}`, external_id: `customer_${number}`,
    billing_entity_code: 'main', address_line1: `${number} Rue & Avenue`, address_line2: null, applicable_timezone: zone, city: 'Paris',
    country: random.pick(COUNTRIES), currency: 'EUR', customer_type: random.below(2) ? 'company' : 'individual',
    email: `billing+${number}@example.com`, finalize_zero_amount_invoice: 'inherit', legal_name: `Société ${number}`,
    legal_number: null, logo_url: 'https://example.com/logo.png?size=big&v=2', name: `Customer ${number}`, firstname: null,
    lastname: null, phone: '+33123456789', state: null, tax_identification_number: null, timezone: zone,
    url: 'https://example.com', zipcode: '75011', net_payment_term: null, created_at: '2023-03-01T09:00:00Z',
    updated_at: '2024-03-01T09:00:00Z',
    billing_configuration: {
      invoice_grace_period: 0, payment_provider: 'stripe', payment_provider_code: 'stripe_main', provider_customer_id: `cus_${number}`,
      sync_with_provider: true, document_locale: 'fr', provider_payment_methods: ['card', 'sepa_debit'],
    },
    shipping_address: { address_line1: null, address_line2: null, city: null, zipcode: null, state: null, country: null },
    metadata: [{ lago_id: uuid(), key: 'segment', value: 'smb', display_in_invoice: false, created_at: '2023-03-01T09:00:00Z' }],
  };
}

function makeSubscription(number, customer, random, uuid) {
  const started = `2024-${random.pick(MONTHS)}-${String(1 + random.below(28)).padStart(2, '0')}T10:20:30Z`;
  return {
    lago_id: uuid(), external_id: `subscription_${number}`, lago_customer_id: customer.lago_id,
    external_customer_id: customer.external_id, name: `Subscription ${number}`, plan_code: `plan_${random.below(50)}`,
    plan_amount_cents: 10000, plan_amount_currency: 'EUR', status: 'active', billing_time: random.below(2) ? 'anniversary' : 'calendar',
    subscription_at: started, started_at: started, trial_ended_at: null, ending_at: null, terminated_at: null, canceled_at: null,
    created_at: started, previous_plan_code: null, next_plan_code: null, downgrade_plan_date: null,
    current_billing_period_started_at: '2024-06-01T00:00:00Z', current_billing_period_ending_at: '2024-06-30T23:59:59Z',
    on_termination_credit_note: null, on_termination_invoice: 'generate', payment_method: null,
  };
}

/** Writes the catalog as Rails does: &, < and > in texts as escapes. */
export function generateCatalog(count, seed, file) {
  const next = makeRandom(seed);
  const below = (n) => Math.floor((next() / 2 ** 32) * n);
  const random = { below, pick: (list) => list[below(list.length)] };
  const hex = (digits) => range(digits, () => random.below(16).toString(16)).join('');
  const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
  const out = openSync(file, 'w');
  const write = (text) => writeSync(out, text);
  const json = (value) => JSON.stringify(value).replace(/[&<>]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  const writeList = (name, list) => write(`,"${name}":[${list.map(json).join(',')}]`);
  const metrics = range(12, (number) => makeMetric(number, uuid));
  const customers = range(count, (number) => makeCustomer(number, ZONES[number % ZONES.length], random, uuid));
  write(`{"organization":${json({ lago_id: uuid(), timezone: 'Europe/Paris', premium: true })}`);
  writeList('billable_metrics', metrics);
  writeList('plans', range(50, (number) => makePlan(number, metrics, uuid)));
  writeList('customers', customers);
  writeList('subscriptions', customers.map((customer, number) => makeSubscription(number, customer, random, uuid)));
  write('}');
  closeSync(out);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [count, seed, file] = process.argv.slice(2);
  generateCatalog(Number(count), Number(seed), file);
}

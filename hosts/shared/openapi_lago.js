// SPDX-License-Identifier: Apache-2.0
// Lago's endpoints in the words of OpenAPI.

import { choice, count, day, either, flag, get, instant, list, map } from './openapi_parts.js';
import { name, nothing, number, object, part, post, query, ref } from './openapi_parts.js';
import { REPORT, said, text, textOrNull, whole } from './openapi_parts.js';

const service = 'lago';
const READ = [400, 401, 405, 422, 500, 503];
const WRITE = [400, 401, 403, 405, 408, 413, 415, 422, 500, 503];

const sent = {
  transaction_id: 't-1',
  code: 'storage',
  external_subscription_id: 'sub-1',
  timestamp: 1717063200,
  properties: { gb: 1.5 },
};
const kept = (transaction_id, lago_id, properties) => ({
  lago_id,
  transaction_id,
  lago_customer_id: null,
  code: 'storage',
  timestamp: '2024-05-30T10:00:00.000Z',
  precise_total_amount_cents: null,
  properties,
  lago_subscription_id: null,
  external_subscription_id: 'sub-1',
  created_at: '2024-05-31T12:00:00Z',
});
const used = { units: '4.0', total_aggregated_units: '4.0', events_count: 2, amount_cents: 40 };

const RULES = {
  store: said('Ours: which of its event stores is followed.', choice('postgres', 'clickhouse')),
  identity: said('Ours: which copy of a transaction counts.', choice('postgres', 'clickhouse')),
  dedupe: said('Ours: once, or every copy.', choice('dialect', 'id', 'none')),
};
const GROUPS = ['external_customer_id', 'external_subscription_id', 'plan_code', 'charge', 'filter'];
const PARAMETERS = {
  time_granularity: said('Daily when absent.', choice('daily', 'weekly', 'monthly', 'yearly')),
  currency: said('ISO 4217, of the plan.', text),
  from_date: said('The first day; longer periods that overlap are whole.', day),
  to_date: said('The last day.', day),
  customer_type: choice('individual', 'company'),
  external_customer_id: text,
  customer_country: said('ISO 3166.', text),
  external_subscription_id: text,
  is_billable_metric_recurring: flag,
  plan_code: text,
  billable_metric_code: text,
  group_by: said('Ours: tells rows apart by these too.', list(choice(...GROUPS))),
  ...RULES,
};

const ingestion = { service, refusals: WRITE };
const report = { service, carries: REPORT, refusals: READ };

export const paths = {
  '/api/v1/events': post({
    ...ingestion,
    id: 'lago_event',
    summary: 'Keeps an event',
    body: object({ event: ref('LagoEvent') }),
    asked: { event: sent },
    answer: object({ event: ref('LagoKeptEvent') }),
    answered: { event: kept('t-1', 'e19e81a2-cb26-8388-9ad6-a32be7aee77c', sent.properties) },
  }),
  '/api/v1/events/batch': post({
    ...ingestion,
    id: 'lago_events',
    summary: 'Keeps 1 to 100 events, all or none',
    body: object({ events: list(ref('LagoEvent'), { minItems: 1, maxItems: 100 }) }),
    asked: { events: [{ ...sent, transaction_id: 't-2', properties: { gb: '2.5' } }] },
    answer: object({ events: list(ref('LagoKeptEvent'), { minItems: 1, maxItems: 100 }) }),
    answered: { events: [kept('t-2', '3f53ee3c-f921-8e1b-8c5d-6ec2299a7848', { gb: '2.5' })] },
  }),
  '/api/v1/analytics/usage': get({
    ...report,
    id: 'lago_analytics_usage',
    summary: 'Units and cents by period, metric and currency',
    description: 'Texts may stand in double quotes; unknown parameters are passed over.',
    parameters: query(PARAMETERS, { time_granularity: 'monthly', from_date: '2024-05-01' }),
    answer: object({ usages: list(ref('LagoUsageRow')) }),
    answered: {
      usages: [
        {
          organization_id: '1a901a90-1a90-4a90-8a90-1a901a901a90',
          start_of_period_dt: '2024-05-01',
          end_of_period_dt: '2024-05-31',
          amount_currency: 'EUR',
          amount_cents: 40,
          billable_metric_code: 'storage',
          units: '4.0',
          is_billable_metric_deleted: false,
        },
      ],
    },
  }),
  '/api/v1/customers/{external_customer_id}/current_usage': get({
    ...report,
    id: 'lago_current_usage',
    summary: 'The running period of a subscription',
    description: 'Unknown parameters are passed over.',
    parameters: [
      part('external_customer_id', 'The customer.', name, 'acme'),
      ...query({ external_subscription_id: text, ...RULES }, { external_subscription_id: 'sub-1' }),
    ],
    answer: object({ customer_usage: ref('LagoCurrentUsage') }),
    answered: {
      customer_usage: {
        from_datetime: '2024-05-01T00:00:00Z',
        to_datetime: '2024-05-31T23:59:59Z',
        issuing_date: '2024-05-31',
        currency: 'EUR',
        amount_cents: 40,
        total_amount_cents: 40,
        taxes_amount_cents: 0,
        lago_invoice_id: null,
        charges_usage: [
          {
            ...used,
            amount_currency: 'EUR',
            pricing_unit_details: null,
            charge: { lago_id: null, code: 'gb', charge_model: 'standard', invoice_display_name: null },
            billable_metric: { lago_id: null, name: 'Storage', code: 'storage', aggregation_type: 'sum_agg' },
            filters: [],
            grouped_usage: [],
            presentation_breakdowns: [],
          },
        ],
      },
    },
    refusals: [...READ, 404],
  }),
};

const values = either(map(list(text)), nothing);
const amounts = {
  units: text,
  total_aggregated_units: text,
  events_count: count,
  amount_cents: whole,
  pricing_unit_details: either(
    object({ amount_cents: whole, short_name: text, conversion_rate: text }),
    nothing,
  ),
};
const codes = list(text);

export const schemas = {
  LagoEvent: object(
    { transaction_id: name, code: name },
    {
      external_subscription_id: textOrNull,
      timestamp: said('Seconds since 1970; the moment of reception when absent.', {
        type: ['number', 'string', 'null'],
      }),
      precise_total_amount_cents: { type: ['number', 'string', 'null'] },
      properties: { type: ['object', 'null'] },
    },
  ),
  LagoKeptEvent: object({
    lago_id: textOrNull,
    transaction_id: name,
    lago_customer_id: nothing,
    code: name,
    timestamp: instant,
    precise_total_amount_cents: textOrNull,
    properties: map({}),
    lago_subscription_id: nothing,
    external_subscription_id: textOrNull,
    created_at: { ...instant, type: ['string', 'null'] },
  }),
  LagoUsageRow: object(
    {
      organization_id: text,
      start_of_period_dt: day,
      end_of_period_dt: day,
      amount_currency: text,
      amount_cents: said('In the smallest unit of the currency.', whole),
      billable_metric_code: name,
      units: said('A decimal.', text),
      is_billable_metric_deleted: flag,
    },
    { ...Object.fromEntries(GROUPS.map((each) => [each, name])), filter: values },
  ),
  LagoCurrentUsage: object({
    from_datetime: instant,
    to_datetime: instant,
    issuing_date: day,
    currency: text,
    amount_cents: count,
    total_amount_cents: count,
    taxes_amount_cents: said('Taxes are not computed.', { const: 0 }),
    lago_invoice_id: nothing,
    charges_usage: list(
      object({
        ...amounts,
        amount_currency: text,
        charge: object({
          lago_id: textOrNull,
          code: textOrNull,
          charge_model: text,
          invoice_display_name: textOrNull,
        }),
        billable_metric: object({ lago_id: textOrNull, name: textOrNull, code: name, aggregation_type: text }),
        filters: list(ref('LagoFilterUsage')),
        grouped_usage: list(
          object({ ...amounts, grouped_by: map(textOrNull), filters: list(ref('LagoFilterUsage')) }),
        ),
        presentation_breakdowns: { type: 'array', maxItems: 0 },
      }),
    ),
  }),
  LagoFilterUsage: object({ ...amounts, invoice_display_name: textOrNull, values }),
  LagoError: object({ status: whole, error: name }, { code: name }),
  LagoInvalid: object({
    status: { const: 422 },
    error: text,
    code: { const: 'validation_errors' },
    error_details: said(
      'Codes by field, in a batch by the index of the event; a failed expression as a text.',
      either(text, map(either(text, codes, map(codes)))),
    ),
  }),
};

export const refusals = { other: ref('LagoError'), 422: ref('LagoInvalid') };

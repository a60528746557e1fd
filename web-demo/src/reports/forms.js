// SPDX-License-Identifier: Apache-2.0
// The reports of the three services: where each is asked for, and which members a form has for it. A request may
// have more; those are written as JSON.

const SIZES = ['MINUTE', '15MIN', '30MIN', 'HOUR', '3HOUR', '6HOUR', '12HOUR', 'DAY', 'WEEK', 'MONTH'];
const AGGREGATIONS = ['COUNT', 'SUM', 'AVG', 'COUNT_UNIQUE', 'LATEST', 'SUM_WITH_MULTIPLIER', 'MAX', 'WEIGHTED_SUM'];

const choice = (name, label, options, more) => ({ name, label, kind: 'choice', options, ...more });
const text = (name, label, more) => ({ name, label, kind: 'text', ...more });
const list = (name, label, more) => ({ name, label, kind: 'list', ...more });

/**
 * @typedef {{ name: string, label: string, kind: 'text' | 'choice' | 'list', options?: string[], from?: string, hint?: string }} FormField
 *   `from` names what the events offer: names, customers, numbers, groups
 * @typedef {{ report: string, title: string, method: 'GET' | 'POST', path: string, fields: FormField[] }} Form
 */

/** @type {Record<string, { title: string, sample: string, forms: Form[] }>} */
export const SERVICES = {
  flexprice: {
    title: 'Flexprice',
    sample: 'sample',
    forms: [{
      report: 'flexprice.usage', title: 'Usage', method: 'POST', path: '/v1/events/usage',
      fields: [
        text('event_name', 'Event name', { from: 'names' }), choice('aggregation_type', 'Aggregation', AGGREGATIONS),
        text('property_name', 'Property', { from: 'numbers' }), choice('window_size', 'Window', SIZES),
        choice('bucket_size', 'Bucket', SIZES), text('external_customer_id', 'Customer', { from: 'customers' }),
        text('start_time', 'From', { hint: 'inclusive' }), text('end_time', 'To', { hint: 'exclusive' }),
        text('timezone', 'Time zone', { hint: 'UTC' }), text('billing_anchor', 'Billing anchor'),
        list('group_by', 'Group by', { hint: 'properties.model' }), text('multiplier', 'Multiplier'),
      ],
    }],
  },
  seatsio: {
    title: 'seats.io',
    sample: 'seats-sample',
    forms: [
      {
        report: 'seatsio.usage', title: 'All months', method: 'GET', path: '/reports/usage',
        fields: [choice('shape', 'Shape', ['legacy', 'current']), choice('version', 'Version', ['1', '2']), ...seatOptions()],
      },
      {
        report: 'seatsio.usage_month', title: 'A month', method: 'GET', path: '/reports/usage/month/{month}',
        fields: [text('month', 'Month', { hint: '2022-12' }), choice('shape', 'Shape', ['legacy6', 'legacy3', 'current']), ...seatOptions()],
      },
      {
        report: 'seatsio.usage_month_event', title: 'An event', method: 'GET', path: '/reports/usage/month/{month}/event/{eventId}',
        fields: [text('month', 'Month', { hint: '2022-12' }), text('eventId', 'Event id', { hint: 'the number' }), choice('version', 'Version', ['1', '2']), ...seatOptions()],
      },
    ],
  },
  lago: {
    title: 'Lago',
    sample: 'lago-sample',
    forms: [
      {
        report: 'lago.analytics_usage', title: 'Analytics', method: 'GET', path: '/api/v1/analytics/usage',
        fields: [
          choice('time_granularity', 'Granularity', ['daily', 'weekly', 'monthly']),
          text('from_date', 'From', { hint: '2024-03-01' }), text('to_date', 'To', { hint: 'inclusive' }),
          text('external_customer_id', 'Customer'), text('external_subscription_id', 'Subscription'),
          text('billable_metric_code', 'Metric'), text('plan_code', 'Plan'), text('currency', 'Currency'),
          list('group_by', 'Group by', { hint: 'external_customer_id, charge' }),
        ],
      },
      {
        report: 'lago.current_usage', title: 'Current usage', method: 'GET', path: '/api/v1/customers/{external_customer_id}/current_usage',
        fields: [text('external_customer_id', 'Customer'), text('external_subscription_id', 'Subscription')],
      },
    ],
  },
};

function seatOptions() {
  return [
    choice('tableCountsAs', 'Tables count as', ['object', 'seats']), choice('gaPlaces', 'Areas count', ['peak', 'cumulative']),
    choice('deselection', 'Deselection', ['sameMonth', 'never', 'always']), text('timeZone', 'Time zone', { hint: 'UTC' }),
  ];
}

/** The form of a report of a service; its first where it has no such report. */
export const formOf = (service, report) =>
  SERVICES[service].forms.find((form) => form.report === report) ?? SERVICES[service].forms[0];

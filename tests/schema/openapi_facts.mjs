// SPDX-License-Identifier: Apache-2.0
// What the examples of the OpenAPI description stand on beside the events that they send.

export const CATALOG = {
  organization: { lago_id: '1a901a90-1a90-4a90-8a90-1a901a901a90', premium: true },
  billable_metrics: [
    { code: 'storage', name: 'Storage', aggregation_type: 'sum_agg', field_name: 'gb' },
  ],
  plans: [
    {
      code: 'pro',
      interval: 'monthly',
      amount_currency: 'EUR',
      charges: [
        { code: 'gb', billable_metric_code: 'storage', charge_model: 'standard', properties: { amount: '0.1' } },
      ],
    },
  ],
  customers: [{ external_id: 'acme' }],
  subscriptions: [
    {
      external_id: 'sub-1',
      external_customer_id: 'acme',
      plan_code: 'pro',
      started_at: '2024-01-01T00:00:00Z',
      ending_at: null,
    },
  ],
};

const seat = {
  workspace: 7,
  chartKey: 'hall',
  chartName: 'Hall',
  eventId: 12,
  eventKey: 'opening',
};
export const SEATS = [
  { ...seat, kind: 'status_change', date: '2022-11-05T10:00:00Z', objectLabel: 'A-1', status: 'booked' },
  { ...seat, kind: 'selection', date: '2022-11-06T10:00:00Z', objectLabel: 'A-2' },
];

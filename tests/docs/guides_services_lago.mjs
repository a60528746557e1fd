// SPDX-License-Identifier: Apache-2.0
// Lago's part of guides_services.mjs: the company of examples/lago, as its API lists it.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../../examples/lago/${name}`, import.meta.url), 'utf8');
const catalog = JSON.parse(read('catalog.json'));

/** Every stored event once, newest first: the service has refused the copy and the line that was cut off. */
const events = [...new Map(read('2024-03.ndjson').split('\n').filter((line) => line.endsWith('}}')).map((line) => {
  const event = JSON.parse(line);
  return [event.transaction_id, { ...event, timestamp: new Date(event.timestamp * 1000).toISOString(), created_at: '2024-03-31T00:00:00Z' }];
})).values()].sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));

const paged = (name, all) => ({ query }) => {
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('per_page') ?? 20), 25); // so that there are pages to follow
  const total_pages = Math.ceil(all.length / size);
  return {
    [name]: all.slice((page - 1) * size, page * size),
    meta: { current_page: page, next_page: page < total_pages ? page + 1 : null, total_pages, total_count: all.length },
  };
};

/** By hand: the careful minutes of 8 March came in after midnight, so they are on the 9th. */
const usage = [['04', 19.75, 136], ['05', 19.75, 134], ['06', 19.75, 136], ['07', 19.75, 134], ['08', 12.5, 60], ['09', 7.25, 73]];
const row = ([day, units, amount_cents]) => ({
  start_of_period_dt: `2024-03-${day}`, end_of_period_dt: `2024-03-${day}`, amount_currency: 'EUR', amount_cents,
  billable_metric_code: 'minutes', units, is_billable_metric_deleted: false,
});

/** Only active ones are listed, unless the call names the statuses that it wants. */
const subscriptions = ({ query }) => {
  const wanted = query.has('status[]') ? query.getAll('status[]') : ['active'];
  return paged('subscriptions', catalog.subscriptions.filter(({ status }) => wanted.includes(status)))({ query });
};

export const lago = {
  prefix: '/api/v1',
  env: (url) => ({ LAGO_URL: url, LAGO_API_KEY: 'key' }),
  knows: ({ authorization }) => authorization === 'Bearer key',
  routes: {
    'GET /events': paged('events', events),
    'GET /billable_metrics': paged('billable_metrics', catalog.billable_metrics),
    'GET /plans': paged('plans', catalog.plans),
    'GET /customers': paged('customers', catalog.customers),
    'GET /subscriptions': subscriptions,
    'GET /billing_entities': () => ({ billing_entities: [{ code: 'main', is_default: true, timezone: catalog.organization.timezone }] }),
    'GET /analytics/usage': ({ query }) =>
      ({ usages: query.get('billable_metric_code') === 'minutes' && query.get('currency') === 'EUR' ? usage.map(row) : [] }),
  },
};

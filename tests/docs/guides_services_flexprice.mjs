// SPDX-License-Identifier: Apache-2.0
// Flexprice's part of guides_services.mjs: one customer of examples/events, and the service's sum of a window, counted by a loop.

import { readFileSync } from 'node:fs';

const lines = ['first', 'second'].flatMap((half) =>
  readFileSync(new URL(`../../examples/events/2024-05-${half}-half.ndjson`, import.meta.url), 'utf8').split('\n'));
const whole = lines.filter((line) => line.endsWith('}}')).map((line) => JSON.parse(line));
/** As the service lists them: once, newest first, the id under another name. */
const events = [...new Map(whole.map(({ event_id: id, ...event }) => [id, { id, ...event, customer_id: '', source: '', environment_id: 'env_1' }])).values()]
  .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));

const keyOf = (event) => `${Date.parse(event.timestamp)}000000::${event.id}`;
const isAsked = (body, ends) => (event) =>
  event.event_name === body.event_name && event.external_customer_id === body.external_customer_id
  && event.timestamp >= body.start_time && (event.timestamp < body.end_time || (ends && event.timestamp === body.end_time));

function query({ body }) {
  const all = events.filter(isAsked(body, true));
  const start = body.iter_last_key ? all.findIndex((event) => keyOf(event) === body.iter_last_key) + 1 : 0;
  const page = all.slice(start, start + Math.min(body.page_size ?? 50, 50));
  return {
    events: page,
    has_more: start + page.length < all.length,
    iter_first_key: page.length ? keyOf(page[0]) : '',
    iter_last_key: page.length ? keyOf(page.at(-1)) : '',
  };
}

/** Weeks begin on Sunday, a missing number is 0, and there is no total beside windows. */
function usage({ body }) {
  const weeks = {};
  for (const { timestamp, properties } of events.filter(isAsked(body, false))) {
    const day = new Date(timestamp);
    const sunday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - day.getUTCDay()));
    const name = `${sunday.toISOString().slice(0, 10)}T00:00:00Z`;
    weeks[name] = (weeks[name] ?? 0) + (properties[body.property_name] ?? 0);
  }
  const results = Object.keys(weeks).sort().map((name) => ({ window_size: name, value: weeks[name] }));
  return { results, event_name: body.event_name, type: body.aggregation_type };
}

const meter = {
  id: 'mtr_1', name: 'Tokens of the large model', event_name: 'completion', reset_usage: 'BILLING_PERIOD',
  aggregation: { type: 'SUM', field: 'tokens' }, filters: [{ key: 'model', values: ['large'] }],
};

export const flexprice = {
  prefix: '/v1',
  env: (url) => ({ FLEXPRICE_URL: url, FLEXPRICE_API_KEY: 'key' }),
  knows: (headers) => headers['x-api-key'] === 'key',
  routes: {
    'POST /events/query': query,
    'POST /events/usage': usage,
    'POST /features/search': () => ({ items: [{ id: 'feat_1', lookup_key: 'large-tokens', type: 'metered', meter }], pagination: { total: 1, limit: 500, offset: 0 } }),
  },
};

// SPDX-License-Identifier: Apache-2.0
// Which path answers what. The names of a path's parts are members of the request.

import { answerIngest, answerQuery, answerReport } from './answers.js';
import { answerPage } from './page.js';
import { describe } from './openapi.js';

const READ = ['GET', 'HEAD'];
/** Every route but those of pages. */
export const ROUTES = [
  ingest('/v1/events', 'flexprice.events'),
  ingest('/v1/events/bulk', 'flexprice.events_bulk'),
  post('/v1/events/usage', 'flexprice.usage'),
  post('/v1/events/usage/meter', 'flexprice.usage_by_meter'),
  ingest('/events', 'flexprice.events'),
  ingest('/events/bulk', 'flexprice.events_bulk'),
  post('/events/usage', 'flexprice.usage'),
  post('/events/usage/meter', 'flexprice.usage_by_meter'),
  ingest('/api/v1/events', 'lago.events'),
  ingest('/api/v1/events/batch', 'lago.events_batch'),
  get('/api/v1/analytics/usage', 'lago.analytics_usage'),
  get('/api/v1/customers/{external_customer_id}/current_usage', 'lago.current_usage'),
  get('/reports/usage', 'seatsio.usage'),
  get('/reports/usage/month/{month}', 'seatsio.usage_month'),
  get('/reports/usage/month/{month}/event/{eventId}', 'seatsio.usage_month_event'),
  route('/query', ['POST'], 'tallyfold', 'read', answerQuery),
  route('/metrics', READ, 'tallyfold', 'read', async ({ state }) => ({
    status: 200,
    text: await state.metrics.text(),
    type: 'text/plain; version=0.0.4; charset=utf-8',
  })),
  route('/healthz', READ, 'tallyfold', undefined, () => ({ status: 200, text: '{"status":"ok"}' })),
  route('/openapi.json', READ, 'tallyfold', undefined, ({ engine }) => ({
    status: 200,
    text: describe(engine.version.tallyfold),
  })),
];
const PAGE = route('/{page}', READ, 'tallyfold', undefined, answerPage);

function route(pattern, methods, service, may, answer) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const matcher = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`);
  return { pattern, methods, service, may, answer, names, matcher };
}

function serviceOf(name) {
  return name.split('.')[0];
}

function ingest(pattern, endpoint) {
  return { ...route(pattern, ['POST'], serviceOf(endpoint), 'write', answerIngest), endpoint };
}
function post(pattern, report) {
  return { ...route(pattern, ['POST'], serviceOf(report), 'read', answerReport), report };
}
function get(pattern, report) {
  return { ...route(pattern, READ, serviceOf(report), 'read', answerReport), report };
}

/** The route of a path, with the parts of the path; without `answer` where there is none. */
export function routeOf(path) {
  for (const each of ROUTES) {
    const found = each.matcher.exec(path);
    if (!found) continue;
    const parts = partsOf(each.names, found);
    if (parts) return { ...each, parts };
  }
  // Whose words to refuse in.
  if (path.startsWith('/api/')) return nowhere('lago');
  if (path.startsWith('/reports/')) return nowhere('seatsio');
  if (/^\/(v1|events)(\/|$)/.test(path)) return nowhere('flexprice');
  return PAGE;
}

function partsOf(names, found) {
  try {
    return Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1])]));
  } catch {
    return undefined; // a part that is no text is no path of ours
  }
}

const nowhere = (service) => ({ pattern: '/{unknown}', methods: [], service, parts: {} });

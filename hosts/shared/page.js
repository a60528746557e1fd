// SPDX-License-Identifier: Apache-2.0
// Everything that is no endpoint: pages, which the host may have.

import { Failure } from './refusals.js';

const WELCOME = `Tallyfold answers here what seats.io, Lago and Flexprice answer about usage.

POST /query                                   our own query
POST /v1/events, /v1/events/bulk              Flexprice: events
POST /v1/events/usage                         Flexprice: usage
POST /api/v1/events, /api/v1/events/batch     Lago: events
GET  /api/v1/analytics/usage                  Lago: usage
GET  /api/v1/customers/{id}/current_usage     Lago: the running period
GET  /reports/usage                           seats.io: months
GET  /reports/usage/month/{month}             seats.io: a month
GET  /reports/usage/month/{month}/event/{id}  seats.io: an event in a month
GET  /openapi.json                            all of them, described
GET  /healthz, /metrics                       health and counters
`;

/** The host's page of this path; at / a list of the endpoints where the host has none. */
export async function answerPage({ state, request, url }) {
  const page = await state.page?.(request);
  if (page) return page;
  if (url.pathname !== '/') throw new Failure(404, `there is no ${url.pathname}`);
  return { status: 200, text: WELCOME, type: 'text/plain; charset=utf-8' };
}

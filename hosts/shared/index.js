// SPDX-License-Identifier: Apache-2.0
// The services' endpoints as one function from Request to Response, for every runtime that has them.

import { allowedOrigin, corsHeaders, preflight } from './cors.js';
import { Keys } from './keys.js';
import { Metrics } from './metrics.js';
import { readOptions } from './options.js';
import { Failure, failureOf, refuse } from './refusals.js';
import { requestIdOf } from './request_id.js';
import { routeOf } from './routes.js';
import { sendable } from './sending.js';

export { Failure };

/** Makes the function that answers requests; see index.d.ts. */
export function createFetchHandler(options) {
  const settings = readOptions(options);
  const keys = new Keys(settings.keys);
  const metrics = new Metrics(settings.engines);
  const state = { ...settings, keys, metrics };
  return (request) => answer(state, request);
}

async function answer(state, request) {
  const started = performance.now();
  const url = new URL(request.url);
  const id = requestIdOf(request);
  const route = routeOf(url.pathname);
  const origin = allowedOrigin(state.cors, request);
  if (request.method === 'OPTIONS') return preflight(route, origin, id);
  let response;
  try {
    const made = await dispatch(state, request, url, route);
    response = await sendable(request, made);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status >= 500) state.onError(error, { request, id });
    response = await sendable(request, await refuse(route.service, failure, anEngine(state), id));
  }
  response.headers.set('x-request-id', id);
  for (const [name, value] of corsHeaders(origin)) response.headers.append(name, value);
  state.metrics.count(route, response.status, performance.now() - started);
  return response;
}

async function dispatch(state, request, url, route) {
  if (!route.answer) throw new Failure(404, `there is no ${url.pathname}`);
  if (!route.methods.includes(request.method))
    throw new Failure(405, `${url.pathname} takes ${route.methods.join(' and ')}`, {
      headers: { allow: route.methods.join(', ') },
    });
  const dataset = route.may ? await datasetFor(state, request, route) : undefined;
  const engine = dataset === undefined ? anEngine(state) : state.engines.get(dataset);
  return route.answer({ state, request, url, route, dataset, engine });
}

// Which engine a request may use, by its key.
async function datasetFor(state, request, route) {
  if (state.keys.none) return state.engines.keys().next().value;
  const entry = await state.keys.find(route.service, request.headers);
  if (!entry) throw new Failure(401, 'the key is missing or wrong', { headers: challenge(route) });
  if (!entry.may.includes(route.may)) throw new Failure(403, `the key may not ${route.may}`);
  return entry.dataset;
}

// Without a challenge to answer, browsers show no dialog for seats.io's Basic scheme; clients need none.
const challenge = ({ service }) =>
  service === 'flexprice' || service === 'seatsio' ? {} : { 'www-authenticate': 'Bearer' };

const anEngine = ({ engines }) => engines.values().next().value;

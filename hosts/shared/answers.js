// SPDX-License-Identifier: Apache-2.0
// The three kinds of endpoints: reports, ingestion, and our own query.

import { readBody } from './body.js';
import { Failure } from './refusals.js';

const MODES = ['as-is', 'exact'];
/** The one parameter that is a list; of others that come twice the last one counts. */
const LISTS = ['group_by'];

/** A service's report: what it is asked stands in the query string, or in the body. */
export async function answerReport({ state, request, url, route, engine }) {
  const mode = request.headers.get('tallyfold-mode') ?? 'as-is';
  if (!MODES.includes(mode)) throw new Failure(400, 'tallyfold-mode must be as-is or exact');
  const asked = route.methods.includes('POST')
    ? { requestText: textOf(await readBody(request, state)) }
    : { request: { ...parametersOf(url.searchParams), ...route.parts } };
  return reported(await engine.report({ report: route.report, mode, now: state.now(), ...asked }));
}

/** Our own query, which is exact in any mode. */
export async function answerQuery({ state, request, engine }) {
  const requestText = textOf(await readBody(request, state));
  const call = { report: 'tallyfold.query', now: state.now(), requestText };
  return reported(await engine.report(call));
}

/** Keeps events, when the host has made sure of them. */
export async function answerIngest({ state, request, route, dataset, engine }) {
  const body = await readBody(request, state);
  const call = {
    endpoint: route.endpoint,
    request: body,
    receivedAt: textOfTime(state.now()),
    store: route.service === 'lago' ? state.store : undefined,
  };
  const { status, text } = await state.intake({ dataset, ...call }, () => engine.ingest(call));
  return { status, text };
}

function reported({ status, text, complete, notes }) {
  const headers = { 'tallyfold-complete': String(complete) };
  if (notes?.length > 0) headers['tallyfold-notes'] = notes.join(', ');
  return { status, text, headers };
}

// What is no text is no JSON either, and the report says so in its service's words.
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '\ufffd';
  }
}

function parametersOf(given) {
  const all = {};
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    Object.defineProperty(all, name, {
      value: LISTS.includes(name) ? values.join(',') : values.at(-1),
      enumerable: true,
    });
  }
  return all;
}

const textOfTime = (now) => (typeof now === 'string' ? now : now.toISOString());

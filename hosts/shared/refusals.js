// SPDX-License-Identifier: Apache-2.0
// What a request is refused with, in the words of the service it was meant for.

import { TallyfoldError } from '../../wasm/errors.js';

/** An answer that no report gives: thrown anywhere, and shaped once. */
export class Failure extends Error {
  /** @param {{ headers?: Record<string, string>, cause?: unknown }} [more] */
  constructor(status, message, { headers = {}, cause } = {}) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
  }
}

const REASONS = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
const INTERNAL = 'an unexpected error occurred';

/** The failure behind any error: what is not ours is told as 500, and nothing about it. */
export function failureOf(error) {
  if (error instanceof Failure) return error;
  if (error instanceof TallyfoldError && error.code === 'out_of_memory')
    return new Failure(503, 'the memory of this dataset is full', {
      headers: { 'retry-after': '60' },
      cause: error,
    });
  return new Failure(500, INTERNAL, { cause: error });
}

/** The failure as an answer of a service. */
export async function refuse(service, failure, engine, id) {
  const { status, headers } = failure;
  const reason = REASONS[status];
  const known = status === 401 || status === 403 ? await bodyOf(engine, service, status) : undefined;
  const text = known ?? JSON.stringify(SHAPES[service](failure, reason, id));
  return { status, reason, text, headers };
}

// The engine knows the words of the services' own 401 and 403.
async function bodyOf(engine, service, status) {
  if (service === 'tallyfold') return undefined;
  return (await engine.refusal({ service, status })).text;
}

const SHAPES = {
  flexprice: ({ status, message }) => ({
    code: FLEXPRICE_CODES[status] ?? 'validation_error',
    message,
    http_status_code: status,
  }),
  // Lago says what is wrong with a request behind the name of its error class.
  lago: ({ status, message }, reason) => ({
    status,
    error: status === 400 ? `BadRequest: ${message}` : reason,
    ...(LAGO_CODES[status] && { code: LAGO_CODES[status] }),
  }),
  seatsio: ({ status, message }, reason, requestId) => ({
    status,
    messages: [message],
    errors: [{ code: codeOf(reason), message }],
    warnings: [],
    requestId,
  }),
  tallyfold: ({ status, message }) => ({
    error: TALLYFOLD_CODES[status] ?? 'invalid_request',
    message,
    problems: [],
  }),
};

const FLEXPRICE_CODES = {
  404: 'not_found',
  405: 'invalid_operation',
  500: 'internal_error',
  503: 'service_unavailable',
};
const LAGO_CODES = {
  404: 'route_not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  503: 'service_unavailable',
};
const TALLYFOLD_CODES = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'timeout',
  413: 'too_large',
  415: 'unsupported_media_type',
  500: 'internal',
  503: 'unavailable',
};

// seats.io names its errors so: NOT_FOUND.
const codeOf = (reason) => reason.toUpperCase().replaceAll(' ', '_');

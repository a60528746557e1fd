// SPDX-License-Identifier: Apache-2.0
// Flexprice's endpoints in the words of OpenAPI.

import { choice, instant, list, map, name, number, object, post, ref } from './openapi_parts.js';
import { REPORT, said, text, textOrNull } from './openapi_parts.js';

const service = 'flexprice';
const READ = [400, 401, 405, 408, 413, 415, 500, 503];
const WRITE = [...READ, 403];

const event = {
  event_name: 'api_request',
  external_customer_id: 'acme',
  event_id: 'evt-1',
  timestamp: '2024-05-30T10:00:00Z',
  properties: { tokens: '0.1' },
};
const range = { start_time: '2024-05-01T00:00:00Z', end_time: '2024-06-01T00:00:00Z' };
const answered = { value: 0.3, event_name: 'api_request', type: 'SUM' };

const RANGE = {
  external_customer_id: text,
  customer_id: said('Finds only events that were sent with it.', text),
  start_time: said('Inclusive; seven days before the end when absent.', instant),
  end_time: said('Exclusive; now when absent.', instant),
  window_size: ref('FlexpriceWindow'),
  billing_anchor: said('Moves windows and buckets of size MONTH.', instant),
  timezone: said('IANA zone of the windows; UTC when absent.', text),
  filters: said('Any of the values, of all properties.', map(list(text))),
  numbers: said('Ours. Exact mode: exact decimals as texts.', choice('json', 'text')),
  dedupe: said('Ours. By its rules, an id once, or every copy.', choice('dialect', 'id', 'none')),
  lateness: said('Ours. An ISO 8601 duration: what comes further behind is not counted.', text),
};

const usage = { service, answer: ref('FlexpriceUsage'), answered, carries: REPORT, refusals: READ };
const items = {
  '/events': post({
    service,
    id: 'flexprice_event',
    summary: 'Keeps an event',
    body: ref('FlexpriceEvent'),
    asked: event,
    status: 202,
    answer: object({ event_id: text, message: text }),
    answered: { event_id: 'evt-1', message: 'Event accepted for processing' },
    refusals: WRITE,
  }),
  '/events/bulk': post({
    service,
    id: 'flexprice_events',
    summary: 'Keeps 1 to 1000 events, up to the first that is wrong',
    body: object({ events: list(ref('FlexpriceEvent'), { minItems: 1, maxItems: 1000 }) }),
    asked: { events: [{ ...event, event_id: 'evt-2', properties: { tokens: '0.2' } }] },
    status: 202,
    answer: object({ message: text }),
    answered: { message: 'Events accepted for processing' },
    refusals: WRITE,
  }),
  '/events/usage': post({
    ...usage,
    id: 'flexprice_usage',
    summary: 'Usage of one event by aggregation, in windows',
    body: object(
      { event_name: name, aggregation_type: ref('FlexpriceAggregation') },
      {
        property_name: said('Not needed for COUNT.', text),
        bucket_size: ref('FlexpriceWindow'),
        multiplier: said('Above zero, for SUM_WITH_MULTIPLIER.', number),
        group_by_property: text,
        group_by: said('`properties.<name>`; exact mode: also the customer and source.', list(text)),
        ...RANGE,
      },
    ),
    asked: { event_name: 'api_request', aggregation_type: 'SUM', property_name: 'tokens', ...range },
  }),
  '/events/usage/meter': post({
    ...usage,
    id: 'flexprice_usage_by_meter',
    summary: 'The same by a meter, which stands in the request',
    body: object({ meter: ref('FlexpriceMeter') }, RANGE),
    asked: {
      meter: { event_name: 'api_request', aggregation: { type: 'SUM', field: 'tokens' } },
      ...range,
    },
  }),
};

// The clients' base address ends in /v1; some people's does not.
const shortened = ({ post: { operationId, ...rest } }) => ({
  post: { ...rest, operationId: `${operationId}_short` },
});
export const paths = Object.fromEntries([
  ...Object.entries(items).map(([path, item]) => [`/v1${path}`, item]),
  ...Object.entries(items).map(([path, item]) => [path, shortened(item)]),
]);

const COUNTED = { type: ['number', 'string', 'null'] };

export const schemas = {
  FlexpriceEvent: object(
    { event_name: name, external_customer_id: name },
    {
      customer_id: textOrNull,
      event_id: said('An id counts once.', textOrNull),
      timestamp: said('The moment of reception when absent.', { ...instant, type: ['string', 'null'] }),
      source: textOrNull,
      properties: { type: ['object', 'null'] },
    },
  ),
  FlexpriceAggregation: choice(
    ...['COUNT', 'SUM', 'AVG', 'COUNT_UNIQUE', 'LATEST', 'SUM_WITH_MULTIPLIER', 'MAX', 'WEIGHTED_SUM'],
  ),
  FlexpriceWindow: choice(
    ...['MINUTE', '15MIN', '30MIN', 'HOUR', '3HOUR', '6HOUR', '12HOUR', 'DAY', 'WEEK', 'MONTH'],
  ),
  FlexpriceMeter: object(
    {
      event_name: name,
      aggregation: object(
        { type: ref('FlexpriceAggregation') },
        { field: text, multiplier: number, bucket_size: ref('FlexpriceWindow'), group_by: text },
      ),
    },
    { reset_usage: choice('BILLING_PERIOD', 'NEVER') },
    { additionalProperties: true },
  ),
  FlexpriceUsage: object(
    { event_name: name, type: ref('FlexpriceAggregation') },
    {
      results: said(
        'As-is: absent when empty.',
        list(
          object({ value: COUNTED }, {
            window_size: said('The start of the window.', instant),
            group: said('Exact mode.', map(textOrNull)),
          }),
        ),
      ),
      value: said('As-is: absent when zero, and with windows.', COUNTED),
    },
  ),
  FlexpriceError: object(
    {
      code: choice(
        ...['not_found', 'already_exists', 'version_conflict', 'validation_error', 'invalid_operation'],
        ...['permission_denied', 'http_client_error', 'database_error', 'system_error'],
        ...['internal_error', 'service_unavailable'],
      ),
      message: name,
      http_status_code: { type: 'integer', minimum: 400, maximum: 599 },
    },
    { details: map(text) },
  ),
  FlexpriceRefusal: object({ error: name }, { message: text }),
};

export const refusals = { other: ref('FlexpriceError'), 401: ref('FlexpriceRefusal'), 403: ref('FlexpriceRefusal') };

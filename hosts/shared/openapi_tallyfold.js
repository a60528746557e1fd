// SPDX-License-Identifier: Apache-2.0
// Our own endpoints in the words of OpenAPI.

import { choice, either, flag, get, instant, list, map, name, number } from './openapi_parts.js';
import { object, post, ref, REPORT, said, text, textOrNull } from './openapi_parts.js';

const service = 'tallyfold';
const closed = { additionalProperties: false };

const values = map(textOrNull);
const totals = {
  values: said('Decimals by the name of the aggregation.', values),
};
const compared = {
  previous: values,
  change: map(object({ absolute: textOrNull, percent: textOrNull })),
};

export const paths = {
  '/query': post({
    service,
    id: 'query',
    summary: 'Several exact aggregations in one pass, in windows and groups',
    body: ref('Query'),
    asked: {
      event: 'api_request',
      aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } },
      group_by: ['customer'],
    },
    answer: object({
      rows: list(
        object(totals, {
          window_start: instant,
          window_end: instant,
          group: values,
          others: said('Of all groups beyond the limit.', { const: true }),
          ...compared,
        }),
      ),
      totals: object(totals, compared),
    }),
    answered: {
      rows: [{ group: { customer: 'acme' }, values: { calls: '2', tokens: '0.3' } }],
      totals: { values: { calls: '2', tokens: '0.3' } },
    },
    carries: REPORT,
    refusals: [400, 401, 405, 408, 413, 415, 500, 503],
  }),
  '/metrics': get({
    service,
    id: 'metrics',
    summary: 'Counters for Prometheus',
    type: 'text/plain',
    answer: text,
    refusals: [401, 405, 500, 503],
  }),
  '/healthz': get({
    service,
    id: 'health',
    summary: 'Whether it runs',
    isFree: true,
    answer: object({ status: { const: 'ok' } }),
    answered: { status: 'ok' },
    refusals: [405],
  }),
  '/openapi.json': get({
    service,
    id: 'description',
    summary: 'This description',
    isFree: true,
    answer: { type: 'object' },
    refusals: [405],
  }),
  '/': get({
    service,
    id: 'page',
    summary: 'A list of the endpoints, or a page of the host',
    isFree: true,
    type: 'text/*',
    answer: text,
    refusals: [405, 500],
  }),
};

const literal = { type: ['string', 'number', 'boolean'] };
const aggregations = ['count', 'sum', 'avg', 'min', 'max', 'first', 'latest', 'count_unique'];
const withMore = ['percentile', 'sum_with_multiplier', 'weighted_sum', 'time_weighted_avg'];
const operators = ['eq', 'ne', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'exists', 'contains', 'starts_with'];
const conditions = list(ref('QueryCondition'));

export const schemas = {
  Query: object(
    { aggregations: { ...map(ref('QueryAggregation')), minProperties: 1 } },
    {
      event: said('All when absent.', either(text, list(text))),
      where: ref('QueryCondition'),
      from: said('An instant, or a date in the time zone; inclusive.', text),
      to: said('Exclusive; now when absent.', text),
      dedupe: choice('dialect', 'id', 'none'),
      lateness: said('An ISO 8601 duration.', text),
      group_by: list(ref('QueryField')),
      window: said('minute, hour, day, week, month, quarter, year, or an ISO 8601 duration.', text),
      time_zone: said('An IANA name; UTC when absent.', text),
      anchor: said('Where a window begins.', text),
      fill: choice('none', 'zero', 'previous'),
      cumulative: flag,
      compare: choice('previous'),
      order_by: object(
        { by: said('An aggregation, `group` or `window`.', text) },
        { direction: choice('asc', 'desc') },
        closed,
      ),
      limit: said('So many groups, and one row of all others.', { type: 'integer', minimum: 1 }),
    },
    closed,
  ),
  QueryField: said(
    'event, customer, customer_id, subscription, source, id, or `properties.<name>`.',
    { type: 'string', pattern: '^(event|customer|customer_id|subscription|source|id|properties\\..+)$' },
  ),
  QueryCondition: either(
    object({ and: conditions }, {}, closed),
    object({ or: conditions }, {}, closed),
    object({ not: ref('QueryCondition') }, {}, closed),
    object(
      { field: ref('QueryField'), op: choice(...operators) },
      { value: literal, values: list(literal) },
      closed,
    ),
  ),
  QueryAggregation: object(
    { type: choice(...aggregations, ...withMore) },
    { property: text, expression: text, p: number, multiplier: number, opening: number },
    closed,
  ),
  Refusal: object({
    error: name,
    message: text,
    problems: list(object({ path: text, message: text })),
  }),
};

export const refusals = { other: ref('Refusal') };

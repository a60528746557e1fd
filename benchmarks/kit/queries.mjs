// SPDX-License-Identifier: Apache-2.0
// The nine questions of the workload as requests of tallyfold.query, and their rows. Each call shifts a
// bound and a value of a filter, so that nothing of an earlier answer can be used again.

import { customerName } from './events.mjs';
import { DAY_MS } from './windows.mjs';

export const QUESTION_NAMES = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8', 'Q9'];
/** So often a question is asked again before its warm calls are timed. */
export const WARM_UPS = 2;

const FIRST_MS = Date.UTC(2024, 0, 15);
const LAST_MS = Date.UTC(2024, 3, 13) + DAY_MS;
const MONTHS_MS = [0, 1, 2, 3, 4].map((month) => Date.UTC(2024, month, 1));
/** The regions that Q8 asks for. */
export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'];
/** The customer that Q3 asks for: the one with the tenth most events. */
export const CUSTOMER = customerName(9);

const sum = { total: { type: 'sum', property: 'bytes' } };
const field = (name, op, more) => ({ field: name, op, ...more });

const QUESTIONS = {
  Q1: { event: 'api_request', aggregations: { n: { type: 'count' } } },
  Q2: { event: 'api_request', aggregations: sum, window: 'day' },
  Q3: {
    event: 'api_request',
    where: field('customer', 'eq', { value: CUSTOMER }),
    aggregations: sum,
    window: 'hour',
  },
  Q4: {
    event: 'api_request',
    aggregations: { n: { type: 'count_unique', property: 'user_id' } },
    window: 'day',
  },
  Q5: { event: 'api_request', aggregations: sum, window: 'day', group_by: ['properties.region'] },
  Q6: { event: 'storage', aggregations: { most: { type: 'max', property: 'bytes' } }, window: 'hour' },
  Q7: {
    event: 'storage',
    aggregations: { last: { type: 'latest', property: 'bytes' } },
    group_by: ['customer'],
  },
  Q8: {
    event: 'api_request',
    where: {
      and: [
        field('properties.region', 'in', { values: REGIONS }),
        field('properties.status', 'eq', { value: '200' }),
      ],
    },
    aggregations: { mean: { type: 'avg', property: 'bytes' } },
    window: 'week',
  },
  Q9: { event: 'tokens', aggregations: sum, group_by: ['customer'], limit: 100, order_by: { by: 'total' } },
};

/**
 * The requests of a question. The outer bounds of call n lie n milliseconds outside the events, and its
 * filters have a value more that no event has.
 */
export function requestsOf(question, n) {
  const asked = { ...QUESTIONS[question], event: [QUESTIONS[question].event, `none ${n}`] };
  if (question === 'Q9') {
    return MONTHS_MS.slice(0, -1).map((from, month) => ({
      ...asked,
      from: time(Math.max(from, FIRST_MS - n)),
      to: time(Math.min(MONTHS_MS[month + 1], LAST_MS + n)),
    }));
  }
  return [{ ...asked, where: shifted(asked.where, n), from: time(FIRST_MS - n), to: time(LAST_MS + n) }];
}

function time(ms) {
  return new Date(ms).toISOString();
}

function shifted(where, n) {
  if (where === undefined) return undefined;
  if (where.and) return { and: where.and.map((part) => shifted(part, n)) };
  return { ...where, op: 'in', value: undefined, values: [...(where.values ?? [where.value]), `none ${n}`] };
}

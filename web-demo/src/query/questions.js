// SPDX-License-Identifier: Apache-2.0
// From what a person chose to what the engine is asked.

import { keyOf, nameOf } from './fields.js';

const PERCENTILES = { p50: 50, p95: 95, p99: 99 };
const WORDS = {
  sum: 'Total', avg: 'Average', min: 'Least', max: 'Greatest', latest: 'Latest',
  count_unique: 'Distinct', p50: 'Median', p95: '95th percentile of', p99: '99th percentile of',
};
/** So many values stand in a list of a breakdown. */
export const LISTED = 7;

/** The aggregation that is looked at. */
export function measureOf({ metric, agg }) {
  if (metric === '') return { type: 'count' };
  const property = keyOf(metric);
  if (PERCENTILES[agg]) return { type: 'percentile', p: PERCENTILES[agg], property };
  return { type: agg, property };
}

/** Its name for people. */
export function measureName({ metric, agg }) {
  return metric === '' ? 'Events' : `${WORDS[agg]} ${nameOf(metric).toLowerCase()}`;
}

export const aggregationName = (agg) => WORDS[agg].replace(/ of$/, '');

/** Whether parts add up to the whole, so that they can be stacked and have shares. */
export const addsUp = ({ metric, agg }) => metric === '' || agg === 'sum';

/** The filters as a condition; undefined where there is none. `except` is a field whose filters are left out. */
export function conditionOf(filters, except) {
  const tests = filters.filter(({ field }) => field !== except).map(testOf);
  if (tests.length === 0) return undefined;
  return tests.length === 1 ? tests[0] : { and: tests };
}

// A value that is absent has a test of its own, for it equals nothing.
function testOf({ field, values, not }) {
  const texts = values.filter((value) => value !== null);
  const parts = texts.length > 0 ? [{ field, op: 'in', values: texts }] : [];
  if (texts.length < values.length) parts.push({ field, op: 'exists', value: false });
  const is = parts.length === 1 ? parts[0] : { or: parts };
  return not ? { not: is } : is;
}

function base(state, range, except) {
  const where = conditionOf(state.filters, except);
  return { ...range.request, ...(where && { where }), aggregations: { value: measureOf(state) } };
}

/**
 * The questions of the picture and the tiles, which are answered first. One, if it can be: its lines add up to the
 * total of each window where the measure is a sum, and are asked for where it is not.
 */
export function mainQuestions(state, range) {
  const asked = base(state, range);
  const windows = {
    window: range.window,
    ...(addsUp(state) && { fill: 'zero' }),
    ...(state.cumulative && { cumulative: true }),
    ...(range.hasBefore && { compare: 'previous' }),
  };
  const total = { ...asked, ...windows, aggregations: { ...asked.aggregations, events: { type: 'count' } } };
  if (!state.group) return { total };
  const groups = { ...total, group_by: [state.group], order_by: { by: 'value' }, limit: Number(state.top) };
  return addsUp(state) ? { groups } : { groups, total };
}

/** How many customers there are: the rows of the answer, less the one of none. */
export const customersQuestion = (state, range) => ({
  ...base(state, range), aggregations: { events: { type: 'count' } }, group_by: ['customer'],
});

/** The question of a list. It leaves out its own field's filters, so that others can be chosen. */
export function listQuestion(state, range, field) {
  const compare = range.hasBefore ? { compare: 'previous' } : {};
  return { ...base(state, range, field), ...compare, group_by: [field], order_by: { by: 'value' }, limit: LISTED };
}

/** The question of the heat map: hours, of which those of a weekday are added up. Only counts and sums can be. */
export function heatQuestion(state, range) {
  const measure = addsUp(state) ? measureOf(state) : { type: 'count' };
  return { ...base(state, range), aggregations: { value: measure }, window: 'hour' };
}

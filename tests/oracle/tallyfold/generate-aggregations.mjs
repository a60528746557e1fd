// SPDX-License-Identifier: Apache-2.0
// Random aggregations of our own query: every type, over properties and formulas.

const TYPES = ['count', 'sum', 'avg', 'min', 'max', 'first', 'latest', 'count_unique', 'percentile',
  'sum_with_multiplier', 'weighted_sum', 'time_weighted_avg'];
const PROPERTIES = ['v', 'v', 'v', 'v.w', 'k', 'u', 'none'];
const FORMULAS = [
  'event.properties.v * 2',
  'event.properties.v + event.properties.k',
  'event.properties.v - 0.1',
  'event.properties.v / 3',
  '1 / event.properties.v',
  '-event.properties.v',
  'round(event.properties.v, 1)',
  'floor(event.properties.v)',
  'ceil(event.properties.v / 7, 2)',
  'greatest(event.properties.v, 10)',
  'least(event.properties.v, event.properties.k, 5)',
  'event.timestamp',
  'event.timestamp - 1700000000',
  '7',
  'event.properties.none + 1',
  'round(event.properties.v * 1.1)',
];
const TEXT_FORMULAS = [
  "concat(event.properties.u, '-', event.code)",
  'event.code',
  "concat(event.code, 'é')",
  "'one'",
];
const PERCENTS = [50, 95, 0, 100, 99.9, '33.3', 1, '0.0000001', 66.6666];
const MULTIPLIERS = [2, '0.001', -3, '1e-8', '3.3333333333333333333', 0];
const OPENINGS = [0, 10, -2.5, '1e3', '0.333'];

/** { name: aggregation }, one to four of them. */
export function randomAggregations(random) {
  const out = {};
  const count = random.pick([1, 1, 1, 2, 2, 3, 4]);
  for (let i = 0; i < count; i++) {
    const type = random.pick(TYPES);
    out[random.pick([`m${i}`, `m${i}`, `${type} ${i}`, `é"${i}`])] = randomAggregation(random, type);
  }
  return out;
}

function randomAggregation(random, type) {
  const out = { type };
  if (type !== 'count' || random.chance(0.4)) addSource(random, out);
  if (type === 'percentile') out.p = random.pick(PERCENTS);
  if (type === 'sum_with_multiplier') out.multiplier = random.pick(MULTIPLIERS);
  const isLevel = type === 'weighted_sum' || type === 'time_weighted_avg';
  if (isLevel && random.chance(0.4)) out.opening = random.pick(OPENINGS);
  return out;
}

function addSource(random, out) {
  const texts = out.type === 'count_unique' || out.type === 'count';
  if (random.chance(0.7)) out.property = random.pick(texts ? ['u', 'k', 'v', 'v.w', 'none'] : PROPERTIES);
  else out.expression = random.pick(texts || random.chance(0.05) ? [...TEXT_FORMULAS, ...FORMULAS] : FORMULAS);
}

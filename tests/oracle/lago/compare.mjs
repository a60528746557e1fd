// SPDX-License-Identifier: Apache-2.0
// When two answers in Lago's words are the same answer.

import { agrees } from '../compare.mjs';

// Lists whose order nothing settles; keys of an object are compared in any order.
const SETS = ['filters', 'grouped_usage', 'usages'];

function settled(value, name) {
  if (Array.isArray(value)) {
    const list = value.map((one) => settled(one));
    return SETS.includes(name) ? list.sort(byText) : list;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, settled(value[key], key)]),
  );
}

function byText(a, b) {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

// What settles the order of rows.
const orderOf = ({ usages }) =>
  (usages ?? []).map((row) =>
    [row.start_of_period_dt, row.billable_metric_code, row.amount_currency].join(' '),
  );

export function sameAnswer(expected, actual) {
  return (
    expected.status === actual.status &&
    agrees(settled(expected.body), settled(actual.body)) &&
    agrees(orderOf(expected.body), orderOf(actual.body ?? {}))
  );
}

// SPDX-License-Identifier: Apache-2.0
// From query parameters to checked options, or to the codes of a 422.

import { readDay } from './calendar.mjs';

const CHOICES = {
  time_granularity: ['daily', 'weekly', 'monthly', 'yearly'],
  customer_type: ['individual', 'company'],
  is_billable_metric_recurring: [true, false, 'true', 'false'],
  identity: ['postgres', 'clickhouse'],
  dedupe: ['dialect', 'id', 'none'],
};
const TEXTS = [
  'currency',
  'external_customer_id',
  'customer_country',
  'external_subscription_id',
  'plan_code',
  'billable_metric_code',
];
export const GROUP_FIELDS = [
  'external_customer_id',
  'external_subscription_id',
  'plan_code',
  'charge',
  'filter',
];

const unquoted = (value) =>
  typeof value === 'string' && /^".*"$/s.test(value) ? value.slice(1, -1) : value;

function groupsOf(value) {
  const names = typeof value === 'string' ? value.split(',') : value;
  return Array.isArray(names) && names.every((name) => GROUP_FIELDS.includes(name))
    ? names
    : undefined;
}

/** Which copies of an event count, of either report. */
export const rulesOf = ({ identity, dedupe }) => ({
  identity: unquoted(identity),
  dedupe: unquoted(dedupe),
});

/** { options, errors } of a request for analytics; errors by field. */
export function readRequest(json) {
  const options = { time_granularity: 'daily', group_by: [] };
  const errors = {};
  const read = (name, parse, code) => {
    const value = unquoted(json[name] ?? '');
    if (value === '') return;
    const found = parse(value);
    if (found === undefined) errors[name] = [code];
    else options[name] = found;
  };
  for (const [name, list] of Object.entries(CHOICES)) {
    read(name, (value) => (list.includes(value) ? value : undefined), 'value_is_invalid');
  }
  for (const name of TEXTS) {
    read(
      name,
      (value) => (typeof value === 'object' ? undefined : String(value)),
      'value_is_invalid',
    );
  }
  for (const name of ['from_date', 'to_date']) {
    read(
      name,
      (value) => (typeof value === 'string' ? (readDay(value) ?? undefined) : undefined),
      'invalid_date',
    );
  }
  read('group_by', groupsOf, 'value_is_invalid');
  if (options.from_date > options.to_date) errors.from_date = ['from_date_after_to_date'];
  if (options.is_billable_metric_recurring !== undefined) {
    options.is_billable_metric_recurring = String(options.is_billable_metric_recurring) === 'true';
  }
  return { options, errors };
}

// SPDX-License-Identifier: Apache-2.0
// What a vector asks, in the words of the layers.

/** Operations that are reports, and go through the public API. */
export const REPORTS = { usage: 'flexprice.usage', usage_by_meter: 'flexprice.usage_by_meter' };

/** Rules that no report shows by themselves: one test entry of the core evaluates them. */
export const RULES = ['next_billing_date', 'add_month_clamped', 'bucket_starts', 'group_by_name'];

/** Stands in for the now of vectors that have none: after every event of theirs. */
const NOW = '2030-01-01T00:00:00Z';

/** A case for the layers; `skip` says why there is nothing to ask. */
export function caseOf(vector, sets) {
  const operation = vector.operation ?? vector.kind ?? 'unnamed';
  const known = operation in REPORTS || RULES.includes(operation);
  return {
    operation,
    name: vector.name,
    skip: known ? undefined : 'not offered yet',
    events: typeof vector.events === 'string' ? sets[vector.events] : (vector.events ?? []),
    request: vector.request,
    mode: vector.mode ?? 'as-is',
    now: vector.now ?? NOW,
    expected: vector.expected,
  };
}

/** A `valueFrom` over bodies: their value when all answers are good, else the first that is not. */
export const whenGood = (valueFrom) => (answers) =>
  answers.find(({ status }) => status !== 200) ?? valueFrom(...answers.map(({ body }) => body));

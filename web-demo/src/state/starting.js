// SPDX-License-Identifier: Apache-2.0
// What is looked at first, where nobody has chosen yet: what costs, by what tells events apart best.

import { addDays, dateOf } from '../format/times.js';

const METRICS = [/cost|amount|price|spend|revenue/, /token|credit|unit|quantity|bytes|minutes|seconds/];
const GROUPS = [/model|plan|product|service|tier/, /region|type|status/];
const DAY = 86_400_000;

/** Changes of a state for events that were just loaded. What they do not have is taken out. */
export function startingState(state, { fields, facts, hours }) {
  const names = new Set([...facts, ...fields.map(({ field }) => field)]);
  const known = (field) => field === '' || names.has(field);
  const isUntouched = state.metric === '' && state.group === '' && state.filters.length === 0 && state.from === '';
  if (!isUntouched) return { metric: known(state.metric) ? state.metric : '', group: known(state.group) ? state.group : '' };
  const groups = fields.filter(({ isGroup }) => isGroup);
  return {
    metric: best(fields.filter(({ isNumber }) => isNumber), METRICS)?.field ?? '',
    group: best(groups, GROUPS)?.field ?? facts.at(-1) ?? '',
    ...(state.data === 'sample' || state.data === 'million' ? lastDays(hours, state.zone, 30) : {}),
  };
}

const best = (fields, wishes) =>
  wishes.map((wish) => fields.find(({ name }) => wish.test(name.toLowerCase()))).find(Boolean) ?? fields[0];

// So that there is a period before to compare with.
function lastDays({ first, last }, zone, days) {
  if (last - first < 2 * days * DAY) return {};
  const to = addDays(dateOf(last - 1, zone), 1);
  return { from: addDays(to, -days), to };
}

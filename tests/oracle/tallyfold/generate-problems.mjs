// SPDX-License-Identifier: Apache-2.0
// Spoils a good request in several ways, each with the path under which it has to be listed.

const first = (request) => Object.keys(request.aggregations)[0];

// Each gives the path of the problem; none touches what another spoils.
const SPOILERS = [
  (r) => { r.event = 5; return '$.event'; },
  (r) => { r.where = { and: [{ field: 'k', op: 'eq', value: 1 }] }; return '$.where.and[0].field'; },
  (r) => { r.to = 'yesterday'; return '$.to'; },
  (r) => { r.dedupe = 'all'; return '$.dedupe'; },
  (r) => { r.aggregations.bad = { type: 'median', property: 'v' }; return '$.aggregations.bad.type'; },
  (r) => { r.aggregations.none = { type: 'sum' }; return '$.aggregations.none.property'; },
  (r) => { r.aggregations.window = { type: 'count' }; return '$.aggregations.window'; },
  (r) => { r.aggregations.p = { type: 'percentile', property: 'v', p: 101 }; return '$.aggregations.p.p'; },
  (r) => { r.aggregations[first(r)].propety = 'v'; return `$.aggregations.${first(r)}.propety`; },
  (r) => { r.group_by = ['customer', 'k']; return '$.group_by[1]'; },
  (r) => { r.window = 'fortnight'; return '$.window'; },
  (r) => { r.time_zone = 'Mars/Olympus'; return '$.time_zone'; },
  (r) => { r.compare = 'next'; return '$.compare'; },
  (r) => { r.order_by = { by: 'nothing' }; return '$.order_by.by'; },
  (r) => { r.group_by ??= ['customer']; r.limit = 0; return '$.limit'; },
  (r) => { r.filter = {}; return '$.filter'; },
  (r) => { r.lateness = 'P1M'; return '$.lateness'; },
  (r) => { r.window ??= 'day'; r.fill = 'next'; return '$.fill'; },
];

/** Spoils the request; the paths of its problems. */
export function spoil(random, request) {
  const count = random.pick([1, 1, 2, 3]);
  const chosen = new Set(Array.from({ length: count }, () => random.pick(SPOILERS)));
  const paths = [...chosen].map((one) => one(request));
  // Of two that spoil one member the later stands; both would be reported under one path.
  return [...new Set(paths)].filter((path) => path !== '$.group_by[1]' || request.group_by?.[1] === 'k');
}

// SPDX-License-Identifier: Apache-2.0
// Which events are in which bucket of a charge: one bucket per filter, and one for the rest.

import { propertyText } from './events.mjs';

const isWithin = (values, others) => values.every((value) => others.includes(value));
const isShared = (values, others) => values.some((value) => others.includes(value));
const sameKeys = (a, b) => a.size === b.size && [...a.keys()].every((key) => b.has(key));

/** Whether an event has, for each key, one of its values; keys without values are passed over. */
function matches(event, values) {
  const asked = [...values].filter(([, list]) => list.length > 0);
  return asked.every(([key, list]) => {
    const text = propertyText(event, key);
    return text !== null && list.includes(text);
  });
}

// What the bucket of `filter` leaves to `other`: values by key, or null.
function leftTo(filter, other, isOlder) {
  const [own, its] = [filter.values, other.values];
  const isChild = [...own].every(([key, list]) => its.has(key) && isShared(list, its.get(key)));
  if (!isChild || its.size === 0) return null;
  if (!sameKeys(own, its)) return its;
  const isSubset = [...its].every(([key, list]) => isWithin(list, own.get(key)));
  const isSuperset = [...own].every(([key, list]) => isWithin(list, its.get(key)));
  if (isSubset && isSuperset) return isOlder ? its : null;
  if (isSubset) return its;
  return new Map(
    [...its].map(([key, list]) => [key, list.filter((value) => !own.get(key).includes(value))]),
  );
}

/** { matching, ignored } of the filter at a place among a charge's filters. */
export function matchingAndIgnored(filters, index) {
  const ignored = filters
    .map((other, i) => (i === index ? null : leftTo(filters[index], other, i < index)))
    .filter((values) => values !== null);
  return { matching: filters[index].values, ignored };
}

const takes = (event, { matching, ignored }) =>
  matches(event, matching) &&
  !ignored.some(
    (values) => [...values.values()].some((list) => list.length > 0) && matches(event, values),
  );

/**
 * The buckets of a charge: { filter, properties, takes(event) }, the rest last with filter null. As
 * the service has it, filters that overlap in part both take what they share, and what one leaves
 * to another is lost where that does not take it; in the mode `exact` each event is in one bucket.
 */
export function bucketsOf({ filters, properties }, mode) {
  const rules = filters.map((_, index) => matchingAndIgnored(filters, index));
  // The place of the one filter, of those that take the event or else match it, with most keys.
  const onlyFor = (event) => {
    const taking = filters.map((_, i) => i).filter((i) => takes(event, rules[i]));
    const some = taking.length
      ? taking
      : filters.map((_, i) => i).filter((i) => matches(event, filters[i].values));
    return some.reduce(
      (a, b) => (filters[b].values.size > filters[a].values.size ? b : a),
      some[0],
    );
  };
  const own = filters.map((filter, i) => ({
    ...{ filter, properties: filter.properties },
    takes: (event) => (mode === 'exact' ? onlyFor(event) === i : takes(event, rules[i])),
  }));
  const rest = { matching: new Map(), ignored: filters.map(({ values }) => values) };
  return [...own, { filter: null, properties, takes: (event) => takes(event, rest) }];
}

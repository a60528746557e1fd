// SPDX-License-Identifier: Apache-2.0
// Which properties a set of events has, told from some of them: what can be summed, and what can be grouped by.

/** A property has to be in one event of so many to be offered. */
const RAREST = 50;
/** Properties with more different values than this share of the events look like ids, and are no groups. */
const MOST_DISTINCT = 0.5;
const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

const FACTS = { event: 'Event', customer: 'Customer', subscription: 'Subscription', source: 'Source' };

/**
 * @typedef {{ field: string, name: string, isNumber: boolean, isGroup: boolean }} Field `field` as the query
 *   language spells it, `name` for people
 */

/**
 * @param {object[]} properties of some events
 * @returns {Field[]} in the order in which they were met
 */
export function fieldsOf(properties) {
  const found = new Map();
  for (const one of properties)
    for (const [name, value] of Object.entries(one ?? {})) note(found, name, value);
  return [...found]
    .filter(([, { count }]) => count * RAREST >= properties.length)
    .map(([name, told]) => describe(name, told));
}

function note(found, name, value) {
  if (value === null || value === undefined) return;
  if (!found.has(name)) found.set(name, { count: 0, numbers: 0, values: new Set() });
  const told = found.get(name);
  ++told.count;
  if (typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value))) ++told.numbers;
  told.values.add(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function describe(name, { count, numbers, values }) {
  // A few values that are no numbers are flaws of the data, not another kind of property.
  const isNumber = numbers >= count * 0.9;
  // Numbers are groups when they come again and again.
  const few = values.size <= 12 && (!isNumber || count >= 4 * values.size);
  const isGroup = few || (!isNumber && values.size <= Math.max(12, count * MOST_DISTINCT));
  return { field: `properties.${name}`, name, isNumber: isNumber && !(few && isCode(values)), isGroup };
}

// A handful of whole numbers of three digits are codes such as an HTTP status: to be grouped by, not summed.
const isCode = (values) => [...values].every((value) => /^[1-5]\d\d$/.test(value));

/** What a field is called. */
export function nameOf(field) {
  if (FACTS[field]) return FACTS[field];
  const name = field.replace(/^properties\./, '').replaceAll(/[_-]+/g, ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The property's key of a field such as `properties.model`. */
export const keyOf = (field) => field.replace(/^properties\./, '');

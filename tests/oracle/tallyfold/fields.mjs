// SPDX-License-Identifier: Apache-2.0
// What our own query reads of an event: fields by name, their exact texts, numbers, and conditions.

import { Fraction } from '../decimal.mjs';
import { compareBytes, numberOf, textOf } from '../events.mjs';
import { JsonNumber } from '../json.mjs';

const ATTRIBUTES = {
  event: (event) => event.name,
  customer: (event) => event.external_customer_id,
  customer_id: (event) => event.customer_id,
  subscription: (event) => event.subscription,
  source: (event) => event.source,
  id: (event) => event.id,
};

/** The value of a field; undefined where there is none, or null. */
export function fieldOf(event, name) {
  const value = name.startsWith('properties.')
    ? event.properties.get(name.slice('properties.'.length))
    : ATTRIBUTES[name](event);
  return value ?? undefined;
}

/** The text that groups, distinct counts and conditions compare: 1.50 is "1.5", "1.50" itself. */
export function exactText(value) {
  return value instanceof JsonNumber ? Fraction.parse(value.text).toText() : textOf(value);
}

/** The number of a value; null where it is none, or not finite. */
export function exactNumber(value) {
  const number = numberOf(value);
  return number instanceof Fraction ? number : null;
}

const isTree = (condition) => ['and', 'or', 'not'].find((word) => word in condition);

/** Whether an event is chosen by a condition, which is JSON as parseExact reads it, or absent. */
export function passes(condition, event) {
  if (condition === undefined) return true;
  const tree = isTree(Object.fromEntries(condition));
  if (tree === 'and') return condition.get('and').every((part) => passes(part, event));
  if (tree === 'or') return condition.get('or').some((part) => passes(part, event));
  if (tree === 'not') return !passes(condition.get('not'), event);
  const op = condition.get('op');
  const value = fieldOf(event, condition.get('field'));
  if (op === 'exists') return (value !== undefined) === (condition.get('value') ?? true);
  if (op === 'ne') return !isOneOf(value, [condition.get('value')]);
  if (op === 'not_in') return !isOneOf(value, condition.get('values'));
  if (op === 'eq') return isOneOf(value, [condition.get('value')]);
  if (op === 'in') return isOneOf(value, condition.get('values'));
  if (value === undefined) return false;
  if (op === 'contains') return exactText(value).includes(condition.get('value'));
  if (op === 'starts_with') return exactText(value).startsWith(condition.get('value'));
  return isOrdered(op, exactNumber(value), exactNumber(condition.get('value')));
}

function isOneOf(value, list) {
  if (value === undefined) return false;
  const number = exactNumber(value);
  return list.some((one) =>
    one instanceof JsonNumber
      ? number !== null && number.compare(Fraction.parse(one.text)) === 0
      : exactText(value) === String(one));
}

const ORDERS = {
  lt: (c) => c < 0,
  lte: (c) => c <= 0,
  gt: (c) => c > 0,
  gte: (c) => c >= 0,
};

function isOrdered(op, number, bound) {
  return number !== null && ORDERS[op](number.compare(bound));
}

const compareTexts = (a, b) =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : compareBytes(a, b);

/** Compares groups text by text, absent ones first. */
export function compareGroups(a, b) {
  return a.map((text, i) => compareTexts(text, b[i])).find(Boolean) ?? 0;
}

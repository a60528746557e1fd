// SPDX-License-Identifier: Apache-2.0
// When an answer about usage is the one a Lago vector expects. Of the answer only the members that
// are expected count; groups, breakdowns and filters are sets; decimals compare by value and
// instants as such, loosened where the vector's `compare` says so.

const TOLERANCE = 1e-12;
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;
const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T/;
const SETS = ['groups', 'breakdowns', 'breakdowns_subset', 'grouped_usage', 'filters_subset'];
/** Members whose value is a tuple of group keys, which must be there as a whole. */
const TUPLES = ['grouped_by', 'groups', 'values'];

export function agreesWithAggregation({ compare = {}, ...expected }, actual) {
  // `compare` names a member by its path; the last part of it says enough.
  const looseness = new Map(
    Object.entries(compare).map(([path, how]) => [path.split('.').at(-1), how]),
  );
  return membersAgree(expected, actual, looseness);
}

function membersAgree(expected, actual, looseness) {
  return Object.entries(expected).every(([key, value]) => {
    const name = key.replace(/_(expr|subset)$/, '');
    const found = actual?.[name];
    if (found === undefined) return false;
    if (key.endsWith('_expr')) return agrees(calculated(value), found, name, looseness);
    if (SETS.includes(key) && Array.isArray(value)) {
      const isWhole = !key.endsWith('_subset');
      return setsAgree(value, found, isWhole, looseness);
    }
    return agrees(value, found, name, looseness);
  });
}

function setsAgree(expected, actual, isWhole, looseness) {
  const left = [...actual];
  const hasAll = expected.every((one) => {
    const index = left.findIndex((other) => membersAgree(one, other, looseness));
    if (index < 0) return false;
    left.splice(index, 1);
    return true;
  });
  return hasAll && (!isWhole || left.length === 0);
}

function agrees(expected, actual, name, looseness) {
  if (isNumber(expected) && isNumber(actual)) {
    return isClose(Number(expected), Number(actual), looseness.get(name));
  }
  if (isInstant(expected) && isInstant(actual)) return Date.parse(expected) === Date.parse(actual);
  if (expected === null || typeof expected !== 'object') return expected === actual;
  if (actual === null || typeof actual !== 'object') return false;
  if (Array.isArray(expected)) {
    return (
      expected.length === actual.length &&
      expected.every((one, index) => agrees(one, actual[index], name, looseness))
    );
  }
  const isTuple = TUPLES.includes(name);
  if (isTuple && Object.keys(expected).length !== Object.keys(actual).length) return false;
  return membersAgree(expected, actual, looseness);
}

const isNumber = (value) =>
  typeof value === 'number' || (typeof value === 'string' && DECIMAL.test(value));
const isInstant = (value) => typeof value === 'string' && INSTANT.test(value);

function isClose(expected, actual, { round, ceil, within } = {}) {
  if (within !== undefined) return Math.abs(expected - actual) <= Number(within) * (1 + 1e-6);
  const made = (value) => {
    if (round !== undefined) return Math.round(value * 10 ** round) / 10 ** round;
    return ceil === undefined ? value : roundedUp(value, ceil);
  };
  const [a, b] = [made(expected), made(actual)];
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Up to so many decimals, but not for a double's last digits. */
const roundedUp = (value, digits) =>
  Math.ceil(value * 10 ** digits * (1 - TOLERANCE)) / 10 ** digits;

/** An expected value that is written as a calculation: { fdiv: [16, 31], then: { ceil: 5 } }. */
function calculated(expression) {
  if (Array.isArray(expression)) return expression.map(calculated);
  if (expression === null || typeof expression !== 'object') return Number(expression);
  const { then, ...operation } = expression;
  const [name, operands] = Object.entries(operation)[0];
  const [first, ...others] = operands.map(calculated);
  const value = others.reduce((a, b) => (name === 'add' ? a + b : a / b), first);
  return then ? roundedUp(value, then.ceil) : value;
}

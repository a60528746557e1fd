// SPDX-License-Identifier: Apache-2.0
// What a file of Lago vectors asks, as cases for the layers, and when an answer agrees: its
// conventions (`meta.conventions`) compare more loosely than other files. Of an answer only the
// members that a vector expects, decimals by value whether text or number, and of an error a part.

import { agreesBy } from './compare.mjs';
import { agreesWithAggregation } from './lago_aggregation.mjs';
import { diffCase } from './lago_diff.mjs';
import { ingestCase } from './lago_ingest.mjs';
import { reportCase } from './lago_reports.mjs';

/** Rules that `evaluate` answers; reports answer the other kinds. */
const RULES = [
  'charge_model',
  'currency',
  'date_diff',
  'expression',
  'filter_matching',
  'filter_matching_and_ignored',
  'period',
  'rounding',
];
const TOLERANCE = 1e-12;
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;

/** Whether a file has this layout. */
export const isLago = ({ meta }) => 'getlago/lago-api' in (meta?.sources ?? {});

/** All cases of a file. `agrees` compares an answer with an expected value, altered or not. */
export const lagoCases = ({ vectors }) =>
  vectors.map(
    (vector) => reportCase(vector) ?? ingestCase(vector) ?? diffCase(vector) ?? caseOf(vector),
  );

function caseOf({ kind, name, input, expected }) {
  const one = { operation: kind, name, expected };
  if (kind === 'aggregation') return aggregationCase(one, input);
  if (!RULES.includes(kind)) return { ...one, skip: 'not offered yet', calls: [] };
  if (kind === 'period') return periodCase(one, input);
  return { ...one, request: input, agrees: agreesAll };
}

/** What both of the service's event stores promise is asked of both. */
function aggregationCase(one, { stores = [], ...input }) {
  const request = (store) => ({ operation: one.operation, request: { ...input, store } });
  if (!stores.includes('clickhouse')) {
    return { ...one, request: input, agrees: agreesWithAggregation };
  }
  return {
    ...one,
    calls: [request('postgres'), request('clickhouse')],
    valueFrom: (answers) => answers,
    agrees: (expected, answers) =>
      answers.every((answer) => agreesWithAggregation(expected, answer)),
  };
}

/** How the answer of one period method follows from another's. */
const RELATIONS = {
  same_as_method: (time) => time,
  end_of_day_before_method: (time) => time - 1000,
  one_week_before_method: (time) => time - 7 * 24 * 3600 * 1000,
};

/** Inputs that only the names of some vectors say. */
const NAMED_INPUT = [
  [/has charges monthly/, { bill_charges_monthly: true }],
  [/has fixed_charges monthly/, { bill_fixed_charges_monthly: true }],
  // Its subscription is terminated twice in the service's test; the vector has the date that the second one drops.
  [/terminated .* first month of the year/, { terminated_at: null }],
];

function periodCase(one, input) {
  const named = NAMED_INPUT.filter(([name]) => name.test(one.name)).map(([, members]) => members);
  const request = Object.assign({}, input, ...named);
  const related = relationOf(one.expected);
  if (!related) {
    // No period is the empty text there where the service's test makes a text of it.
    const expected = one.expected.value === '' ? { value: null } : one.expected;
    return { ...one, expected, request, agrees: agreesAll };
  }
  return {
    ...one,
    calls: [request, { ...request, method: related.method }].map((asked) => ({
      operation: one.operation,
      request: asked,
    })),
    valueFrom: ([actual, other]) => ({ actual, [related.method]: other }),
    agrees: agreesByRelation,
  };
}

function relationOf({ value }) {
  const [name, method] = Object.entries(value ?? {})[0] ?? [];
  return name in RELATIONS ? { method, from: RELATIONS[name] } : undefined;
}

function agreesByRelation(expected, { actual, ...others }) {
  const { method, from } = relationOf(expected);
  return method in others && Date.parse(actual.value) === from(Date.parse(others[method].value));
}

/** An expected answer: its members only, some with an ending that says how they are meant. */
function agreesAll({ compare, ...expected }, actual) {
  return Object.entries(expected).every(([key, value]) => {
    if (key === 'error_contains') return containsAll(actual.error, [value].flat());
    const name = key.replace(/_expr$/, '');
    const wanted = name === key ? value : calculated(value);
    const made = loosening(compare?.[name]);
    return agrees(made(wanted), made(actual[name]));
  });
}

const containsAll = (text, parts) =>
  typeof text === 'string' && parts.every((part) => text.includes(part));

const isNumber = (value) =>
  typeof value === 'number' || (typeof value === 'string' && DECIMAL.test(value));

const isClose = (a, b) => Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));

const agrees = agreesBy((expected, actual) =>
  isNumber(expected) && isNumber(actual) ? isClose(Number(expected), Number(actual)) : undefined,
);

/** Makes a value as coarse as the service's own test makes it: { round: 2 } or { ceil: 2 }. */
function loosening({ round, ceil } = {}) {
  const digits = round ?? ceil;
  if (digits === undefined) return (value) => value;
  const unit = 10 ** digits;
  const whole = (units) =>
    round === undefined ? Math.ceil(units * (1 - TOLERANCE)) : Math.round(units);
  return (value) => (isNumber(value) ? whole(Number(value) * unit) / unit : value);
}

/** An expected value that is written as a calculation: { div: ['155', '210'] }. */
function calculated(expression) {
  if (typeof expression !== 'object') return Number(expression);
  const [name, operands] = Object.entries(expression)[0];
  const numbers = operands.map(calculated);
  if (name === 'add') return numbers.reduce((a, b) => a + b);
  if (name === 'mul') return numbers.reduce((a, b) => a * b);
  return numbers.reduce((a, b) => a / b);
}

// SPDX-License-Identifier: Apache-2.0
// Answers of tallyfold.query as rows of keys and one value: from columns, and from JSON.

import { fromMillionths, toMillionths } from './decimals.mjs';
import { DAY_MS, monthOf } from './windows.mjs';

/** What a question's value is called in its request. */
const VALUES = {
  Q1: 'n', Q2: 'total', Q3: 'total', Q4: 'n', Q5: 'total', Q6: 'most', Q7: 'last', Q8: 'mean', Q9: 'total',
};
/**
 * Sums and latest values are asked for as exact decimals; counts and averages are doubles, and so are
 * the peaks of Q6: a double of at most six places below a billion is exact enough to get them back.
 */
const EXACT = new Set(['Q2', 'Q3', 'Q5', 'Q7', 'Q9']);

export const needsTexts = (question) => EXACT.has(question);

/** The rows of a question from the columns of each of its requests. */
export function rowsOfColumns(question, requests, answers) {
  const valuesOf = ({ values }) => {
    const column = values[VALUES[question]];
    return EXACT.has(question) ? column.texts : column.numbers;
  };
  const { windowStart, groups } = answers[0];
  const values = valuesOf(answers[0]);
  switch (question) {
    case 'Q1':
      return [[values[0]]];
    case 'Q5': {
      const { codes, texts } = groups['properties.region'];
      return values.map((sum, row) => [windowStart[row], texts[codes[row]], sum]);
    }
    case 'Q6':
      return [[sumOfNumbers(values)]];
    case 'Q7': {
      const { codes, texts } = groups.customer;
      return values.map((last, row) => [texts[codes[row]], last]);
    }
    case 'Q9':
      return answers.flatMap((answer, i) => rankingOf(answer, valuesOf(answer), monthEndedBy(requests[i].to)));
    default:
      return Array.from(values, (value, row) => [windowStart[row], value]);
  }
}

function rankingOf({ groups, others }, values, month) {
  const { codes, texts } = groups.customer;
  const rows = [];
  for (let row = 0; row < values.length; ++row) {
    if (!others?.[row]) rows.push([month, texts[codes[row]], values[row]]);
  }
  return rows;
}

/** The rows of a question from the JSON of each of its requests. */
export function rowsOfBodies(question, requests, bodies) {
  const valueOf = (row) => row.values[VALUES[question]];
  if (question === 'Q6') return [[sumOfTexts(bodies[0].rows.map(valueOf))]];
  return bodies.flatMap(({ rows }, i) => {
    const month = question === 'Q9' ? [monthEndedBy(requests[i].to)] : [];
    return rows
      .filter((row) => !row.others)
      .map((row) => [...month, ...startOf(row), ...Object.values(row.group ?? {}), valueOf(row)]);
  });
}

const startOf = (row) => (row.window_start === undefined ? [] : [Date.parse(row.window_start)]);

/** The month that a range of one month or a part of it ends. */
const monthEndedBy = (to) => monthOf(Date.parse(to) - DAY_MS);

function sumOfTexts(texts) {
  let sum = 0n;
  for (const text of texts) sum += toMillionths(text);
  return fromMillionths(sum);
}

/** As whole millionths, which stay below 2^53. */
function sumOfNumbers(numbers) {
  let sum = 0;
  for (const number of numbers) {
    if (!(number < 1e9)) throw new Error(`${number} is beyond what the workload has`);
    sum += Math.round(number * 1e6);
  }
  if (!Number.isSafeInteger(sum)) throw new Error('the sum is beyond 2^53');
  return fromMillionths(BigInt(sum));
}

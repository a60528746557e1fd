// SPDX-License-Identifier: Apache-2.0
// Makes tests/cases/flexprice from a file of test vectors:
//
//   node scripts/import-cases.mjs FILE
//
// Every vector is carried over in both modes. The expected text is the independent oracle's, which
// settles what a vector leaves open (the last digit of a sum, which of equal copies); an as-is
// answer of the oracle must agree with the vector, or nothing is written.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { usage, usageByMeter } from '../tests/oracle/usage.mjs';
import { differenceOf } from './vectors/compare.mjs';
import { caseOf, REPORTS } from './vectors/operations.mjs';

const FOLDER = fileURLToPath(new URL('../tests/cases/flexprice', import.meta.url));
const ORACLE = { usage, usage_by_meter: usageByMeter };
/** What the shared sets of events are for. */
const SET_NAMES = {
  set1: 'edges_of_every_window',
  set2: 'days_of_a_leap_year',
  set3: 'days_of_a_common_year',
  set4: 'clock_changes',
};

function nameOf({ operation, request, mode }, status, setName) {
  const asked = request.meter ? { ...request.meter.aggregation, ...request } : request;
  const words = [
    operation === 'usage' ? asked.aggregation_type || 'no type' : `meter ${asked.type}`,
  ];
  for (const key of [
    'window_size',
    'bucket_size',
    'timezone',
    'billing_anchor',
    'multiplier',
    'group_by_property',
  ]) {
    if (asked[key] !== undefined) words.push(`${key} ${asked[key]}`);
  }
  if (asked.filters) words.push(`filters ${JSON.stringify(asked.filters)}`);
  if (setName) words.push(`over ${setName}`);
  if (status !== 200) words.push(`status ${status}`);
  return [...words, mode].join(', ');
}

function groupOf({ operation, request }, status) {
  if (operation !== 'usage') return 'usage_by_meter';
  if (status !== 200) return 'refused';
  return request.property_name ? request.aggregation_type.toLowerCase() : 'count';
}

function expectedOf(one) {
  const { events, request, mode, now } = one;
  const answer = ORACLE[one.operation]({ events, request, mode, now });
  if (mode === 'as-is' && differenceOf(one.expected, answer)) {
    throw new Error(`the oracle disagrees with ${one.name}: ${JSON.stringify(answer)}`);
  }
  return answer;
}

function casesOf(vector, sets) {
  return ['as-is', 'exact'].map((mode) => {
    const one = caseOf({ ...vector, mode }, sets);
    const { status, body } = expectedOf(one);
    const setName = SET_NAMES[vector.events];
    const name = nameOf(one, status, setName);
    const { request, now } = one;
    const report = REPORTS[one.operation];
    // The words of a refusal in exact mode are ours to change; the service's own are not.
    const answer = status !== 200 && mode === 'exact' ? { status } : { status, body };
    const written = { name, report, mode, now, events: setName ?? one.events, request, ...answer };
    return { group: groupOf(one, vector.expected.status), written };
  });
}

function numberNames(cases) {
  const seen = new Map();
  for (const one of cases) {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    if (times > 1) one.name += `, ${times}`;
  }
}

const lines = (values) => values.map((value) => JSON.stringify(value)).join(',\n');

function main(path) {
  const { vectors, event_sets: sets } = JSON.parse(readFileSync(path, 'utf8'));
  const groups = new Map();
  for (const vector of vectors.filter(({ operation }) => operation in REPORTS)) {
    for (const { group, written } of casesOf(vector, sets)) {
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(written);
    }
  }
  mkdirSync(FOLDER, { recursive: true });
  const named = Object.entries(SET_NAMES).map(
    ([set, name]) => `${JSON.stringify(name)}: [\n${lines(sets[set])}\n]`,
  );
  writeFileSync(`${FOLDER}/events.json`, `{\n${named.join(',\n')}\n}\n`);
  for (const [group, cases] of groups) {
    numberNames(cases);
    writeFileSync(`${FOLDER}/${group}.json`, `{ "cases": [\n${lines(cases)}\n] }\n`);
    console.log(`${group}: ${cases.length} cases`);
  }
}

main(process.argv[2]);

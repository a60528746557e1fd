// SPDX-License-Identifier: Apache-2.0
// Makes tests/cases/seatsio from a file of seats.io vectors and from scripts/cases/seatsio.mjs:
//
//   node scripts/import-seatsio-cases.mjs FILE
//
// Every scenario of the file is carried over with every report and shape. The expected answers are
// the independent oracle's, which must agree with every vector, or nothing is written.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { REPORTS } from '../tests/oracle/seatsio/reports.mjs';
import { questions, refused, sets } from './cases/seatsio.mjs';
import { differenceOf } from './vectors/compare.mjs';
import { seatsioCases } from './vectors/seatsio.mjs';

const FOLDER = fileURLToPath(new URL('../tests/cases/seatsio', import.meta.url));
const NOW = '2030-01-01T00:00:00Z';
const MONTH_SHAPES = ['legacy6', 'legacy3', 'current'];

function checkVectors(file, path) {
  for (const { name, skip, calls, expected, valueFrom } of seatsioCases(file, path)) {
    if (skip) continue;
    const answer = valueFrom(calls.map((call) => REPORTS[call.report](call)));
    if (differenceOf(expected, answer)) {
      throw new Error(`the oracle disagrees with ${name}: ${JSON.stringify(answer)}`);
    }
  }
}

// Every report over a set, in every shape.
function requestsOf({ months, eventIds }) {
  const all = [
    ['seatsio.usage', {}],
    ['seatsio.usage', { shape: 'current' }],
    ['seatsio.usage', { version: 2 }],
  ];
  for (const month of months) {
    for (const shape of MONTH_SHAPES) all.push(['seatsio.usage_month', { month, shape }]);
    for (const eventId of eventIds) {
      for (const version of [1, 2]) {
        all.push(['seatsio.usage_month_event', { month, eventId, version }]);
      }
    }
  }
  return all;
}

function caseOf(group, set, report, request, { catalog, now = NOW, words = [] }) {
  const asked = Object.entries(request).map(([name, value]) => `${name} ${value}`);
  const over = ['refused', 'scenarios'].includes(group) ? [`over ${set}`] : [];
  const name = [report, ...asked, ...over, ...words].join(', ');
  const call = { report, mode: 'as-is', dialect: 'seatsio', now, catalog, request };
  const { status, body } = REPORTS[report]({ ...call, events: allSets[set] });
  const answer = status === 200 ? { status, body } : { status, problems: problemsOf(body) };
  return { group, written: { name, ...call, events: set, ...answer } };
}

// The words of a refusal are ours to change: what stays is where the problems are.
const problemsOf = ({ errors }) => errors.map(({ data }) => data.path ?? '').sort();

let allSets = sets;

function scenarioCases({ id, options, expected, events }) {
  const months = Object.keys(expected);
  const eventIds = [...new Set(events.map(({ eventId }) => eventId))];
  return requestsOf({ months, eventIds }).map(([report, request]) =>
    caseOf('scenarios', id, report, { ...request, ...options }, {}),
  );
}

function replayCases({ expected }) {
  const asked = requestsOf({ months: Object.keys(expected), eventIds: [1251] });
  return asked.map(([report, request]) => caseOf('replay', 'replay', report, request, {}));
}

function ownCases({ group, set, options, catalogs = [undefined], nows = [NOW], ...asked }) {
  const out = [];
  for (const catalog of catalogs) {
    for (const now of nows) {
      const words = [catalog && 'with a catalog', now !== NOW && `now ${now}`].filter(Boolean);
      for (const own of options) {
        for (const [report, request] of requestsOf(asked)) {
          const whole = { ...request, ...own };
          out.push(caseOf(group, set, report, whole, { catalog, now, words }));
        }
      }
    }
  }
  return out;
}

function refusedCases() {
  return refused.map(([report, request]) => caseOf('refused', 'monthEnds', report, request, {}));
}

const lines = (values) => values.map((value) => JSON.stringify(value)).join(',\n');

function write(cases) {
  mkdirSync(FOLDER, { recursive: true });
  const named = Object.entries(allSets).map(
    ([name, events]) => `${JSON.stringify(name)}: [\n${lines(events)}\n]`,
  );
  writeFileSync(join(FOLDER, 'events.json'), `{\n${named.join(',\n')}\n}\n`);
  const groups = new Map();
  for (const { group, written } of cases) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(written);
  }
  for (const [group, list] of groups) {
    writeFileSync(join(FOLDER, `${group}.json`), `{ "cases": [\n${lines(list)}\n] }\n`);
    console.log(`${group}: ${list.length} cases`);
  }
}

function main(path) {
  const file = JSON.parse(readFileSync(path, 'utf8'));
  checkVectors(file, path);
  const replay = readFileSync(join(dirname(path), file.seedReplay.file), 'utf8');
  const scenarioSets = file.scenarios.map(({ id, events }) => [id, events]);
  allSets = {
    ...sets,
    ...Object.fromEntries(scenarioSets),
    replay: replay.split('\n').filter(Boolean).map((line) => JSON.parse(line)),
  };
  write([
    ...file.scenarios.flatMap(scenarioCases),
    ...replayCases(file.seedReplay),
    ...questions.flatMap(ownCases),
    ...refusedCases(),
  ]);
}

main(process.argv[2]);

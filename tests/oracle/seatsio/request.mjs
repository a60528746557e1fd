// SPDX-License-Identifier: Apache-2.0
// From a request to checked options, or to the problems that make it a 400.

import { findZone } from '../zones.mjs';

const choice = (...values) => ({ values, first: values[0] });
const YES_NO = { false: false, true: true };

const EVERYWHERE = {
  gaPlaces: choice('peak', 'cumulative'),
  reasonRule: choice('precedence', 'first'),
  deselection: choice('sameMonth', 'never', 'always'),
  tableCountsAs: choice('object', 'seats'),
  testWorkspaces: choice('exclude', 'include'),
  order: choice('id', 'input'),
  billable: choice('used', 'bookings'),
  dedupe: choice('dialect', 'id', 'none'),
};

const SHAPES = {
  'seatsio.usage': choice('legacy', 'current'),
  'seatsio.usage_month': choice('legacy6', 'legacy3', 'current'),
};

const isName = (value, { values }) => typeof value === 'string' && values.includes(value);

function yesOrNo(value) {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? YES_NO[value] : undefined;
}

function versionOf(value) {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  return ['1', '2'].includes(String(value)) ? Number(value) : undefined;
}

function monthOf(value) {
  const found = typeof value === 'string' && /^([0-9]{4})-(0[1-9]|1[0-2])$/.exec(value);
  return found ? { year: Number(found[1]), month: Number(found[2]) } : undefined;
}

// What is no number is the id of no event, as a key is.
function eventIdOf(value) {
  if (typeof value === 'string' && /^-?[0-9]+$/.test(value)) return Number(value);
  return ['string', 'number'].includes(typeof value) && value !== '' ? value : undefined;
}

const isDuration = (value) => typeof value === 'string' &&
  /^P(?=.)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)$/
    .test(value);

/**
 * Reads a request: { options, problems }, problems being paths such as "$.month". What a problem
 * leaves open has its default.
 */
export function readRequest(json, report) {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    return { problems: ['$'] };
  }
  const problems = [];
  const options = { zone: findZone('UTC'), apiHoldCounts: true, zeroRows: false };
  const read = (name, parse, need = false) => {
    const given = json[name] ?? undefined;
    if (given === undefined && !need) return;
    const value = parse(given);
    if (value === undefined) problems.push(`$.${name}`);
    else options[name] = value;
  };
  const choices = SHAPES[report] ? { ...EVERYWHERE, shape: SHAPES[report] } : EVERYWHERE;
  for (const [name, list] of Object.entries(choices)) {
    options[name] = list.first;
    read(name, (value) => (isName(value, list) ? value : undefined));
  }
  read('apiHoldCounts', yesOrNo);
  read('zeroRows', yesOrNo);
  read('timeZone', (value) => typeof value === 'string' && findZone(value) || undefined);
  read('lateness', (value) => isDuration(value) || undefined);
  if (options.timeZone) options.zone = options.timeZone;
  const own = readOwn(report, read, json, options);
  const known = [...Object.keys(choices), 'apiHoldCounts', 'zeroRows', 'timeZone', 'lateness',
    ...own];
  problems.push(...Object.keys(json).filter((name) => !known.includes(name))
    .map((name) => `$.${name}`));
  return { options, problems };
}

// What one report has of its own; answers the names.
function readOwn(report, read, json, options) {
  if (report === 'seatsio.usage') {
    read('version', versionOf);
    if (options.version === 2 && (json.shape ?? null) === null) options.shape = 'current';
    return ['version'];
  }
  read('month', monthOf, true);
  if (report === 'seatsio.usage_month') return ['month'];
  read('eventId', eventIdOf, true);
  read('version', versionOf);
  return ['month', 'eventId', 'version'];
}

// SPDX-License-Identifier: Apache-2.0
// Random cases of our own query: many questions to each set of events.

import { manyEvents } from './generate-many.mjs';
import { randomAggregations } from './generate-aggregations.mjs';
import { spoil } from './generate-problems.mjs';
import { randomWhere } from './generate-where.mjs';
import { randomEvents, randomSpan, randomTaste, randomTime, timeText } from '../generate-events.mjs';
import { createRandom } from '../random.mjs';

const QUESTIONS_PER_SET = 40;
const MANY_EVERY = 12; // sets with events enough for several blocks of rows

const ZONES = ['America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata',
  'Asia/Kathmandu', 'Pacific/Apia', 'America/Havana', 'America/St_Johns', 'America/Asuncion',
  'America/Sao_Paulo', 'Pacific/Chatham', 'Europe/London', 'UTC', 'Etc/UTC'];
// By their length, so that no question asks for a million windows.
const WINDOWS = [
  [60, ['minute', 'PT30S', 'PT1M', 'PT7M', 'PT90S']],
  [900, ['PT15M', 'PT20M', 'PT25M']],
  [3600, ['hour', 'PT1H', 'PT2H', 'PT5H', 'PT6H', 'PT90M']],
  [86400, ['day', 'week', 'P1D', 'PT24H', 'PT36H', 'P3D', 'P5D', 'P2W', 'P1DT6H', 'PT12H']],
  [864000, ['month', 'quarter', 'year', 'P1M', 'P2M', 'P1M15D', 'P10D', 'week', 'P1Y', 'P1MT12H']],
];
const MOST_WINDOWS = 400;

const sets = new Map();

/** Case `number` of a seed: { report, mode, lines, requestText, now, problems }. */
export function generate(seed, number) {
  const { lines, span, many } = setOf(seed, Math.floor(number / QUESTIONS_PER_SET));
  const random = createRandom(seed, number);
  const request = randomRequest(random, span, many);
  const problems = random.chance(0.06) ? spoil(random, request) : undefined;
  const now = new Date((span.pivot + random.pick([0, 3600, 86400, span.reach])) * 1000);
  return {
    report: 'tallyfold.query',
    mode: 'exact',
    lines,
    requestText: JSON.stringify(request),
    now: now.toISOString(),
    ...(problems && { problems }),
  };
}

function setOf(seed, number) {
  const key = `${seed} ${number}`;
  if (sets.has(key)) return sets.get(key);
  const random = createRandom(seed, -1 - number);
  const span = randomSpan(random);
  const many = number % MANY_EVERY === MANY_EVERY - 1;
  const lines = many ? manyEvents(random, span) : randomEvents(random, span, randomTaste(random));
  sets.clear();
  sets.set(key, { lines, span, many });
  return sets.get(key);
}

function randomRequest(random, span, many) {
  const out = {};
  if (random.chance(0.6)) out.event = random.pick(['api', ['api', 'storage'], ['api_request'], 'none', ['api']]);
  if (random.chance(0.45)) out.where = randomWhere(random, 0);
  const names = addAggregations(random, out);
  addRange(random, span, out);
  if (random.chance(0.6)) out.time_zone = random.pick(ZONES);
  if (random.chance(0.65)) addWindow(random, span, out, many);
  addGroups(random, out, names);
  if (random.chance(0.4)) out.dedupe = random.pick(['dialect', 'id', 'none', 'none']);
  if (random.chance(0.2)) out.lateness = random.pick(['PT24H', 'PT1H', 'P7D', 'PT0S', 'P1DT12H', 'PT10M', 'P40D']);
  return out;
}

function addAggregations(random, out) {
  out.aggregations = randomAggregations(random);
  return Object.keys(out.aggregations);
}

function boundText(random, time) {
  return random.chance(0.3) ? timeText(random, time).slice(0, 10) : timeText(random, time);
}

function addRange(random, span, out) {
  const reach = random.pick([span.reach, span.reach * 2, 86400]);
  const times = [0, 1].map(() => randomTime(random, span.pivot, reach));
  times.sort((a, b) => a.seconds - b.seconds);
  if (random.chance(0.5)) times[0] = { seconds: span.pivot - 2 * reach, fraction: '' };
  if (random.chance(0.5)) times[1] = { seconds: span.pivot + 2 * reach, fraction: '5' };
  // A day more, because a date can begin hours before the instant whose date it is.
  times[1].seconds += 2 * 86400 * random.pick([1, 1, 10]);
  times[0].seconds -= random.pick([0, 86400]);
  const levels = Object.values(out.aggregations).some(({ type }) => isLevel(type));
  if (levels || random.chance(0.75)) out.from = boundText(random, times[0]);
  if (random.chance(0.2)) roundTo(random, span, out);
  // Else it ends now, which must not be before it starts.
  if (out.from !== undefined || random.chance(0.7)) out.to ??= boundText(random, times[1]);
  if (out.from !== undefined && !Object.values(out.aggregations).some(({ opening }) => opening !== undefined)) {
    if (random.chance(0.25)) out.compare = 'previous';
  }
}

const isLevel = (type) => type === 'weighted_sum' || type === 'time_weighted_avg';

// Whole months or days, which a comparison treats otherwise.
function roundTo(random, span, out) {
  if (out.from === undefined) return;
  const at = new Date(span.pivot * 1000);
  const month = (n) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + n, 1)).toISOString().slice(0, 10);
  out.from = month(random.pick([0, 0, -1]));
  out.to = month(random.pick([1, 1, 2]));
}

function lengthOf(span, { from, to }) {
  const [first, last] = [from, to].map((text) => Date.parse(text) / 1000);
  return Number.isNaN(last - first) ? 6 * span.reach + 100 * 86400 : last - first + 2 * 86400;
}

function addWindow(random, span, out, many) {
  const length = lengthOf(span, out);
  const most = many ? MOST_WINDOWS / 8 : MOST_WINDOWS;
  const fitting = WINDOWS.filter(([size]) => length / size < most).flatMap(([, names]) => names);
  const isFew = fitting.length > 0 && (random.chance(0.7) || needsEvery(out));
  // Without filling any size will do: there are no more windows than events.
  if (!fitting.length && needsEvery(out)) return;
  out.window = random.pick(isFew ? fitting : WINDOWS.flatMap(([, names]) => names));
  if (random.chance(0.3)) out.anchor = randomAnchor(random, span);
  if (!isFew) return;
  if (random.chance(0.4)) out.fill = random.pick(['none', 'zero', 'zero', 'previous', 'previous']);
  if (random.chance(0.25)) out.cumulative = random.chance(0.9);
}

function needsEvery({ compare, aggregations }) {
  return compare !== undefined || Object.values(aggregations).some(({ type }) => isLevel(type));
}

function randomAnchor(random, span) {
  if (random.chance(0.3)) {
    return timeText(random, { ...randomTime(random, span.pivot, span.reach), fraction: '' });
  }
  const day = String(random.pick([1, 5, 11, 15, 28, 29, 30, 31])).padStart(2, '0');
  const date = `2024-0${random.pick([1, 3, 5])}-${day}`;
  const clock = random.pick(['00:00:00', '14:30:45', '23:59:59', '02:15:00']);
  return random.chance(0.4) ? date : `${date}T${clock}${random.pick(['Z', 'Z', '+05:30'])}`;
}

function addGroups(random, out, names) {
  if (random.chance(0.5)) {
    const fields = ['event', 'customer', 'customer_id', 'subscription', 'source', 'properties.k',
      'properties.u', 'properties.v', 'properties.v.w', 'properties.none', 'id'];
    const count = random.pick([1, 1, 1, 2, 2, 3]);
    out.group_by = [...new Set(Array.from({ length: count }, () => random.pick(fields)))];
    if (random.chance(0.5)) out.limit = random.pick([1, 2, 3, 5, 100]);
  }
  if (!random.chance(0.4)) return;
  out.order_by = { by: random.pick([...names, ...names, 'group', 'window']) };
  if (random.chance(0.6)) out.order_by.direction = random.pick(['asc', 'desc']);
}

// SPDX-License-Identifier: Apache-2.0
// Random cases of our own query that databases can answer exactly too: numbers of at most four
// places, texts that spell none, times of whole microseconds, and no features beyond SQL.

import { CUSTOMERS, NAMES, randomSpan } from '../generate-events.mjs';
import { createRandom } from '../random.mjs';

const QUESTIONS_PER_SET = 100;
const ZONES = ['America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata', 'Pacific/Apia',
  'Europe/London', 'UTC', 'Asia/Kathmandu', 'Pacific/Chatham'];
const CALENDAR = ['day', 'week', 'month', 'quarter', 'year'];
const ELAPSED = ['minute', 'hour', 'PT15M', 'PT90S', 'PT5H', 'PT6H', 'PT36H', 'P3D', 'P10D', 'PT7M'];
const LONG = ['hour', 'PT5H', 'PT36H', 'P3D', 'P10D']; // so few that every one can be looked at
const KS = ['a', 'b', 'B', 'é', '😀', 'Zz', ''];
const FORMULAS = ['event.properties.v * 2', 'event.properties.v + event.properties.w', 'event.properties.v - 0.1',
  '-event.properties.v', 'greatest(event.properties.v, 10)', 'least(event.properties.v, event.properties.w, 5)',
  'round(event.properties.v, 1)', 'floor(event.properties.v)', 'ceil(event.properties.w)'];
const RANKED = ['count', 'sum', 'min', 'max', 'first', 'latest', 'count_unique', 'sum_with_multiplier'];
const RUNNING = ['count', 'sum', 'min', 'max', 'sum_with_multiplier'];
const LEVELS = ['weighted_sum', 'time_weighted_avg'];
const ANY = [...RANKED, 'avg', 'percentile'];

const sets = new Map();

/** Case `number` of a seed, as generate.mjs makes them. */
export function generatePlain(seed, number) {
  const { lines, span } = setOf(seed, Math.floor(number / QUESTIONS_PER_SET));
  const random = createRandom(seed, number);
  const now = new Date((span.pivot + span.reach) * 1000).toISOString();
  const request = randomRequest(random, span);
  return { report: 'tallyfold.query', mode: 'exact', lines, requestText: JSON.stringify(request), now };
}

function setOf(seed, number) {
  const key = `${seed} ${number}`;
  if (!sets.has(key)) {
    const random = createRandom(seed, -1 - number);
    const span = randomSpan(random);
    sets.clear();
    sets.set(key, { lines: plainEvents(random, span), span });
  }
  return sets.get(key);
}

function plainEvents(random, span) {
  const count = random.pick([0, 1, 20, 100, 300, 1000, 5000]);
  const repeats = random.pick([0, 0.05, 0.3]);
  const text = (list) => JSON.stringify(random.pick(list));
  return Array.from({ length: count }, (_, i) => {
    const micros = BigInt(span.pivot + random.between(-span.reach, span.reach)) * 1_000_000n +
      BigInt(random.pick([0, 0, random.below(1000) * 1000, random.below(1e6)]));
    const out = [`"event_name":${text(NAMES)}`, `"external_customer_id":${text(CUSTOMERS)}`,
      `"timestamp":"${timeText(micros)}"`];
    const id = random.chance(repeats) && i ? random.below(i) : i;
    if (random.chance(0.9)) out.push(`"event_id":"e${id}"`);
    if (random.chance(0.5)) out.push(`"source":${text(['s1', 's2', 'é'])}`);
    const properties = [`"i":${i}`];
    if (random.chance(0.9)) properties.push(`"v":${random.chance(0.03) ? 'null' : numberText(random)}`);
    if (random.chance(0.5)) properties.push(`"w":${numberText(random)}`);
    if (random.chance(0.8)) properties.push(`"k":${text(KS)}`);
    if (random.chance(0.6)) properties.push(`"u":"u${random.below(30)}"`);
    return `{${out.join(',')},"properties":{${properties.join(',')}}}`;
  });
}

function timeText(micros) {
  const clock = new Date(Number(micros / 1000n)).toISOString().slice(0, 23);
  return `${clock}${String(micros % 1000n).padStart(3, '0')}Z`;
}

function numberText(random) {
  const whole = String(random.below(random.pick([3, 100, 100000])));
  const sign = random.chance(0.2) && whole !== '0' ? '-' : '';
  return sign + whole + (random.chance(0.5) ? `.${random.pick(['5', '25', '50', '0001', '1', '75'])}` : '');
}

function randomRequest(random, span) {
  const out = {};
  if (random.chance(0.6)) out.event = random.pick(['api', ['api', 'storage'], ['api_request', 'none']]);
  if (random.chance(0.5)) out.where = randomWhere(random, 0);
  const shape = random.pick(['plain', 'plain', 'windows', 'windows', 'windows', 'running', 'levels', 'compare']);
  const types = { plain: ANY, windows: ANY, running: RUNNING, levels: [...LEVELS, ...ANY], compare: ANY }[shape];
  addRange(random, span, out, shape === 'levels' || shape === 'compare');
  if (random.chance(0.6)) out.time_zone = random.pick(ZONES);
  if (shape === 'windows' || shape === 'running') addWindow(random, out, shape === 'windows' ? ELAPSED : LONG);
  if (shape === 'running') out.cumulative = true;
  if (shape === 'compare') out.compare = 'previous';
  addAggregations(random, out, types);
  addGroups(random, out, shape);
  if (random.chance(0.4)) out.dedupe = random.pick(['id', 'none', 'none']);
  return out;
}

function addRange(random, span, out, needed) {
  const time = (sign) => new Date((span.pivot + sign * random.below(2 * span.reach) + (sign > 0 ? 1 : 0)) * 1000).toISOString();
  const date = (text) => (random.chance(0.3) ? text.slice(0, 10) : text);
  // A day or two more, because a date begins before the instant whose date it is.
  if (needed || random.chance(0.7)) out.from = date(new Date(Date.parse(time(-1)) - 86400_000).toISOString());
  out.to = date(new Date(Date.parse(time(1)) + 2 * 86400_000).toISOString());
}

function addWindow(random, out, elapsed) {
  if (random.chance(0.6)) {
    out.window = random.pick(CALENDAR);
    return;
  }
  // On a clock that is never set, because databases count elapsed time.
  out.window = random.pick(elapsed);
  delete out.time_zone;
  if (random.chance(0.5)) out.anchor = random.pick(['2001-01-01', '2004-02-29T05:30:15Z', '2009-12-31T23:59:59Z']);
}

function addAggregations(random, out, types) {
  out.aggregations = {};
  const count = random.pick([1, 1, 2, 3]);
  // The first is what a limit ranks by.
  for (let i = 0; i < count; i++) {
    const type = random.pick(i === 0 && !types.includes('weighted_sum') ? types.filter((t) => RANKED.includes(t)) : types);
    out.aggregations[`m${i}`] = aggregation(random, type);
  }
}

function aggregation(random, type) {
  const out = { type };
  const texts = type === 'count' || type === 'count_unique';
  if (type !== 'count' || random.chance(0.5)) {
    if (!texts && random.chance(0.3)) out.expression = random.pick(FORMULAS);
    else out.property = random.pick(texts ? ['k', 'u'] : ['v', 'v', 'w']);
  }
  if (type === 'percentile') out.p = random.pick([50, 95, 0, 100, 99.9, 33.3, 66.6667, 1]);
  if (type === 'sum_with_multiplier') out.multiplier = random.pick([2, '0.001', -3, 0.25]);
  if (LEVELS.includes(type) && random.chance(0.4)) out.opening = random.pick([0, 10, -2.5]);
  return out;
}

function addGroups(random, out, shape) {
  if (random.chance(0.6)) {
    const fields = ['event', 'customer', 'source', 'properties.k', 'properties.u'];
    const count = random.pick([1, 1, 2]);
    out.group_by = [...new Set(Array.from({ length: count }, () => random.pick(fields)))];
    if (shape !== 'compare' && shape !== 'levels' && random.chance(0.4)) out.limit = random.pick([1, 2, 3, 5]);
  }
  if (!random.chance(0.4)) return;
  const by = shape === 'compare' || shape === 'levels' ? ['group'] : ['group', 'window', 'm0', 'm0'];
  out.order_by = { by: random.pick(by) };
  if (random.chance(0.6)) out.order_by.direction = random.pick(['asc', 'desc']);
}

function randomWhere(random, depth) {
  if (depth < 3 && random.chance(0.45)) {
    const word = random.pick(['and', 'or', 'not']);
    if (word === 'not') return { not: randomWhere(random, depth + 1) };
    return { [word]: Array.from({ length: random.pick([1, 2, 3]) }, () => randomWhere(random, depth + 1)) };
  }
  if (random.chance(0.1)) {
    const field = random.pick(['source', 'properties.v', 'properties.k']);
    return { field, op: 'exists', ...(random.chance(0.5) && { value: random.chance(0.5) }) };
  }
  return random.chance(0.4) ? numberTest(random) : textTest(random);
}

function numberTest(random) {
  const field = random.pick(['properties.v', 'properties.v', 'properties.w']);
  const numbers = [0, 1, 2, 10, 25.5, -1, 0.5, 1000, 50000.25];
  const op = random.pick(['eq', 'ne', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte']);
  if (op === 'in' || op === 'not_in') return { field, op, values: [random.pick(numbers), random.pick(numbers)] };
  return { field, op, value: random.pick(numbers) };
}

function textTest(random) {
  const texts = { customer: CUSTOMERS, source: ['s1', 's2', 'é'], 'properties.k': KS, 'properties.u': ['u1', 'u2', 'u17'], event: NAMES };
  const field = random.pick(Object.keys(texts));
  const op = random.pick(['eq', 'ne', 'in', 'not_in', 'contains', 'starts_with']);
  const text = () => random.pick(texts[field]);
  if (op === 'in' || op === 'not_in') return { field, op, values: [text(), text()] };
  if (op === 'eq' || op === 'ne') return { field, op, value: text() };
  return { field, op, value: random.pick(['a', 'u1', '1', 'é', 'st', '']) };
}

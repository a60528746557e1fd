// SPDX-License-Identifier: Apache-2.0
// The sample: 90 days of a company that sells answers of language models. Made where it is needed, from
// whole numbers only, so that it is the same text everywhere and costs no download.

const DAY = 86_400_000;
const START = Date.UTC(2025, 2, 1);
const DAYS = 90;
/** A weekday's shape: how busy each hour of UTC is, and each day from Monday. */
const HOURS = [22, 17, 14, 12, 12, 16, 26, 44, 68, 86, 94, 90, 82, 92, 100, 98, 88, 74, 60, 52, 46, 40, 34, 28];
const WEEK = [96, 100, 98, 94, 84, 42, 36];

const MODELS = [
  { name: 'atlas-large', weight: 22, input: 1900, output: 620, price: 15 },
  { name: 'atlas-medium', weight: 38, input: 1200, output: 410, price: 4 },
  { name: 'atlas-mini', weight: 27, input: 700, output: 240, price: 1 },
  { name: 'atlas-vision', weight: 9, input: 2600, output: 300, price: 9 },
  { name: 'embed-2', weight: 14, input: 480, output: 0, price: 1 },
];
const REGIONS = [['us-east', 40], ['eu-west', 31], ['ap-south', 14], ['us-west', 10], ['sa-east', 5]];
const CUSTOMERS = [
  ['northwind', 100], ['helio-health', 74], ['brightdesk', 61], ['quill-and-co', 50], ['parcelbird', 44],
  ['lumen-law', 37], ['tidewater', 31], ['orchard-learning', 26], ['kestrel-robotics', 22], ['mosaic-media', 18],
  ['cobalt-bank', 15], ['fernway', 12], ['juniper-travel', 10], ['saltbox', 8], ['ember-games', 6], ['pine-labs', 4],
];

/** Each value as often as it weighs, so that picking is one look. */
const spread = (weighted) => weighted.flatMap(([value, weight]) => new Array(weight).fill(value));

/** Whole numbers below 2^32, each from the one before (xorshift): no library's and no processor's own. */
function makeDice(seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    below: (end) => next() % end,
    pick: (among) => among[next() % among.length],
  };
}

/** How many of the events fall on each hour: growth over the days, quiet nights and weekends, one launch. */
function hourWeights() {
  const weights = [];
  for (let day = 0; day < DAYS; ++day) {
    const weekday = (day + 5) % 7; // the first day is a Saturday
    const launch = day >= 61 && day < 66 ? 170 - (day - 61) * 12 : 100;
    for (const hour of HOURS) weights.push(hour * WEEK[weekday] * (100 + day) * launch);
  }
  return weights;
}

/**
 * The sample as NDJSON, some thousand events at a time.
 * @param {number} [events]
 * @returns {Generator<string>}
 */
export function* sample(events = 20_000) {
  const dice = makeDice(20_250_301);
  const weights = hourWeights();
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const lines = [];
  let passed = 0;
  let made = 0;
  for (let hour = 0; hour < weights.length; ++hour) {
    passed += weights[hour];
    const until = Math.floor((passed / whole) * events);
    for (const within = until - made; made < until; ++made) {
      const share = Math.floor(((within - (until - made)) * 3_600_000) / within);
      addEvent(lines, dice, made, START + hour * 3_600_000 + share + dice.below(1000));
      if (lines.length >= 4000) yield `${lines.splice(0).join('\n')}\n`;
    }
  }
  yield `${lines.join('\n')}\n`;
}

/** When the sample ends. */
export const SAMPLE_END = START + DAYS * DAY;

const AMONG = {
  models: spread(MODELS.map((model) => [model, model.weight])),
  statuses: spread([['200', 962], ['429', 21], ['500', 9], ['400', 8]]),
  regions: spread(REGIONS),
  customers: spread(CUSTOMERS),
};

function addEvent(lines, dice, number, time) {
  const customer = dice.pick(AMONG.customers);
  const model = dice.pick(AMONG.models);
  const status = dice.pick(AMONG.statuses);
  const failed = status !== '200';
  const size = 20 + dice.below(60) + dice.below(60) + dice.below(60);
  const input = Math.floor((model.input * size) / 100);
  const output = failed ? 0 : Math.floor((model.output * (20 + dice.below(160))) / 100);
  const latency = 90 + Math.floor(output * 2.5) + dice.below(400) + (dice.below(60) === 0 ? dice.below(9000) : 0);
  const cost = failed ? '0' : costOf(input + output * 4, model.price);
  const name = model.name === 'embed-2' ? 'embedding' : 'completion';
  const id = `req_${number.toString(36).padStart(6, '0')}`;
  const region = dice.pick(AMONG.regions);
  const at = new Date(time).toISOString();
  // Written by hand, for nothing in it needs an escape, and a million are made while somebody waits.
  const write = ({ event = id, timestamp = at, tokens = [input, output] }) =>
    `{"event_id":"${event}","event_name":"${name}","external_customer_id":"${customer}","timestamp":"${timestamp}","properties":{` +
    `"model":"${model.name}","region":"${region}","status":"${status}","input_tokens":${tokens[0]},"output_tokens":${tokens[1]},` +
    `"latency_ms":${latency},"cost":"${cost}"}}`;
  lines.push(write({}));
  addFlaw(lines, dice.below(2400), id, write);
}

// Dollars per million, written with every digit: a millionth of a dollar has six.
function costOf(tokens, price) {
  const millionths = String(tokens * price).padStart(7, '0');
  return `${millionths.slice(0, -6)}.${millionths.slice(-6)}`.replace(/\.?0+$/, '');
}

// What real streams have: events sent twice, a line that broke, one without its time, a count that is no number.
function addFlaw(lines, kind, id, write) {
  if (kind < 14) lines.push(write({}));
  if (kind === 14) lines.push(write({}).slice(0, 80));
  if (kind === 15) lines.push(write({ event: `${id}x`, timestamp: 'yesterday' }));
  if (kind === 16) lines.push(write({ event: `${id}y`, tokens: ['"n/a"', '"n/a"'] }));
}

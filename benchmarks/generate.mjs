// SPDX-License-Identifier: Apache-2.0
// Makes the benchmark events: the same bytes for the same count and seed on every machine.
//   node benchmarks/generate.mjs <count> <seed> <file.ndjson>
// Eight event names, 10,000 customers and 200,000 users with the usual skew; `bytes` is a JSON integer in three of four
// events and a decimal text in the fourth; times cover 90 days, one in twelve up to six hours late.

import { makeRandom, writeLines } from './random.mjs';

const EVENTS = ['api_request', 'tokens', 'storage', 'compute_seconds', 'egress', 'image_generation',
  'seat_active', 'webhook_delivery'];
const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'eu-central-1', 'ap-south-1',
  'ap-southeast-1', 'ap-northeast-1', 'us-east-2', 'ca-central-1', 'sa-east-1', 'eu-north-1',
  'me-south-1'];
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-3-opus', 'claude-3-sonnet', 'claude-3-haiku',
  'llama-3-70b', 'llama-3-8b', 'mixtral-8x7b', 'mistral-large', 'mistral-small', 'gemini-1.5-pro',
  'gemini-1.5-flash', 'command-r', 'command-r-plus', 'dbrx', 'qwen-72b', 'phi-3-mini', 'titan-text',
  'whisper-1', 'sdxl-turbo'];
const STATUSES = ['200', '200', '200', '200', '200', '200', '200', '200', '201', '201', '400', '404',
  '429', '429', '500', '503'];
const SOURCES = ['gateway', 'sdk-node', 'sdk-python', 'batch-worker', 'edge', 'console'];
const START_MS = Date.UTC(2024, 0, 15);
const SPAN_MS = 90 * 86_400_000;

/** Draws 0 .. n-1 with weights 1 / (i + 1)^s. */
function makeSkewed(random, n, s) {
  const weights = Array.from({ length: n }, (_, i) => 1 / (i + 1) ** s);
  const total = weights.reduce((sum, w) => sum + w, 0);
  let sum = 0;
  const ends = weights.map((w) => Math.round(((sum += w) / total) * 2 ** 32));
  return () => {
    const drawn = random();
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

const [count, seed, file] = [Number(process.argv[2]), Number(process.argv[3] ?? 42), process.argv[4]];
if (!Number.isSafeInteger(count) || count < 1 || !file) {
  console.error('usage: node benchmarks/generate.mjs <count> <seed> <file.ndjson>');
  process.exit(2);
}
const random = makeRandom(seed);
const below = (n) => Math.floor((random() / 2 ** 32) * n);
const event = makeSkewed(random, EVENTS.length, 0.9);
const customer = makeSkewed(random, 10_000, 1.05);
const region = makeSkewed(random, REGIONS.length, 0.7);
const model = makeSkewed(random, MODELS.length, 0.8);
const user = makeSkewed(random, 200_000, 0.4);
const customerName = (i) => `cus_${(Math.imul(i + 1, 2654435761) >>> 0).toString(36).padStart(7, '0')}`;

function amount() {
  const low = 10 ** below(6);
  const whole = low + below(9 * low);
  if (below(4) !== 0) return String(whole);
  const places = 1 + below(6);
  return `"${low < 1000 ? below(100) : whole}.${String(below(10 ** places)).padStart(places, '0')}"`;
}

function line(i) {
  let time = START_MS + Math.floor((i / count) * SPAN_MS);
  if (below(12) === 0) time = Math.max(START_MS, time - below(6 * 3_600_000));
  const id = `evt_${time.toString(36)}${random().toString(36).padStart(7, '0')}${i.toString(36).padStart(6, '0')}`;
  return `{"id":"${id}","event_name":"${EVENTS[event()]}","external_customer_id":"${customerName(customer())}",` +
    `"timestamp":"${new Date(time).toISOString()}","source":"${SOURCES[below(6)]}","properties":{` +
    `"region":"${REGIONS[region()]}","model":"${MODELS[model()]}","status":"${STATUSES[below(16)]}",` +
    `"bytes":${amount()},"user_id":"u_${String(user()).padStart(6, '0')}"}}\n`;
}

writeLines(file, count, line);

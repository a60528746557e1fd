// SPDX-License-Identifier: Apache-2.0
// The events of the workload: the same bytes for the same count and seed on every machine.
// Eight event names, 10,000 customers and 200,000 users with the usual skew; `bytes` is a JSON integer
// in three of four events and a decimal text of one to six places in the fourth; times cover 90 days
// from 2024-01-15, one in twelve up to six hours late.

import { makeRandom } from '../random.mjs';

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
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const CUSTOMER_COUNT = 10_000;
const USER_COUNT = 200_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2024, 0, 15);
const SPAN_MS = 90 * 24 * HOUR_MS;

/** The name of a customer by rank: 0 is the one with the most events. */
export function customerName(rank) {
  return `cus_${(Math.imul(rank + 1, 2654435761) >>> 0).toString(36).padStart(7, '0')}`;
}

/**
 * A function that gives the lines of a file of `count` events, to be called with 0, 1, 2 ... in order.
 *
 *   const lineOf = makeLines(2000, 42);
 *   const ndjson = Array.from({ length: 2000 }, (_, i) => lineOf(i)).join('');
 */
export function makeLines(count, seed) {
  const random = makeRandom(seed);
  const below = (n) => Math.floor((random() / 2 ** 32) * n);
  const event = makeSkewed(random, EVENTS.length, 0.9);
  const customer = makeSkewed(random, CUSTOMER_COUNT, 1.05);
  const region = makeSkewed(random, REGIONS.length, 0.7);
  const model = makeSkewed(random, MODELS.length, 0.8);
  const user = makeSkewed(random, USER_COUNT, 0.4);
  const step = Math.max(1, Math.floor(SPAN_MS / count));

  return (i) => {
    let time = START_MS + Math.floor((i / count) * SPAN_MS) + below(step);
    if (below(100) < 8) time = Math.max(START_MS, time - below(6 * HOUR_MS));
    // The order of the draws is part of the format.
    return `{"id":"evt_${ulid(time, random)}","event_name":"${EVENTS[event()]}",` +
      `"external_customer_id":"${customerName(customer())}",` +
      `"timestamp":"${new Date(time).toISOString()}","source":"${SOURCES[below(6)]}","properties":{` +
      `"region":"${REGIONS[region()]}","model":"${MODELS[model()]}","status":"${STATUSES[below(16)]}",` +
      `"bytes":${amount(below)},"user_id":"u_${String(user()).padStart(6, '0')}"}}\n`;
  };
}

/** Draws 0 .. n-1 with weights 1 / (i + 1)^s. */
function makeSkewed(random, n, s) {
  const weights = Float64Array.from({ length: n }, (_, i) => 1 / Math.pow(i + 1, s));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const ends = weights.map((weight) => Math.round(((sum += weight) / total) * 2 ** 32));
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

/** Ten characters of time, sixteen of chance: three draws give six, six and four of them. */
function ulid(time, random) {
  let text = '';
  for (let i = 0, rest = time; i < 10; ++i, rest = Math.floor(rest / 32)) {
    text = CROCKFORD[rest % 32] + text;
  }
  for (const size of [6, 6, 4]) {
    for (let i = 0, bits = random(); i < size; ++i, bits >>>= 5) text += CROCKFORD[bits & 31];
  }
  return text;
}

/** A value of one to seven digits, each length as likely; every fourth one as a text with places. */
function amount(below) {
  const low = 10 ** below(6);
  const whole = low + below(9 * low);
  if (below(4) !== 0) return String(whole);
  const places = 1 + below(6);
  const fraction = String(below(10 ** places)).padStart(places, '0');
  return `"${low < 1000 ? below(100) : whole}.${fraction}"`;
}

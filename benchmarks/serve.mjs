// SPDX-License-Identifier: Apache-2.0
// How many requests a second `tallyfold serve` answers over a million events, to ten clients that each wait for
// their answer, how long they wait, and what of the processor each takes, which says most on a busy machine. The
// first answer is compared with that of `tallyfold report`.
//   node benchmarks/serve.mjs [--events 1000000] [--seed 42] [--connections 10] [--seconds 10]

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as ask } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { inBenchmarks } from './kit/files.mjs';
import { CUSTOMER } from './kit/queries.mjs';
import { request } from './question.mjs';

const WARM_SECONDS = 2;
/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;
const PROGRAM = inBenchmarks('../hosts/program/main.js');
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '42' },
    connections: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '10' },
  },
});
const [count, connections, seconds] = [values.events, values.connections, values.seconds].map(Number);

function eventsFile() {
  mkdirSync(inBenchmarks('data'), { recursive: true });
  const file = inBenchmarks(`data/events-${count}-${values.seed}.ndjson`);
  if (existsSync(file)) return file;
  console.error(`serve: making ${count} events`);
  const words = [inBenchmarks('generate.mjs'), String(count), values.seed, `${file}.part`];
  execFileSync(process.execPath, words, { stdio: 'inherit' });
  renameSync(`${file}.part`, file);
  return file;
}

/** What the server must answer. */
function expectedText(file, folder) {
  const asked = join(folder, 'request.json');
  writeFileSync(asked, JSON.stringify(request));
  const words = ['report', '--events', file, '--request', asked, '--report', 'flexprice.usage', '--mode', 'exact'];
  return execFileSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8', maxBuffer: 1 << 26 }).trim();
}

async function startServer(words) {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    said += piece;
    if (/\nready: .*\n/.test(said)) break;
  }
  const [, url] = /serves (\S+)/.exec(said) ?? [];
  if (!url) throw new Error('the server did not start');
  console.error(`serve: ${/\n(ready: .*)\n/.exec(said)[1]}`);
  return { url, pid: child.pid, end: () => child.kill() };
}

/** One request over a kept connection: status and text. */
function post(url, path, body, agent) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'tallyfold-mode': 'exact',
    };
    const sent = ask(`${url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(pieces).toString() }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Processor time of a process so far, in milliseconds; none where the system does not tell. */
function processorTime(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Milliseconds of each request, after some to warm up, and of the server's processor for one. */
async function measure({ url, pid }, path, status, makeBody) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const run = async (until) => {
    const times = [];
    const client = async () => {
      for (let started; (started = performance.now()) < until;) {
        const answer = await post(url, path, makeBody(), agent);
        assert.equal(answer.status, status, answer.text);
        times.push(performance.now() - started);
      }
    };
    await Promise.all(Array.from({ length: connections }, client));
    return times;
  };
  await run(performance.now() + WARM_SECONDS * 1000);
  const [started, processor] = [performance.now(), processorTime(pid)];
  const times = await run(started + seconds * 1000);
  const took = { seconds: (performance.now() - started) / 1000, processor: processorTime(pid) - processor };
  agent.destroy();
  return { times: times.sort((a, b) => a - b), ...took };
}

function print(what, { times, seconds: took, processor }) {
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
  const each = Number.isNaN(processor) ? '' : (processor / times.length).toFixed(2);
  console.log(`| ${what} | ${(times.length / took).toFixed(0)} | ${at(0.5)} | ${at(0.99)} | ${each} |`);
}

const QUERY = JSON.stringify({
  event: request.event_name,
  aggregations: { bytes: { type: 'sum', property: request.property_name } },
  window: 'day',
  from: request.start_time,
  to: request.end_time,
});
let sent = 0;
const event = () => ({
  event_name: 'sent',
  external_customer_id: `c${sent % 100}`,
  event_id: `s${++sent}`,
  properties: { bytes: String(sent) },
});

const file = eventsFile();
const folder = mkdtempSync(inBenchmarks('data/serve-'));
try {
  const server = await startServer(['--events', file, '--data', join(folder, 'events.db')]);
  const usage = JSON.stringify(request);
  assert.equal((await post(server.url, '/v1/events/usage', usage)).text, expectedText(file, folder));
  console.log('| request | requests/s | p50 ms | p99 ms | processor ms |\n|---|---|---|---|---|');
  print('Flexprice: sum by day', await measure(server, '/v1/events/usage', 200, () => usage));
  const ofOne = JSON.stringify({ ...request, external_customer_id: CUSTOMER });
  print('the same, of one customer', await measure(server, '/v1/events/usage', 200, () => ofOne));
  print('our own query: sum by day', await measure(server, '/query', 200, () => QUERY));
  const one = () => JSON.stringify(event());
  print('one event, on disk before the answer', await measure(server, '/v1/events', 202, one));
  const hundred = () => JSON.stringify({ events: Array.from({ length: 100 }, event) });
  print('a hundred events, on disk before the answer', await measure(server, '/v1/events/bulk', 202, hundred));
  server.end();
} finally {
  rmSync(folder, { recursive: true });
}

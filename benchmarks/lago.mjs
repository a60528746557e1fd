// SPDX-License-Identifier: Apache-2.0
// A generated month in Lago's words, reported by day natively and in Node, each run a fresh process; then every row of a
// sample of subscriptions beside the exact oracle. Exit status 1 when an answer differs.
//   node benchmarks/lago.mjs [--events 1000000] [--subscriptions 10000] [--seed 42] [--sample 500] [--runs 3] [--no-node]

import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

import { analyticsUsage } from '../tests/oracle/lago/reports.mjs';
import { makeRandom } from './random.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, subscriptions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '42' }, sample: { type: 'string', default: '500' }, runs: { type: 'string', default: '3' },
    'no-node': { type: 'boolean', default: false } },
});
const [events, subscriptions, seed, sample, runs] =
  ['events', 'subscriptions', 'seed', 'sample', 'runs'].map((name) => Number(values[name]));
const NOW = '2024-04-02T12:00:00Z';
const POLL_MS = 10;

function prepare() {
  mkdirSync(here('data'), { recursive: true });
  const name = `data/lago-${events}-${subscriptions}-${seed}`;
  const [file, catalog] = [here(`${name}.ndjson`), here(`${name}.json`)];
  if (!existsSync(file)) {
    console.error(`bench: making ${events} events`);
    const counts = [events, subscriptions, seed].map(String);
    spawnSync(process.execPath, [here('generate-lago.mjs'), ...counts, file, catalog], { stdio: 'inherit' });
  }
  return { file, catalog };
}

// The kernel's own mark of the most memory a process held.
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+([0-9]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;
  } catch {
    return NaN;
  }
}

/** Wall time in seconds, and peak memory in MB where the kernel tells, of a program that writes to a file. */
function timeOnce([command, ...args], output) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', openSync(output, 'w'), 'inherit'] });
    let megabytes = NaN;
    const poll = setInterval(() => { megabytes = peakOf(child.pid) || megabytes; }, POLL_MS);
    child.on('error', reject);
    child.on('exit', (status) => {
      clearInterval(poll);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (status === 0) resolve({ seconds, megabytes });
      else reject(new Error(`${command} failed`));
    });
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function wordsOf({ file, catalog }, request, name) {
  writeFileSync(here(`data/${name}.json`), JSON.stringify(request));
  return ['report', '--events', file, '--dialect', 'lago', '--catalog', catalog, '--request', here(`data/${name}.json`), '--report',
    'lago.analytics_usage', '--now', NOW];
}

async function measure(month) {
  const words = wordsOf(month, {}, 'lago-daily');
  const native = [process.env.TALLYFOLD_NATIVE ?? here('../build/release/tallyfold'), ...words];
  const programs = { 'tallyfold, native': native };
  if (!values['no-node']) programs['tallyfold, Node'] = [process.execPath, here('../hosts/program/main.js'), ...words];
  const answers = [];
  const lines = [];
  for (const [name, command] of Object.entries(programs)) {
    const all = [];
    for (let run = 1; run <= runs; run++) {
      all.push(await timeOnce(command, here('data/lago-answer.json')));
      console.error(`bench: run ${run} of ${runs}, ${name}: ${all.at(-1).seconds.toFixed(2)} s`);
    }
    answers.push(readFileSync(here('data/lago-answer.json'), 'utf8').trim());
    const [seconds, peak] = ['seconds', 'megabytes'].map((what) => median(all.map((one) => one[what])));
    lines.push(`| ${name} | ${seconds.toFixed(2)} | ${Math.round(events / seconds)} | ${Number.isNaN(peak) ? '' : peak.toFixed(0)} |`);
  }
  const same = answers.every((answer) => answer === answers[0]);
  console.log(`${events} events, ${subscriptions} subscriptions, ${(statSync(month.file).size / 1e6).toFixed(0)} MB, daily rows: ` +
    `${JSON.parse(answers[0]).usages.length}, median of ${runs} whole-process runs; answers ${same ? 'agree' : 'DIFFER'}\n`);
  console.log(`| program | seconds | events/s | peak MB |\n|---|---|---|---|\n${lines.join('\n')}\n`);
  return same;
}

function sampled({ catalog }) {
  const ids = [...new Set(JSON.parse(readFileSync(catalog, 'utf8')).subscriptions.map((one) => one.external_id))];
  const random = makeRandom(seed + 1);
  for (let i = ids.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [ids[i], ids[j]] = [ids[j], ids[i]];
  }
  return new Map(ids.slice(0, sample).map((id) => [id, []]));
}

// What one subscription's catalog is, so that the oracle does not look at the others.
function catalogOf(whole, id) {
  const own = whole.subscriptions.filter((one) => one.external_id === id);
  const customers = own.map((one) => one.external_customer_id);
  return { ...whole, subscriptions: own, customers: whole.customers.filter((one) => customers.includes(one.external_id)) };
}

/** Every row of the sampled subscriptions as the engine has it over all events, beside the oracle over theirs. */
async function compare(month) {
  const lines = sampled(month);
  for await (const line of createInterface({ input: createReadStream(month.file) })) {
    lines.get(/"external_subscription_id":"([^"]*)"/.exec(line)[1])?.push(line);
  }
  const request = { group_by: ['external_subscription_id', 'charge'] };
  const native = process.env.TALLYFOLD_NATIVE ?? here('../build/release/tallyfold');
  await timeOnce([native, ...wordsOf(month, request, 'lago-grouped')], here('data/lago-grouped-answer.json'));
  const rows = new Map([...lines.keys()].map((id) => [id, []]));
  for (const row of JSON.parse(readFileSync(here('data/lago-grouped-answer.json'), 'utf8')).usages) {
    rows.get(row.external_subscription_id)?.push(row);
  }
  const whole = JSON.parse(readFileSync(month.catalog, 'utf8'));
  let compared = 0;
  const wrong = [];
  for (const [id, own] of lines) {
    const call = { catalog: catalogOf(whole, id), lines: own, now: NOW, mode: 'as-is', requestText: JSON.stringify(request) };
    const expected = inOrder(analyticsUsage(call).body.usages);
    compared += expected.length;
    if (!isDeepStrictEqual(expected, inOrder(rows.get(id)))) wrong.push(firstDifference(id, expected, inOrder(rows.get(id))));
  }
  console.log(`${lines.size} subscriptions, ${compared} rows beside the oracle: ${wrong.length ? `${wrong.length} DIFFER` : 'all agree'}`);
  for (const text of wrong.slice(0, 10)) console.log(text);
  return wrong.length === 0;
}

const keyOf = (row) => `${row.start_of_period_dt} ${row.charge}`;
const inOrder = (rows) => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

function firstDifference(id, expected, actual) {
  const at = expected.findIndex((row, i) => !isDeepStrictEqual(row, actual[i]));
  const i = at < 0 ? expected.length : at;
  return `${id}\n  expected ${JSON.stringify(expected[i])}\n  actual   ${JSON.stringify(actual[i])}`;
}

const month = prepare();
const same = await measure(month);
const agrees = await compare(month);
process.exitCode = same && agrees ? 0 : 1;

// SPDX-License-Identifier: Apache-2.0
// The two commands, as in hosts/native/run.cpp.

import { existsSync, statSync } from 'node:fs';
import process from 'node:process';

import { misuse } from '../../wasm/errors.js';
import { createEngine, createEnginePool, TallyfoldError } from '../node/index.js';
import { contentOf, failure, readFile, replaceFile, writeFile } from './files.js';
import { Progress } from './progress.js';
import { checkText, readRequestFile } from './request_file.js';

/** Prints the report over event files; the answer is the exit status, 0 or 1. */
export async function runReport(given) {
  const { catalog, ...call } = await readCall(given);
  if (given.state) return reportOverState(given, call, catalog);
  const engine = await startEngine(given, catalog, { keep: 'events', only: call });
  await appendFiles(engine, given);
  return end(engine, print(given, engine, await engine.report(call)));
}

/** Prints the report over saved states. */
export async function runMerge(given) {
  const { catalog, ...call } = await readCall(given);
  const engine = await startEngine(given, catalog, { keep: 'plans' });
  const plan = await makePlan(engine, call);
  if (!plan) return printRefusal(given, call);
  for (const path of given.states) {
    const state = await readFile(path);
    try {
      plan.merge(state);
    } catch (error) {
      if (!(error instanceof TallyfoldError)) throw error;
      throw new TallyfoldError(error.code, `${path}: ${error.message}`);
    }
  }
  return print(given, engine, plan.report());
}

async function reportOverState(given, call, catalog) {
  const engine = await startEngine(given, catalog, { keep: 'plans' });
  const plan = await makePlan(engine, call);
  if (!plan) return end(engine, printRefusal(given, call));
  if (existsSync(given.state)) await plan.restore(await readFile(given.state));
  await appendFiles(engine, given);
  const snapshot = await plan.snapshot();
  const report = await plan.report();
  replaceFile(given.state, snapshot);
  return end(engine, print(given, engine, report));
}

async function readCall(given) {
  const call = readRequestFile(given, await readFile(given.request));
  if (!given.catalog) return call;
  const catalog = await readFile(given.catalog);
  checkText(given.catalog, catalog);
  if (catalog.length === 0) throw misuse(`${given.catalog} is empty`);
  return { ...call, catalog };
}

// Waits for the exit status, and then ends what threads there are.
async function end(engine, status) {
  const number = await status;
  await engine.close();
  return number;
}

// The catalog is given to the engine, so that it is checked before the first event is read.
async function startEngine(given, catalog, options) {
  try {
    const all = { ...options, catalog, keepIds: given.ledger ? true : 'hashes' };
    const workers = Number(given.threads ?? 1);
    return await (workers > 1 ? createEnginePool({ ...all, workers }) : createEngine(all));
  } catch (error) {
    if (!(error instanceof TallyfoldError) || error.code !== 'invalid_catalog') throw error;
    const where = given.catalog ?? `${given.request}: catalog`;
    const lines = error.problems.map(({ path, message }) =>
      [where, `${path} ${message}`.trim()].join(': '),
    );
    throw new TallyfoldError(error.code, lines.join('\n'), { cause: error });
  }
}

// A plan refuses a bad request; an engine that keeps events answers it as the service would.
async function makePlan(engine, call) {
  try {
    return await engine.plan(call);
  } catch (error) {
    if (error instanceof TallyfoldError && error.code === 'invalid_request') return undefined;
    throw error;
  }
}

async function printRefusal(given, call) {
  const engine = await createEngine();
  return print(given, engine, engine.report(call));
}

// A file's place on the command line is the number of its source.
async function appendFiles(engine, given) {
  const dialect = given.dialect?.endsWith('.json')
    ? String(await readFile(given.dialect))
    : given.dialect;
  const progress = new Progress(given.progress);
  for (const [source, path] of given.events.entries()) {
    const options = { dialect, format: formatOf(given, path), source };
    if (engine.appendFile && isRegularFile(path)) {
      await appendFile(engine, path, options, progress);
      continue;
    }
    for await (const piece of contentOf(path)) {
      progress.add(piece.length, await engine.append(piece, { ...options, more: true }));
    }
    progress.add(0, await engine.append('', options));
  }
  progress.finish();
}

async function appendFile(pool, path, options, progress) {
  try {
    progress.add(statSync(path).size, await pool.appendFile(path, options));
  } catch (error) {
    throw failure('read', path, error);
  }
}

const isRegularFile = (path) => path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile();

function formatOf({ format }, path) {
  if (format) return format;
  const name = path.replace(/\.(gz|zst)$/, '');
  if (name.endsWith('.json')) return 'json';
  return name.endsWith('.csv') ? 'csv' : 'ndjson';
}

async function print({ ledger }, engine, report) {
  if (ledger) {
    const intake = await engine.ledger();
    writeFile(ledger, `${JSON.stringify({ intake, report: report.ledger })}\n`);
  }
  process.stdout.write(`${report.text}\n`);
  return report.status >= 400 ? 1 : 0;
}

// SPDX-License-Identifier: Apache-2.0
// The one place where the oracle's runner touches the engine. An asker takes a case and gives
// { status, body }.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentOf } from './document.mjs';

const SHARDS = 3;
const PIECES = 5;
const BINARY = fileURLToPath(new URL('../../build/release/tallyfold', import.meta.url));

/** Askers by name, as asked for: 'node', 'native', 'both', 'plans', 'databases' or 'none'. */
export async function openEngines(which) {
  const out = {};
  if (which === 'node' || which === 'both') out.node = await openNode();
  if (which === 'native' || which === 'both') out.native = askNative;
  if (which === 'databases') return (await import('./databases/ask.mjs')).openDatabases();
  if (which === 'plans') out.plans = await openPlans();
  return out;
}

async function openNode() {
  const { createEngine } = await import('tallyfold');
  let kept = null; // the last engine, because questions often share their events
  return async ({ report, requestText, mode, now, catalog, lines, ...document }) => {
    if (kept?.lines !== lines || kept.catalog !== catalog) {
      kept?.engine.close();
      const engine = await createEngine({ catalog, keepIds: true });
      kept = { lines, catalog, engine };
      const { dialect = 'flexprice', format = 'ndjson' } = document;
      engine.append(documentOf({ format, lines, ...document }), { dialect, format });
    }
    const { status, body, complete, ledger } = kept.engine.report({ report, mode, requestText, now });
    return { status, body, complete, ledger };
  };
}

// The same question as a plan: three shards, read in pieces and saved on the way, are merged from the
// last to the first. A lateness looks at what came before, so its events are one stream.
async function openPlans() {
  const { createEngine } = await import('tallyfold');
  const askNode = await openNode();
  const withEngine = async (options, use) => {
    const engine = await createEngine({ keepIds: true, ...options });
    try {
      return use(engine);
    } finally {
      engine.close();
    }
  };
  return async (c) => {
    const { report, requestText, mode, now, catalog, lines, dialect = 'flexprice' } = c;
    const call = { report, requestText, mode, now };
    if (c.problems || (await withEngine({ catalog }, (engine) => engine.report(call))).status === 400) {
      return askNode(c); // a plan is made for a good request only
    }
    const saved = [];
    const shards = shardsOf(lines, requestText.includes('"lateness"') ? 1 : SHARDS);
    for (const [source, shard] of shards.entries()) {
      saved.unshift(await withEngine({ catalog, keep: 'plans' }, (engine) =>
        savedAfter(engine, engine.plan(call), shard, { dialect, source })));
    }
    return withEngine({ catalog, keep: 'plans' }, (engine) => {
      const plan = engine.plan(call);
      for (const snapshot of saved) plan.merge(snapshot);
      const { status, body, complete, ledger } = plan.report();
      return { status, body, complete, ledger };
    });
  };
}

const shardsOf = (lines, count) =>
  Array.from({ length: count }, (_, i) =>
    documentOf({ format: 'ndjson', lines: lines.slice((i * lines.length) / count, ((i + 1) * lines.length) / count) }));

function savedAfter(engine, plan, text, options) {
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / PIECES) || 1;
  for (let at = 0; at < bytes.length; at += size) {
    engine.append(bytes.subarray(at, at + size), { ...options, more: at + size < bytes.length });
    plan.restore(plan.snapshot());
  }
  return plan.snapshot();
}

// A refusal of tallyfold.query does not repeat its status.
function statusOf(body) {
  if (body.error === 'invalid_query') return /more rows/.test(body.message) ? 413 : 400;
  return body.http_status_code ?? body.status;
}

// The program prints the body alone; its exit status tells an answer (0) from an error (1).
function askNative({ report, requestText, mode, now, catalog, ...document }) {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-oracle-'));
  try {
    const write = (name, text) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const { dialect = 'flexprice', format = 'ndjson' } = document;
    const events = write(`events.${format}`, documentOf({ format, ...document }));
    const request = write('request.json', requestText);
    const args = ['report', '--events', events, '--dialect', dialect, '--format', format,
      '--request', request, '--report', report, '--mode', mode, '--now', now];
    // The program keeps the texts of ids for a ledger only.
    if (report === 'tallyfold.query') args.push('--ledger', join(folder, 'ledger.json'));
    if (catalog) args.push('--catalog', write('catalog.json', JSON.stringify(catalog)));
    const run = spawnSync(process.env.TALLYFOLD_NATIVE ?? BINARY, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (run.status !== 0 && run.status !== 1) {
      throw new Error(`native program: ${run.error?.message ?? run.stderr}`);
    }
    const body = JSON.parse(run.stdout);
    return { status: run.status === 0 ? 200 : statusOf(body), body };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

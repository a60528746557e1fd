// SPDX-License-Identifier: Apache-2.0
// The one place where the oracle's runner touches the engine. An asker takes a case and gives
// { status, body }.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentOf } from './document.mjs';

const BINARY = fileURLToPath(new URL('../../build/release/tallyfold', import.meta.url));

/** Askers by name, as asked for: 'node', 'native', 'both' or 'none'. */
export async function openEngines(which) {
  const out = {};
  if (which === 'node' || which === 'both') out.node = await openNode();
  if (which === 'native' || which === 'both') out.native = askNative;
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

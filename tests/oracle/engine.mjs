// SPDX-License-Identifier: Apache-2.0
// The one place where the oracle's runner touches the engine. An asker takes a case and gives
// { status, body }.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  return async ({ report, lines, requestText, mode, now }) => {
    const engine = await createEngine();
    try {
      engine.append(lines.join('\n') + '\n', { dialect: 'flexprice' });
      const { status, body } = engine.report({ report, mode, requestText, now });
      return { status, body };
    } finally {
      engine.close();
    }
  };
}

// The program prints the body alone; its exit status tells an answer (0) from an error (1).
function askNative({ report, lines, requestText, mode, now }) {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-oracle-'));
  try {
    const [events, request] = ['events.ndjson', 'request.json'].map((n) => join(folder, n));
    writeFileSync(events, lines.join('\n') + '\n');
    writeFileSync(request, requestText);
    const args = ['report', '--events', events, '--dialect', 'flexprice', '--request', request,
      '--report', report, '--mode', mode, '--now', now];
    const run = spawnSync(process.env.TALLYFOLD_NATIVE ?? BINARY, args, { encoding: 'utf8' });
    if (run.status !== 0 && run.status !== 1) {
      throw new Error(`native program: ${run.error?.message ?? run.stderr}`);
    }
    const body = JSON.parse(run.stdout);
    return { status: run.status === 0 ? 200 : body.http_status_code, body };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

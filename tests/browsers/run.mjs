// SPDX-License-Identifier: Apache-2.0
// The packed package in browsers, bundlers and frameworks, and under checkers; one table at the end.
// Ends with 1 when something failed; what could not run is told, and no failure.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = ['package/npm_checks.mjs', 'browsers/pages.mjs', 'bundlers/bundlers.mjs', 'bundlers/frameworks.mjs'];
const HEAD = '| tool | version | what ran | result |\n|---|---|---|---|\n';

const tests = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-rows-'));
const rows = join(folder, 'rows');
try {
  for (const file of FILES) {
    const env = { ...process.env, TALLYFOLD_ROWS: rows };
    const { status } = spawnSync(process.execPath, ['--test', join(tests, file)], { env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
  console.log(HEAD + (existsSync(rows) ? readFileSync(rows, 'utf8') : ''));
} finally {
  rmSync(folder, { recursive: true });
}

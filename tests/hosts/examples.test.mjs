// SPDX-License-Identifier: Apache-2.0
// If this fails, an example or the tour shows what is not so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = (program, ...words) => execFileSync(program, words, { cwd: ROOT, encoding: 'utf8' });

test('the sample is what its script makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-sample-'));
  try {
    mkdirSync(join(folder, 'scripts'));
    mkdirSync(join(folder, 'examples/events'), { recursive: true });
    cpSync(join(ROOT, 'scripts/make-sample'), join(folder, 'scripts/make-sample'));
    execFileSync(join(folder, 'scripts/make-sample'));
    for (const name of readdirSync(join(ROOT, 'examples/events'))) {
      const path = join('examples/events', name);
      assert.ok(readFileSync(join(folder, path)).equals(readFileSync(join(ROOT, path))), name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the JavaScript example prints a week', () => {
  const output = run('node', 'examples/node/report.mjs');
  assert.match(output, /^2024-05-01 {2}\d+ tokens\n/);
  assert.match(output, /total {7}\d+ tokens\ncomplete: false; refused lines: 0\n$/);
});

test('the tour goes through and shows what it says', () => {
  const output = run('scripts/tour');
  assert.equal(output.match(/"value":2000,/g).length, 2);
  assert.match(output, /"value":942,[^]*"value":1058,[^]*"value":2000,/);
  assert.match(output, /That was the tour/);
});

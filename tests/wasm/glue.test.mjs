// SPDX-License-Identifier: Apache-2.0
// If this fails, the engine does not start where evaluating text is forbidden, or weighs too much.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = (name) => readFileSync(new URL(`../../wasm/dist/${name}`, import.meta.url));

test('it starts under a policy without eval', () => {
  const code = "import { createEngine } from 'tallyfold'; (await createEngine()).close();";
  const words = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', code];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('the glue holds no Node code and no way to evaluate text', () => {
  const glue = String(dist('engine.mjs'));
  assert.doesNotMatch(glue, /require\(|__dirname|new Function|eval\(/);
});

test('it stays small', () => {
  const size = (name) => brotliCompressSync(dist(name)).length;
  assert.ok(size('engine.wasm') < 245_000, `engine.wasm: ${size('engine.wasm')} bytes`);
  assert.ok(size('engine.mjs') < 4_750, `engine.mjs: ${size('engine.mjs')} bytes`);
});

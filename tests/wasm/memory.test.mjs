// SPDX-License-Identifier: Apache-2.0
// If this fails, engines or plans that a program forgets fill its memory.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('forget.mjs', import.meta.url));

for (const what of ['engines', 'plans']) {
  test(`forgotten ${what} are given back`, () => {
    const { status, stderr } = spawnSync(process.execPath, ['--expose-gc', PROGRAM, what], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });
}

test('closed engines are given back without any help', () => {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'closed'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

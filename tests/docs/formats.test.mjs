// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/formats.md shows an example that prints something else. Those that need a library
// are run by tests/formats/docs.mjs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { EXAMPLES, PAGE, printed } from './formats_page.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

EXAMPLES.filter(({ needs }) => needs === '').forEach(({ code, output }, i) => {
  test(`example ${i + 1} prints what stands below it`, () => {
    assert.equal(printed(code, new URL('../../build/formats-examples/', import.meta.url)), output);
  });
});

test('the command reads a compressed file as if it were none', () => {
  const [, command] = /```sh\n(.*?)```/s.exec(PAGE);
  const run = (words) => execFileSync('bash', ['-euc', words], { cwd: root, encoding: 'utf8' });
  const plain = command.split('\n')[1].replace('build/first-half.gz', 'examples/events/2024-05-first-half.ndjson');
  assert.equal(run(command), run(plain));
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, a file or a function has grown beyond what a reader can hold.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { read, sourceFiles } from './files.mjs';

const MOST_LINES = 400;
const MOST_FUNCTION_LINES = 40;
const FOLDERS = ['core', 'wasm', 'hosts', 'web-demo', 'scripts', 'tests', 'examples'];
const files = sourceFiles(FOLDERS, ['.h', '.cpp', '.js', '.mjs', '.ts', '.css']).filter(
  (path) => !/zone_table_\d/.test(path),
);

/**
 * The functions of a file, found by their indentation: a line that ends in "{" and holds a
 * parameter list, up to the line of its closing brace. Test bodies are stories and are left out.
 */
function functionsOf(path) {
  const lines = read(path).split('\n');
  const found = [];
  lines.forEach((line, start) => {
    const opens =
      /^( *)[^ *\/#}].*\) ?(const |noexcept |override |final |-> [^{]+ )*\{$/.exec(line) ??
      /^( *)(export )?(async )?function\b.*\{$/.exec(line);
    const isOther =
      /^ *(if|for|while|switch|else|catch|do|namespace|class|struct|TEST|TEST_P|TEST_F|describe|test|await t\.test)\b|[=(] *(async )?\([^)]*\) => ?\{$|\b(test|describe)\(/.test(
        line,
      );
    if (!opens || isOther) return;
    const end = lines.findIndex(
      (other, index) =>
        index > start &&
        other.search(/\S/) === other.indexOf('}') &&
        other.includes('}') &&
        other.indexOf('}') <= opens[1].length,
    );
    if (end > 0) found.push({ name: `${path}:${start + 1}`, size: end - start + 1 });
  });
  return found;
}

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = files
    .map((path) => [path, read(path).split('\n').length - 1])
    .filter(([, size]) => size > MOST_LINES);
  assert.deepEqual(long, []);
});

test(`no function has more than ${MOST_FUNCTION_LINES} lines`, () => {
  const found = files.flatMap(functionsOf);
  assert.ok(found.length > 300, `${found.length} functions found`);
  assert.deepEqual(
    found.filter(({ size }) => size > MOST_FUNCTION_LINES),
    [],
  );
});

test('every source file names its licence in its first lines', () => {
  const bare = files.filter(
    (path) => !read(path).slice(0, 100).includes('SPDX-License-Identifier: Apache-2.0'),
  );
  assert.deepEqual(bare, []);
});

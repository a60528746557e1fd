// SPDX-License-Identifier: Apache-2.0
// If this fails, an example in the public C++ headers does not compile, or answers something else. It needs the library
// of the release build; slow, so part of test:all.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { claimsOf, examplesOf } from './examples.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HEADERS = ['core/include/tallyfold', 'hosts/threads/include/tallyfold'];
const LIBRARIES = ['hosts/threads/libtallyfold_parallel.a', 'core/libtallyfold.a'];

const files = HEADERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)));
const examples = files.flatMap((path) => examplesOf(path, ROOT, 'cpp')).map(({ name, lines }) => ({
  name,
  parts: claimsOf(lines, ''),
}));
const claims = examples.flatMap(({ name, parts }) =>
  parts.filter(({ value }) => value !== undefined).map(({ expression, value }) => ({ name, expression, value })),
);

/** Prints what each claimed expression is, with a null character behind it. */
const HEAD = `#include <iostream>
#include <sstream>
#include <tallyfold/columns.h>
#include <tallyfold/engine.h>
#include <tallyfold/parallel.h>
template <typename T>
void show(const T& value) { std::cout << std::boolalpha << value << '\\0'; }
`;

function functionOf({ parts }, index) {
  const code = parts.map((part) => (part.value === undefined ? part.code : `show(${part.expression});`)).join('\n');
  const isWhole = /\bengine\(|Engine engine;/.test(code) || !/\bengine\b/.test(code);
  return `void example${index}() {\n${isWhole ? '' : 'tallyfold::Engine engine;\n'}${code}\n}\n`;
}

function printed() {
  const folder = join(ROOT, 'build/header_examples');
  mkdirSync(folder, { recursive: true });
  const calls = examples.map((_, index) => `  example${index}();\n`).join('');
  writeFileSync(join(folder, 'examples.cpp'), `${HEAD}${examples.map(functionOf).join('')}int main() {\n${calls}}\n`);
  const includes = HEADERS.map((path) => `-I${join(ROOT, path, '..')}`);
  const libraries = LIBRARIES.map((path) => join(ROOT, 'build/release', path));
  const program = join(folder, 'examples');
  const words = ['-std=c++20', '-w', ...includes, 'examples.cpp', ...libraries, '-pthread', '-o', program];
  execFileSync(process.env.CXX ?? 'c++', words, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  return execFileSync(program, { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const answers = printed();

test('the headers have examples, and every one says what comes out', () => {
  assert.ok(examples.length >= 8, `${examples.length} examples`);
  for (const { name } of examples) assert.ok(claims.some((claim) => claim.name === name), `${name} claims nothing`);
  assert.equal(answers.length, claims.length);
});

for (const [index, { name, expression, value }] of claims.entries()) {
  test(`${name}: ${expression}`, () => assert.equal(answers[index], value));
}

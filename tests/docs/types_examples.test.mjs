// SPDX-License-Identifier: Apache-2.0
// If this fails, an example in the doc comments of the types, which editors and the reference show, does not work, or
// answers something else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { claimsOf, examplesOf } from '../reference/examples.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// Inside the package, so that it finds itself by its own name.
const FOLDER = join(ROOT, 'build/types_examples');
mkdirSync(FOLDER, { recursive: true });

const folders = ['wasm', ...readdirSync(join(ROOT, 'hosts')).map((name) => `hosts/${name}`)];
const files = folders.flatMap((folder) =>
  readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.d.ts')).map((name) => join(ROOT, folder, name)),
);
const examples = files.flatMap((path) => examplesOf(path, ROOT, 'js'));

/** A module that runs an example, and compares what it claims. */
function moduleOf(lines, port) {
  const code = claimsOf(lines, '\n').map((part) =>
    part.value === undefined ? part.code : `assert.deepEqual(${part.expression}, (${part.value}));`);
  const body = code.join('\n').replaceAll('8080', port);
  return ["import assert from 'node:assert/strict';", ...givenTo(body), body, ''].join('\n');
}

/** What an example may use without saying where it comes from. */
function givenTo(body) {
  const isOwn = (name) => new RegExp(`\\b(const|let) ${name}\\b|^import .*\\b${name}\\b`, 'm').test(body);
  const lacks = (name) => new RegExp(`\\b${name}\\b`).test(body) && !isOwn(name);
  return [
    ...['createEngine', 'TallyfoldError'].filter(lacks).map((name) => `import { ${name} } from 'tallyfold';`),
    ...(lacks('engine') ? ["const engine = await (await import('tallyfold')).createEngine();"] : []),
  ];
}

test('the doc comments have examples, most of them with what comes out', () => {
  const claims = examples.flatMap(({ lines }) => claimsOf(lines, '\n')).filter(({ value }) => value !== undefined);
  assert.ok(examples.length >= 20, `${examples.length} examples`);
  assert.ok(claims.length >= 30, `${claims.length} claims`);
});

/** Asks a page's own server, or for packages that users install themselves: only read here, and tried by other tests. */
const ELSEWHERE = /\bfetch\('\/|from 'tallyfold\/(arrow|parquet|zstd)'/;

for (const [index, { name, lines }] of examples.entries()) {
  test(name, async () => {
    const path = join(FOLDER, `${index}.mjs`);
    const code = moduleOf(lines, String(20_000 + (process.pid % 20_000)));
    writeFileSync(path, code);
    if (!ELSEWHERE.test(code)) return import(pathToFileURL(path).href);
    assert.ok(!code.includes('assert.deepEqual'), 'what comes out is shown, and not compared');
    execFileSync(process.execPath, ['--check', path]);
  });
}

// SPDX-License-Identifier: Apache-2.0
// If this fails, the npm package lacks a file, or would bring along what its users did not ask for.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const manifest = readJson('package.json');

const MOST_PACKED_BYTES = 420_000;

function packed() {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [{ files, size }] = Object.values(
    JSON.parse(execFileSync('npm', words, { cwd: ROOT, encoding: 'utf8' })),
  );
  return { names: files.map(({ path }) => path), size };
}
const pack = packed();

test('it needs no other package', () => {
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.peerDependencies, undefined);
  assert.equal(manifest.optionalDependencies, undefined);
});

test('its tools are pinned', () => {
  for (const version of Object.values(manifest.devDependencies))
    assert.match(version, /^\d+\.\d+\.\d+$/);
});

test('the lock file holds checksums and no download addresses', () => {
  for (const [name, entry] of Object.entries(readJson('package-lock.json').packages)) {
    assert.equal(entry.resolved, undefined, name);
    if (name) assert.match(entry.integrity, /^sha512-/, name);
  }
});

test('the exports are these, types first, and every file is in the package', () => {
  const { exports } = manifest;
  assert.deepEqual(Object.keys(exports), [
    '.',
    './worker',
    './fetch',
    './lambda',
    './node-server',
    './engine.wasm',
    './package.json',
  ]);
  assert.deepEqual(Object.keys(exports['.']), ['types', 'workerd', 'node', 'browser', 'default']);
  const conditional = Object.values(exports).filter((target) => typeof target === 'object');
  for (const conditions of conditional) assert.equal(Object.keys(conditions)[0], 'types');
  const targets = conditional.flatMap((conditions) => Object.values(conditions));
  targets.push(exports['./engine.wasm'], manifest.types);
  for (const target of [...targets, ...Object.values(manifest.bin)]) {
    assert.ok(pack.names.includes(target.replace(/^\.\//, '')), target);
  }
});

test('every import of a packed file is packed too', () => {
  for (const name of pack.names.filter(
    (path) => /\.(m?js|d\.ts)$/.test(path) && !path.includes('/dist/'),
  )) {
    const text = readFileSync(join(ROOT, name), 'utf8');
    for (const [, target] of text.matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
      const path = join(dirname(name), target);
      const found = [path, path.replace(/\.js$/, '.d.ts')].some((one) => pack.names.includes(one));
      assert.ok(found, `${name} imports ${target}`);
    }
  }
});

test("the browser's files import nothing of Node", () => {
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path) || path.includes('/dist/')) return;
    seen.add(path);
    const text = readFileSync(join(ROOT, path), 'utf8');
    assert.doesNotMatch(text, /from 'node:/, path);
    for (const [, target] of text.matchAll(/from '(\.[^']+)'/g)) visit(join(dirname(path), target));
  };
  visit('hosts/browser/index.js');
  assert.ok(seen.size > 5);
});

test('nothing else is packed, and it stays small', () => {
  const expected =
    /^(package\.json|README\.md|LICENSE|NOTICE|dist\/node\/|hosts\/(browser|node|program)\/|wasm\/[^/]+\.(js|d\.ts)$|wasm\/dist\/engine\.(mjs|wasm)$)/;
  assert.deepEqual(
    pack.names.filter((name) => !expected.test(name)),
    [],
  );
  assert.ok(pack.size < MOST_PACKED_BYTES, `${pack.size} bytes`);
});

test('the scripts it names are there', () => {
  for (const command of Object.values(manifest.scripts)) {
    for (const [path] of command.matchAll(/\b(?:scripts|tests)\/[\w./-]+/g)) {
      assert.ok(existsSync(join(ROOT, path)), path);
    }
  }
});

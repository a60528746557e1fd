// SPDX-License-Identifier: Apache-2.0
// If this fails, the package of the server lacks a file, or comes with another version than it was tested with.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'hosts/serve');
const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const manifest = readJson('hosts/serve/package.json');

test('it goes with this version of tallyfold, and its database is pinned', () => {
  const { version } = readJson('package.json');
  assert.equal(manifest.version, version);
  assert.equal(manifest.dependencies.tallyfold, version);
  assert.match(manifest.dependencies['better-sqlite3'], /^12\.\d+\.\d+$/);
  assert.equal(manifest.dependencies['better-sqlite3'], readJson('node_modules/better-sqlite3/package.json').version);
});

test('what it needs is packed, and nothing else', () => {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [{ files }] = Object.values(JSON.parse(execFileSync('npm', words, { cwd: FOLDER, encoding: 'utf8' })));
  const names = files.map(({ path }) => path);
  const expected = /^(package\.json|README\.md|LICENSE|usage\.txt|\w+\.js|\w+\.d\.ts)$/;
  assert.deepEqual(names.filter((name) => !expected.test(name)), []);
  const { exports, bin } = manifest;
  for (const target of [exports['.'].types, exports['.'].default, exports['./program'].default, ...Object.values(bin)])
    assert.ok(names.includes(target.replace(/^\.\//, '')), target);
  assert.ok(names.includes('LICENSE') && names.includes('usage.txt'));
  for (const name of names.filter((path) => path.endsWith('.js'))) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    for (const [, target] of text.matchAll(/(?:from |import\()'([^']+)'/g)) checkImport(name, target, names);
  }
});

// Of others it imports what it depends on, of tallyfold what that exports.
function checkImport(name, target, names) {
  const at = `${name} imports ${target}`;
  if (target.startsWith('node:')) return;
  if (target.startsWith('.')) return assert.ok(names.includes(target.replace(/^\.\//, '')), at);
  const [, needed, rest] = /^([\w-]+)(.*)$/.exec(target);
  assert.ok(manifest.dependencies[needed], at);
  if (needed === 'tallyfold') assert.ok(readJson('package.json').exports[`.${rest}`], at);
}

test('its licence is that of the project', () => {
  assert.equal(readFileSync(join(FOLDER, 'LICENSE'), 'utf8'), readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
});

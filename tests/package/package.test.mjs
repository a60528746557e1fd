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

const MOST_PACKED_BYTES = 480_000;

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
  assert.equal(manifest.optionalDependencies, undefined);
  // Some formats take a library, which nobody gets who does not install it.
  const peers = Object.keys(manifest.peerDependencies);
  assert.deepEqual(peers, ['apache-arrow', 'fzstd', 'hyparquet', 'hyparquet-compressors']);
  assert.deepEqual(manifest.peerDependenciesMeta, Object.fromEntries(peers.map((name) => [name, { optional: true }])));
});

test('its tools are pinned', () => {
  // The server's package finds this one through a link to the folder itself.
  const { tallyfold, ...tools } = manifest.devDependencies;
  assert.equal(tallyfold, 'file:.');
  for (const version of Object.values(tools)) assert.match(version, /^\d+\.\d+\.\d+$/);
});

test('install scripts run for packages of one version only', () => {
  const { packages } = readJson('package-lock.json');
  const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripted.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
  const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);
  assert.deepEqual(
    allowed.map(([name]) => name),
    names,
  );
});

test('the lock file holds checksums and no download addresses', () => {
  const own = ['', ...manifest.workspaces];
  for (const [name, entry] of Object.entries(readJson('package-lock.json').packages)) {
    if (entry.link) {
      assert.ok(own.includes(entry.resolved), name);
      continue;
    }
    assert.equal(entry.resolved, undefined, name);
    if (!own.includes(name)) assert.match(entry.integrity, /^sha512-/, name);
  }
});

test('the exports are these, types first, and every file is in the package', () => {
  const { exports } = manifest;
  assert.deepEqual(Object.keys(exports), [
    '.',
    './worker',
    './pool-worker',
    './fetch',
    './lambda',
    './node-server',
    './csv',
    './parquet',
    './arrow',
    './zstd',
    './engine.wasm',
    './package.json',
  ]);
  assert.deepEqual(Object.keys(exports['.']), ['types', 'workerd', 'edge-light', 'node', 'browser', 'default']);
  const conditional = Object.values(exports).filter((target) => typeof target === 'object');
  for (const conditions of conditional) assert.equal(Object.keys(conditions)[0], 'types');
  const targets = conditional.flatMap((conditions) => Object.values(conditions));
  targets.push(manifest.types);
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
      const path = join(dirname(name), target.replace(/\?module$/, '')); // as edge functions import
      const found = [path, path.replace(/\.js$/, '.d.ts')].some((one) => pack.names.includes(one));
      assert.ok(found, `${name} imports ${target}`);
    }
  }
});

test('a library is imported only where its format is read or written, and when that is asked for', () => {
  const peers = Object.keys(manifest.peerDependencies).join('|');
  for (const name of pack.names.filter((path) => /\.js$/.test(path))) {
    const text = readFileSync(join(ROOT, name), 'utf8');
    assert.doesNotMatch(text, new RegExp(`from ['"](${peers})['"]`), name);
    if (!name.startsWith('hosts/formats/')) assert.doesNotMatch(text, new RegExp(`import\\(['"](${peers})`), name);
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
  for (const format of ['arrow', 'csv', 'parquet', 'zstd']) visit(`hosts/formats/${format}.js`);
  assert.ok(seen.size > 5);
});

test('nothing else is packed, and it stays small', () => {
  const expected =
    /^(package\.json|README\.md|LICENSE|NOTICE|dist\/node\/|hosts\/(edge|formats|lambda|node|program|shared)\/|wasm\/[^/]+\.(js|d\.ts)$|wasm\/dist\/(engine\.(mjs|wasm)|(index|worker|pool_worker|shared)\.js)$)/;
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

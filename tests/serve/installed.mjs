// SPDX-License-Identifier: Apache-2.0
// If this fails, the server works inside the repository only, or who lacks it is not told how to get it. Packs
// and installs what a user would get, in an empty folder. Slow, so part of test:all.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { withProgram } from './support.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-installed-serve-'));
after(() => rmSync(folder, { recursive: true }));

function pack(path) {
  const words = ['pack', path, '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  execFileSync('npm', words, { cwd: ROOT });
}
// Its native part is the one that the tests run with: compiling it once more takes minutes.
function install(tarball) {
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `./${tarball}`];
  execFileSync('npm', words, { cwd: folder });
}
const bin = (name) => [join(folder, 'node_modules/.bin', name)];

test('both packages together serve, and the first alone says what is missing', async () => {
  pack('.');
  pack('./hosts/serve');
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const isServer = (name) => name.startsWith('tallyfold-serve');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  install(tarballs.find((name) => !isServer(name)));
  const { status, stderr } = spawnSync(bin('tallyfold')[0], ['serve'], { cwd: folder, encoding: 'utf8' });
  assert.equal(stderr, 'tallyfold: serving is a package of its own: npm install tallyfold-serve, then npx tallyfold serve\n');
  assert.equal(status, 2);
  install(tarballs.find(isServer));
  const { status: bare, stderr: told } = spawnSync(bin('tallyfold')[0], ['serve', '--data', ':memory:', '--port', '0'], { cwd: folder, encoding: 'utf8' });
  assert.match(told, /^tallyfold: better-sqlite3 was installed without its native part for Node v.*: npm rebuild better-sqlite3\n$/);
  assert.equal(bare, 2);
  const native = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
  cpSync(join(ROOT, native), join(folder, native));
  for (const command of [[...bin('tallyfold'), 'serve'], bin('tallyfold-serve')]) {
    await withProgram([], { cwd: folder, command }, async (program) => {
      const ask = await program.ready();
      const event = { event_name: 'call', external_customer_id: 'c', event_id: 'one' };
      assert.equal((await ask('/v1/events', { body: event })).status, 202);
      const { body } = await ask('/query', { body: { aggregations: { n: { type: 'count' } }, to: '2100-01-01' } });
      assert.equal(body.rows[0].values.n, '1');
      assert.equal(await program.end(), 0);
    });
  }
});

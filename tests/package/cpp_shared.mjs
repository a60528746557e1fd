// SPDX-License-Identifier: Apache-2.0
// If this fails, a C++ programmer cannot build and install Tallyfold from a checkout as docs/cpp.md says, or shared
// libraries of it do not work. Compiles the core once, into build/package, where later runs find it. Part of test:all.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { block, keptFolder, link, QUICK, ROOT, run, runCommands, SOURCES, VERSION } from './cpp_page.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tallyfold-shared-'));
after(() => rmSync(folder, { recursive: true }));

test('the page on installing, with shared libraries', () => {
  const checkout = keptFolder('checkout');
  for (const name of SOURCES) link(join(ROOT, name), join(checkout, name));
  const prefix = join(folder, 'prefix');
  const words = [...QUICK, '-DBUILD_SHARED_LIBS=ON'];
  runCommands(checkout, block('sh install'), { prefix, words });
  for (const name of ['libtallyfold', 'libtallyfold_parallel']) {
    assert.ok(existsSync(join(prefix, `lib/${name}.so`)) && existsSync(join(prefix, `lib/${name}.so.${VERSION}`)));
    assert.ok(!existsSync(join(prefix, `lib/${name}.a`)));
  }
  assert.match(run(prefix, 'bin/tallyfold', '--version'), /^tallyfold \d/);
  // What it shows is what the public headers declare.
  const names = run(prefix, 'nm', '-DC', '--defined-only', 'lib/libtallyfold.so');
  const shown = [...names.matchAll(/ T (.*)/g)].map(([, name]) => name);
  assert.ok(shown.some((name) => name.startsWith('tallyfold::Engine::append(')));
  const declared = /^tallyfold::(errorCodeName\(|internal::hold\(|(Engine|Plan)::(?!State))/;
  assert.deepEqual(shown.filter((name) => !declared.test(name)), []);

  const path = join(folder, 'shared');
  mkdirSync(path);
  writeFileSync(join(path, 'CMakeLists.txt'), block('cmake parallel'));
  writeFileSync(join(path, 'threads.cpp'), block('cpp threads.cpp'));
  writeFileSync(join(path, 'app.cpp'), block('cpp app.cpp'));
  const commands = block('sh find_package').replace('build/app', 'build/threads');
  // As Ubuntu links: a library that a program does not call itself is not looked for on its behalf.
  const asNeeded = ['-DCMAKE_EXE_LINKER_FLAGS=-Wl,--as-needed'];
  assert.ok(runCommands(path, commands, { prefix, words: asNeeded }).endsWith(`\n${block('text threads.cpp')}`));
  const env = { LD_LIBRARY_PATH: join(prefix, 'lib') };
  assert.equal(runCommands(path, block('sh pkg-config'), { prefix, env }), block('text app.cpp'));
  assert.match(run(path, 'readelf', '-d', 'app'), new RegExp(`libtallyfold\\.so\\.${VERSION}`));
});

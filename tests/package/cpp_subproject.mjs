// SPDX-License-Identifier: Apache-2.0
// If this fails, a C++ programmer cannot build Tallyfold inside a project of theirs as docs/cpp.md says, or it changes
// that project. Compiles the core once, into build/package, where later runs find it. Part of test:all.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { block, keptFolder, link, QUICK, ROOT, run, runCommands, SOURCES } from './cpp_page.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tallyfold-subproject-'));
after(() => rmSync(folder, { recursive: true }));

test('the page on sources inside another project', () => {
  const path = keptFolder('outer', { 'CMakeLists.txt': block('cmake add_subdirectory'), 'app.cpp': block('cpp app.cpp') });
  mkdirSync(join(path, 'third_party'), { recursive: true });
  link(ROOT, join(path, 'third_party/tallyfold'));
  // A project that is strict with itself must not be stopped by us.
  const strict = '-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Wconversion -Wold-style-cast -Werror';
  const words = [...QUICK, strict, '-DCMAKE_EXPORT_COMPILE_COMMANDS=ON'];
  const printed = runCommands(path, block('sh add_subdirectory'), { words });
  assert.ok(printed.endsWith(`\n${block('text app.cpp')}`), printed);

  // Nothing of ours has come over but the folder of the headers and the standard.
  const compiled = JSON.parse(readFileSync(join(path, 'build/compile_commands.json'), 'utf8'));
  const { command } = compiled.find(({ file }) => file === join(path, 'app.cpp'));
  const ours = command.replace(strict.slice(strict.indexOf('=') + 1), '').split(' -o ')[0].split(' ');
  assert.deepEqual(ours.filter((word) => word.startsWith('-')), [`-I${join(path, 'third_party/tallyfold/core/include')}`, '-O0', '-std=gnu++20']);

  // Nothing was built that was not linked, and nothing of ours is installed.
  const inside = join(path, 'build/third_party/tallyfold');
  assert.ok(existsSync(join(inside, 'core/libtallyfold.a')));
  assert.ok(!existsSync(join(inside, 'hosts/threads/libtallyfold_parallel.a')));
  assert.ok(!existsSync(join(inside, 'hosts/native')) && !existsSync(join(inside, 'tests')));
  run(path, 'cmake', '--install', 'build', '--prefix', join(folder, 'nothing'));
  assert.ok(!existsSync(join(folder, 'nothing')));
});

test('the page on FetchContent', () => {
  const path = join(folder, 'fetch');
  mkdirSync(path);
  writeFileSync(join(path, 'CMakeLists.txt'), block('cmake FetchContent'));
  writeFileSync(join(path, 'app.cpp'), block('cpp app.cpp'));
  run(ROOT, 'tar', '--exclude=node_modules', '-czf', join(path, 'tallyfold.tar.gz'), ...SOURCES);
  run(path, 'cmake', '-S', '.', '-B', 'build', ...QUICK);
  // From here on it is what the test before has built; compiling the core once more would show nothing new.
  run(path, 'cmake', '--build', 'build', '--target', 'CMakeFiles/app.dir/app.cpp.o');
  assert.match(run(path, 'ninja', '-C', 'build', '-t', 'query', 'app'), /_deps\/tallyfold-build\/core\/libtallyfold\.a/);
});

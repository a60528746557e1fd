// SPDX-License-Identifier: Apache-2.0
// If this fails, a C++ programmer who installs Tallyfold cannot use it as docs/cpp.md says. Installs
// build/release into an empty folder and builds the page's programs there. Part of test:all.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { block, blockCount, blocks, ROOT, run, runCommands, VERSION } from './cpp_page.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tallyfold-installed-'));
after(() => rmSync(folder, { recursive: true }));

run(ROOT, 'scripts/build', 'core'); // nothing is left to do after npm test
const first = join(folder, 'first');
run(ROOT, 'cmake', '--install', 'build/release', '--prefix', first);
// Nothing may depend on where it was installed.
const prefix = join(folder, 'moved');
renameSync(first, prefix);

const HEADERS = ['api.h', 'columns.h', 'engine.h', 'parallel.h', 'result.h'];
const WARNINGS = ['-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const PC = { PKG_CONFIG_PATH: join(prefix, 'lib/pkgconfig') };

/** A folder of its own with files in it. */
function project(name, files) {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}
const pkgConfig = (...words) =>
  execFileSync('pkg-config', words, { encoding: 'utf8', env: { ...process.env, ...PC } }).trim().split(/\s+/);

test('exactly these files are installed', () => {
  const found = run(prefix, 'find', '.', '-not', '-type', 'd', '-printf', '%P\\n').trim().split('\n');
  const cmake = ['Config', 'ConfigVersion', '_core', '_core-release', '_parallel', '_parallel-release'];
  const expected = [
    'bin/tallyfold',
    ...HEADERS.map((name) => `include/tallyfold/${name}`),
    ...cmake.map((name) => `lib/cmake/Tallyfold/Tallyfold${name}.cmake`),
    'lib/libtallyfold.a',
    'lib/libtallyfold_parallel.a',
    'lib/pkgconfig/tallyfold-parallel.pc',
    'lib/pkgconfig/tallyfold.pc',
    'share/doc/tallyfold/LICENSE',
  ];
  assert.deepEqual(found.sort(), expected.sort());
  assert.equal(run(folder, join(prefix, 'bin/tallyfold'), '--version').split(' ')[0], 'tallyfold');
});

for (const compiler of ['g++', 'clang++']) {
  test(`each header compiles alone and without RapidJSON and Boost, with ${compiler}`, () => {
    for (const header of HEADERS) {
      const source = join(project(`${compiler}-${header}`, { 'use.cpp': `#include <tallyfold/${header}>\n` }), 'use.cpp');
      const words = ['-std=c++20', ...WARNINGS, '-I', join(prefix, 'include'), '-MD', '-MF', `${source}.d`];
      run(folder, compiler, ...words, '-c', source, '-o', `${source}.o`);
      const read = readFileSync(`${source}.d`, 'utf8');
      assert.ok(read.includes(header));
      assert.doesNotMatch(read, /rapidjson|boost/, header);
    }
  });
}

test("the page's programs are those of examples/cpp", () => {
  for (const [name, example] of [['app.cpp', 'report'], ['errors.cpp', 'errors'], ['threads.cpp', 'threads']]) {
    const source = readFileSync(join(ROOT, `examples/cpp/${example}.cpp`), 'utf8');
    const [, withoutFirstComment] = /^(?:\/\/.*\n)+([^]*)/.exec(source);
    assert.equal(block(`cpp ${name}`), withoutFirstComment);
  }
});

test('the page on pkg-config', () => {
  const path = project('pkg-config', { 'app.cpp': block('cpp app.cpp') });
  assert.equal(runCommands(path, block('sh pkg-config'), { prefix }), block('text app.cpp'));
});

test('pkg-config --static says all that a C compiler needs to link it', () => {
  assert.deepEqual(pkgConfig('--modversion', 'tallyfold', 'tallyfold-parallel'), [VERSION, VERSION]);
  const path = project('static', { 'threads.cpp': block('cpp threads.cpp') });
  run(path, 'g++', '-std=c++20', ...pkgConfig('--cflags', 'tallyfold-parallel'), '-c', 'threads.cpp');
  run(path, 'gcc', 'threads.o', '-static', ...pkgConfig('--static', '--libs', 'tallyfold-parallel'), '-o', 'program');
  assert.equal(run(path, join(path, 'program')), block('text threads.cpp'));
});

test('it links into a library of somebody, which then shows none of our names', () => {
  const program = block('cpp app.cpp').replace('int main()', 'int answer()').replace(/}\n$/, 'return 0;\n}\n');
  const path = project('library', { 'app.cpp': program });
  const words = ['-std=c++20', '-shared', '-fPIC', 'app.cpp', ...pkgConfig('--cflags', '--libs', 'tallyfold')];
  run(path, 'g++', ...words, '-Wl,--no-undefined', '-o', 'library.so');
  const names = run(path, 'nm', '-DC', '--defined-only', 'library.so');
  assert.deepEqual([...names.matchAll(/ T (.*)/g)].map(([, name]) => name), ['answer()']);
});

test('the page on find_package, with one target and with the other', () => {
  const path = project('find_package', { 'CMakeLists.txt': block('cmake find_package'), 'app.cpp': block('cpp app.cpp') });
  const options = { prefix, env: { CXXFLAGS: WARNINGS.join(' ') } };
  assert.ok(runCommands(path, block('sh find_package'), options).endsWith(`\n${block('text app.cpp')}`));
  const other = project('parallel', { 'CMakeLists.txt': block('cmake parallel'), 'threads.cpp': block('cpp threads.cpp') });
  const commands = block('sh find_package').replace('build/app', 'build/threads');
  assert.ok(runCommands(other, commands, options).endsWith(`\n${block('text threads.cpp')}`));
});

test('the examples are built by the CMakeLists.txt beside them', () => {
  const path = join(folder, 'examples');
  cpSync(join(ROOT, 'examples/cpp'), path, { recursive: true });
  const words = [`-DCMAKE_PREFIX_PATH=${prefix}`, '-DCMAKE_CXX_COMPILER=clang++', `-DCMAKE_CXX_FLAGS=${WARNINGS.join(' ')}`];
  run(path, 'cmake', '-S', '.', '-B', 'build', ...words);
  run(path, 'cmake', '--build', 'build', '--parallel', '2');
  assert.equal(run(path, 'build/report'), block('text app.cpp'));
  assert.equal(run(path, 'build/errors'), block('text errors.cpp'));
  assert.equal(run(path, 'build/threads'), block('text threads.cpp'));
  assert.equal(
    run(path, 'build/seats'),
    '[{"workspace":7,"usageByChart":[{"chart":{"name":"Hall","key":"hall"},"usageByEvent":' +
      '[{"event":{"id":12,"key":"opening","deleted":false},"numUsedObjects":1}]}]}]\n',
  );
  const { totals } = JSON.parse(run(path, 'build/query'));
  assert.deepEqual(totals, { values: { calls: '3', half: '75.5' } });
});

/** Configures a project without a language, which takes no time, and answers what CMake said. */
function configured(name, text) {
  const path = project(name, { 'CMakeLists.txt': `cmake_minimum_required(VERSION 3.21)\nproject(Ask LANGUAGES NONE)\n${text}` });
  const { status, stdout, stderr } = spawnSync('cmake', ['-S', path, '-B', join(path, 'build'), `-DCMAKE_PREFIX_PATH=${prefix}`], { encoding: 'utf8' });
  return { status, said: (stdout + stderr).replace(/\s+/g, ' ') };
}

test('another version is refused, a greater one as well as a smaller one', () => {
  const [major, minor, patch] = VERSION.split('.').map(Number);
  const others = [`${major}.${minor}`, `${major}.${minor}.${patch + 1}`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`, '0.0.1'];
  const { status, said } = configured(
    'versions',
    `foreach(version ${others.join(' ')} ${VERSION})
  find_package(Tallyfold \${version} QUIET COMPONENTS core)
  message(STATUS "<\${version}:\${Tallyfold_FOUND}>")
  unset(Tallyfold_DIR CACHE)
endforeach()`,
  );
  assert.equal(status, 0, said);
  const found = [...said.matchAll(/<([\d.]+):(\w+)>/g)].map(([, version, answer]) => `${version} ${answer}`);
  assert.deepEqual(found, [...others.map((version) => `${version} 0`), `${VERSION} 1`]);
  const refused = configured('refused', `find_package(Tallyfold ${major}.${minor + 1}.0 REQUIRED)`);
  assert.equal(refused.status, 1);
  assert.match(refused.said, new RegExp(`TallyfoldConfig.cmake, version: ${VERSION}`));
});

test('components are those there are, and the core needs no threads', () => {
  const core = configured('core', 'find_package(Tallyfold REQUIRED COMPONENTS core)\nif(TARGET tallyfold::parallel OR NOT TARGET tallyfold::core)\nmessage(FATAL_ERROR "other targets")\nendif()');
  assert.equal(core.status, 0, core.said);
  const unknown = configured('unknown', 'find_package(Tallyfold REQUIRED COMPONENTS core turbo)');
  assert.equal(unknown.status, 1);
  assert.match(unknown.said, /no component turbo: it has core and parallel/);
});

test('every block of the page is run by a test', () => {
  const here = ['sh pkg-config', 'cmake find_package', 'sh find_package', 'cmake parallel'];
  const programs = ['app.cpp', 'errors.cpp', 'threads.cpp'].flatMap((name) => [`cpp ${name}`, `text ${name}`]);
  const inSources = ['sh install', 'cmake add_subdirectory', 'sh add_subdirectory', 'cmake FetchContent'];
  assert.deepEqual([...blocks.keys()].sort(), [...here, ...programs, ...inSources].sort());
  assert.equal(blockCount, blocks.size);
});

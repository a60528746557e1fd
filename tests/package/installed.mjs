// SPDX-License-Identifier: Apache-2.0
// If this fails, the package works inside the repository only. Packs and installs what a user would
// get, in empty folders. Slow, so part of test:all.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-installed-'));
after(() => rmSync(folder, { recursive: true }));

const run = (cwd, program, ...words) =>
  execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const USE = `
import { createEngine, TallyfoldError } from 'tallyfold';
const engine = await createEngine();
engine.append([{ event_name: 'call', external_customer_id: 'c', timestamp: '2024-03-05T10:00:00Z' }]);
const request = { event_name: 'call', aggregation_type: 'COUNT' };
console.log(engine.report({ report: 'flexprice.usage', now: '2024-03-06T00:00:00Z', request }).text);
try { engine.append('', { fromat: 'csv' }) } catch (error) { console.log(error instanceof TallyfoldError, error.code) }
`;

test('the npm package works in an empty folder', () => {
  run(ROOT, 'npm', 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', `./${tarball}`);
  writeFileSync(join(folder, 'use.js'), USE);
  assert.equal(
    run(folder, 'node', 'use.js'),
    '{"value":1,"event_name":"call","type":"COUNT"}\ntrue misuse\n',
  );
  assert.match(run(folder, 'npx', 'tallyfold', '--version'), /^tallyfold \d/);
});

test('its types are found by a TypeScript user', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { createEngine, type Report } from 'tallyfold';
    export const report = async (): Promise<Report<'flexprice.usage'>> =>
      (await createEngine()).report({ report: 'flexprice.usage', request: { event_name: 'a', aggregation_type: 'COUNT' } });`,
  );
  const words = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2023,dom,esnext.disposable',
    'use.ts',
  ];
  run(folder, join(ROOT, 'node_modules/.bin/tsc'), ...words);
});

const USED_SEAT =
  '[{"workspace":7,"usageByChart":[{"chart":{"name":"Hall","key":"hall"},"usageByEvent":' +
  '[{"event":{"id":12,"key":"opening","deleted":false},"numUsedObjects":1}]}]}]\n';

test('the CMake package works in an empty folder', () => {
  const prefix = join(folder, 'prefix');
  const source = join(folder, 'consumer');
  cpSync(join(ROOT, 'examples/cpp'), source, { recursive: true });
  run(ROOT, 'cmake', '--install', 'build/release', '--prefix', prefix);
  run(source, 'cmake', '-S', '.', '-B', 'build', `-DCMAKE_PREFIX_PATH=${prefix}`);
  run(source, 'cmake', '--build', 'build');
  assert.equal(run(source, 'build/report'), '{"value":0.1,"event_name":"call","type":"SUM"}\n');
  assert.equal(run(source, 'build/seats'), USED_SEAT);
  const { totals } = JSON.parse(run(source, 'build/query'));
  assert.deepEqual(totals, { values: { calls: '3', half: '75.5' } });
  assert.match(run(folder, join(prefix, 'bin/tallyfold'), '--version'), /^tallyfold \d/);
});

test('the sources work inside another CMake project', () => {
  const source = join(folder, 'outer');
  cpSync(join(ROOT, 'examples/cpp'), source, { recursive: true });
  writeFileSync(
    join(source, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.21)
project(Outer LANGUAGES CXX)
add_subdirectory(${ROOT} tallyfold)
add_executable(report report.cpp)
target_link_libraries(report PRIVATE tallyfold::core)
`,
  );
  run(source, 'cmake', '-S', '.', '-B', 'build');
  run(source, 'cmake', '--build', 'build', '--parallel', '2');
  assert.equal(run(source, 'build/report'), '{"value":0.1,"event_name":"call","type":"SUM"}\n');
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, the npm package works inside the repository only. Packs and installs what a user would
// get, in an empty folder. Slow, so part of test:all.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

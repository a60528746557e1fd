// SPDX-License-Identifier: Apache-2.0
// If this fails, a tool or a compiler of the package's users stumbles over it, or it has grown. Packs and
// installs what a user would get. Part of test:all.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { check } from '../browsers/table.mjs';
import { tool } from '../bundlers/workspace.mjs';
import { install, pack, ROOT, run, temporaryFolder } from './npm_tarball.mjs';

/** What a page loads, as brotli sends it. The whole package's budget is in package.test.mjs. */
const MOST_BROTLI_BYTES = { 'index.js': 200, 'worker.js': 300, 'shared.js': 24_000, 'pool_worker.js': 8_000, 'engine.wasm': 260_000 };

const folder = temporaryFolder();
const tarball = pack(folder);
const installed = install(folder, tarball);
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
const shipped = join(installed, 'wasm/dist');
const tools = join(ROOT, 'tests/bundlers/node_modules');
const node = { name: 'node', version: process.versions.node };

/** Names that a program imports: what is data, and a worker's own script, is none. */
const entries = Object.entries(manifest.exports)
  .filter(([name]) => !/\.(wasm|json)$|pool-worker$/.test(name))
  .map(([name, { types }]) => ({ name: join(manifest.name, name), types: readFileSync(join(installed, types), 'utf8') }));
/** Those whose types need nothing that users install beside the package only if they want it. */
const peers = Object.keys(manifest.peerDependencies ?? {});
const plain = entries.filter(({ types }) => !peers.some((peer) => types.includes(` from '${peer}'`)));

check(tool('publint'), 'the tarball, strictly: no message', async () => {
  const { publint } = await import(join(tools, 'publint/src/index-node.js'));
  const bytes = readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  assert.deepEqual(messages, []);
});

check(tool('@arethetypeswrong/cli'), 'the tarball, profile esm-only: no problem', () => {
  const words = [tarball, '--profile', 'esm-only', '--format', 'json'];
  const { status, stdout } = spawnSync(join(tools, '.bin/attw'), words, { encoding: 'utf8' });
  const { analysis, problems } = JSON.parse(stdout);
  assert.equal(status, 0, JSON.stringify(problems));
  assert.deepEqual(Object.keys(analysis.entrypoints), Object.keys(manifest.exports));
});

check(node, 'it brings no other package along', () => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  assert.deepEqual(Object.keys(lock.packages), ['', 'node_modules/tallyfold']);
});

/** A program that uses every entry of a list. */
const typed = (list, ...more) => `${list.map(({ name }, i) => `import * as m${i} from '${name}';`).join('\n')}
import type { EnginePool, PoolOptions } from 'tallyfold';
import { createEngine } from 'tallyfold/worker';
import wasm from 'tallyfold/engine.wasm';

export const all = [${list.map((_, i) => `m${i}`)}];
export const engine: Promise<EnginePool> = createEngine({ wasm, keepIds: false });
// @ts-expect-error one worker has no number of workers
createEngine({ workers: 2 });
// @ts-expect-error a worker is started by a function
export const bad: PoolOptions = { worker: 'pool_worker.js' };
${more.join('\n')}
`;
const PROGRAMS = {
  'use_browser.ts': {
    types: [],
    lib: ['es2022', 'dom'],
    text: typed(
      plain.filter(({ name }) => !/node-server|lambda/.test(name)),
      "export const pool: PoolOptions = { worker: () => new Worker('w.js', { type: 'module' }) };",
    ),
  },
  'use_node.ts': {
    types: ['node'],
    lib: ['es2022'],
    text: typed(
      plain,
      "import { Worker } from 'node:worker_threads';",
      "export const pool: PoolOptions = { worker: () => new Worker('./w.js') };",
    ),
  },
};
const MODULES = { node16: 'node16', nodenext: 'nodenext', esnext: 'bundler' };

// The compiler of the project, and the old and slow one that comes with the checker of types.
const COMPILERS = [[ROOT, ['node16', 'nodenext', 'esnext']], [join(ROOT, 'tests/bundlers'), ['esnext']]];
for (const [place, modules] of COMPILERS) {
  const how = `moduleResolution ${modules.map((module) => MODULES[module]).join(', ')}`;
  check(tool('typescript', [place]), `types of every entry, with and without DOM: ${how}; strict, skipLibCheck false`, () => {
    const types = join(folder, 'node_modules/@types');
    if (!existsSync(types)) symlinkSync(join(ROOT, 'node_modules/@types'), types);
    for (const [name, { text, ...more }] of Object.entries(PROGRAMS)) {
      writeFileSync(join(folder, name), text);
      for (const module of modules) {
        const shared = { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022' };
        const compilerOptions = { ...shared, module, moduleResolution: MODULES[module], ...more };
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
        execFileSync(join(place, 'node_modules/.bin/tsc'), ['-p', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
      }
    }
  });
}

// Reading any of these while a module is loaded breaks rendering on a server.
const GUARD = `
for (const name of ['window', 'document', 'navigator', 'location', 'self', 'fetch', 'Worker', 'XMLHttpRequest'])
  Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error(name + ' was touched'); } });
`;
const LOAD = `
const before = process.eventNames().length;
for (const entry of JSON.parse(process.argv[2])) {
  const names = Object.keys(await import(entry));
  if (names.length === 0) throw new Error(entry + ' exports nothing');
}
console.log(process.eventNames().length - before);
`;

check(node, 'every entry loads on a server: window, document, fetch, Worker untouched; no code from strings, no handlers', () => {
  writeFileSync(join(folder, 'guard.mjs'), GUARD);
  writeFileSync(join(folder, 'load.mjs'), LOAD);
  // The files for browsers too: a server's bundler may take them.
  const files = ['index.js', 'worker.js'].map((name) => join(shipped, name));
  const words = ['--disallow-code-generation-from-strings', '--import', './guard.mjs', 'load.mjs'];
  const said = run(folder, process.execPath, ...words, JSON.stringify([...entries.map(({ name }) => name), ...files]));
  assert.equal(said, '0\n');
  assert.ok(entries.length >= 5);
});

const USE = `
import 'node:worker_threads'; // has a handler of its own
import { createEngine, createEnginePool } from 'tallyfold';
import { createEngine as createWorker } from 'tallyfold/worker';

const before = process.eventNames().length;
const engines = await Promise.all([createEngine(), createWorker(), createEnginePool({ workers: 2 })]);
for (const engine of engines) console.log((await engine.append('broken')).refused);
console.log(process.eventNames().length - before);
await Promise.all(engines.map((engine) => engine.close()));
`;

check(node, 'engine, worker and pool: no code from strings, no handlers on process', () => {
  writeFileSync(join(folder, 'use.mjs'), USE);
  const said = run(folder, process.execPath, '--disallow-code-generation-from-strings', 'use.mjs');
  assert.equal(said, '1\n1\n1\n0\n');
});

check(node, 'pool_worker.js stands alone, and the engine beside it', () => {
  for (const name of [join(shipped, 'pool_worker.js'), join(installed, 'dist/node/pool_worker.js')])
    assert.doesNotMatch(readFileSync(name, 'utf8'), /(?:from|import\() ?["']\.{1,2}\//, name);
  assert.ok(existsSync(join(shipped, 'engine.wasm')));
});

check(node, 'what a page loads stays within its budget', (t) => {
  for (const [name, most] of Object.entries(MOST_BROTLI_BYTES)) {
    const { length } = brotliCompressSync(readFileSync(join(shipped, name)));
    t.diagnostic(`${name}: ${length} bytes by brotli`);
    assert.ok(length <= most, `${name}: ${length} bytes by brotli, more than ${most}`);
  }
});

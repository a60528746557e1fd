// SPDX-License-Identifier: Apache-2.0
// If this fails, a page that a bundler makes of the package does not find the engine or its workers.
// Builds examples/ from the packed package, and opens what comes out in Chromium. Part of test:all.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { startBrowser } from '../browsers/browsers.mjs';
import { choose, EVENTS, texts, tokensBy, until } from '../browsers/sample.mjs';
import { serve } from '../browsers/server.mjs';
import { check } from '../browsers/table.mjs';
import { run } from '../package/npm_tarball.mjs';
import { build, HERE, installed, prepare, start, tool } from './workspace.mjs';

const browser = await startBrowser('chromium');
after(() => browser.close?.());
const needs = (...name) => ({ ...tool(...name), ...(browser.missing && { missing: `Chromium: ${browser.missing}` }) });
const expected = (await tokensBy(installed, 'properties.model')).join(', ');

/** Chooses the sample file in a page of examples/, and reads the three answers. */
const answersAt = (url) =>
  browser.on(url, async (page) => {
    await until(page, () => document.readyState === 'complete');
    await choose(page, EVENTS);
    const answers = await texts(page, ['page', 'worker', 'pool']);
    assert.deepEqual(page.problems, []);
    return answers;
  });

async function served(folder, use, path = '') {
  const server = await serve(folder);
  try {
    return await use(server.url + path, server);
  } finally {
    await server.close();
  }
}

/** Builds the example and opens it: what the builder said. */
async function buildAndOpen(name, place = '.') {
  const folder = prepare(name);
  const said = build(folder);
  const answers = await served(join(folder, place), (url) => answersAt(url));
  assert.deepEqual(answers, [expected, expected, expected]);
  return said;
}

check(needs('vite'), 'examples/vite: build', () => buildAndOpen('vite', 'dist'));

check(needs('vite'), 'examples/vite: dev, with its pre-bundling', async () => {
  const server = await start(prepare('vite'), 'dev', '--host', '127.0.0.1', '--strictPort');
  try {
    assert.deepEqual(await answersAt(server.url), [expected, expected, expected]);
  } finally {
    await server.close();
  }
});

check(needs('vite', [join(HERE, 'vite_7')]), 'examples/vite: dev of Vite 7, with optimizeDeps.exclude', async () => {
  const folder = prepare('vite', join(HERE, 'vite_7/build'));
  writeFileSync(join(folder, 'vite.config.js'), "export default { optimizeDeps: { exclude: ['tallyfold'] } };\n");
  const server = await start(folder, 'dev', '--host', '127.0.0.1', '--strictPort');
  try {
    assert.deepEqual(await answersAt(server.url), [expected, expected, expected]);
  } finally {
    await server.close();
  }
});

check(needs('webpack'), 'examples/webpack', async () => {
  const said = await buildAndOpen('webpack');
  assert.doesNotMatch(said, /Critical dependency|Module not found/);
});

check(needs('rollup'), 'examples/rollup: build and one cp', () => buildAndOpen('rollup'));

check(needs('esbuild'), 'examples/esbuild: build and one cp', () => buildAndOpen('esbuild'));

const esbuild = (folder, ...words) => run(folder, 'npx', 'esbuild', ...words, '--bundle', '--log-level=error');

check(needs('esbuild'), 'without the cp the page is told which file is missing', async () => {
  const folder = prepare('esbuild');
  build(folder);
  for (const [file, words] of [['pool_worker.js', /pool_worker\.js beside the code/], ['engine.wasm', /engine\.wasm: status 404/]]) {
    rmSync(join(folder, 'dist', file));
    await served(folder, (url) =>
      browser.on(url, async (page) => {
        await until(page, () => document.readyState === 'complete');
        await choose(page, EVENTS);
        for (const last = Date.now() + 20_000; !page.problems.some((text) => words.test(text));) {
          assert.ok(Date.now() < last, page.problems.join('; '));
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }));
  }
});

const SINGLE = `
import wasm from 'tallyfold/engine.wasm';
import { createEngine } from 'tallyfold';

document.querySelector('input').addEventListener('change', async ({ target }) => {
  const engine = await createEngine({ wasm });
  await engine.appendFrom(target.files[0]);
  document.getElementById('page').textContent = JSON.stringify(engine.ledger());
});
`;

check(needs('esbuild'), 'one file with the engine in it: --loader:.wasm=binary', async () => {
  const folder = prepare('esbuild');
  writeFileSync(join(folder, 'main.js'), SINGLE);
  esbuild(folder, 'main.js', '--loader:.wasm=binary', '--format=esm', '--outdir=dist');
  await served(folder, (url, { asked }) =>
    browser.on(url, async (page) => {
      await until(page, () => document.readyState === 'complete');
      await choose(page, 'broken');
      assert.equal(JSON.parse((await texts(page, ['page']))[0]).total, 1);
      assert.ok(!asked.some((path) => path.endsWith('.wasm')));
    }));
});

check(needs('esbuild'), 'a classic script, with the options wasm and worker', async () => {
  const folder = prepare('esbuild');
  const main = readFileSync(join(folder, 'main.js'), 'utf8');
  const options = "{ wasm: new URL('files/engine.wasm', location.href), worker: () => new Worker('files/pool_worker.js', { type: 'module' }) }";
  const given = main
    .replace('page: createEngine,', `page: () => createEngine({ wasm: options.wasm }),`)
    .replace('worker: createWorker,', 'worker: () => createWorker(options),')
    .replace('{ workers: 2 }', '{ ...options, workers: 2 }');
  writeFileSync(join(folder, 'main.js'), `const options = ${options};\n${given}`);
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), page.replace('type="module"', 'defer'));
  esbuild(folder, 'main.js', '--format=iife', '--outdir=dist', '--log-override:empty-import-meta=silent');
  cpSync(join(installed, 'wasm/dist'), join(folder, 'files'), { recursive: true });
  await served(folder, async (url) => assert.deepEqual(await answersAt(url), [expected, expected, expected]));
});

const NODE = `
import { Worker } from 'node:worker_threads';
import { createEngine } from 'tallyfold/worker';

const engine = await createEngine({
  wasm: new URL('engine.wasm', import.meta.url),
  worker: () => new Worker(new URL('pool_worker.js', import.meta.url)),
});
console.log(JSON.stringify(await engine.append('broken')));
await engine.close();
`;

check(needs('esbuild'), 'a bundle for Node, with the options wasm and worker', () => {
  const folder = prepare('esbuild');
  const dist = join(folder, 'dist');
  writeFileSync(join(folder, 'main.js'), NODE);
  esbuild(folder, 'main.js', '--platform=node', '--format=esm', '--outdir=dist');
  cpSync(join(installed, 'wasm/dist/engine.wasm'), join(dist, 'engine.wasm'));
  cpSync(join(installed, 'dist/node/pool_worker.js'), join(dist, 'pool_worker.js'));
  rmSync(join(folder, 'node_modules'), { recursive: true });
  assert.equal(run(dist, process.execPath, 'main.js'), '{"accepted":0,"refused":1}\n');
});

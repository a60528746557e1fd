// SPDX-License-Identifier: Apache-2.0
// Cloudflare Workers: wrangler bundles the examples as it would for a deployment, and workerd runs them.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { findProgram, load, output, printedVersion, versionOf } from './programs.mjs';
import { compareAnswers, compareRest, sendEvents, talkToServer } from './talk.mjs';

const KEY = { 'x-api-key': 'k' };
/** Before May 2025 there was no FinalizationRegistry. */
const OLD_DATE = '2024-09-23';
/** What a worker may have is 3 MB (free) or 10 MB; ours is to stay far below. */
const MOST_KIB = 600;

// The two are installed together and know each other's versions.
async function version() {
  versionOf('wrangler');
  const workerd = findProgram('@cloudflare', 'workerd-', 'bin/workerd');
  await printedVersion(workerd, '--version');
  return `workerd ${versionOf('workerd')}, miniflare ${versionOf('miniflare')}`;
}

async function bundle({ folder }, config) {
  const cwd = join(folder, 'examples/cloudflare');
  const out = join(folder, `bundle-${config}`);
  const wrangler = findProgram('', 'wrangler', 'bin/wrangler.js');
  const words = [wrangler, 'deploy', '--dry-run', '--config', config, '--outdir', out];
  const env = { CI: '1', WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: folder, WRANGLER_LOG_PATH: folder };
  const printed = await output(process.execPath, words, { cwd, env });
  const [, size, packed] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(printed);
  assert.ok(Number(packed) < MOST_KIB, printed);
  return { out, size: `${Math.round(size)} KiB, ${Math.round(packed)} KiB packed` };
}

function modulesOf(out) {
  const named = (ending) => join(out, readdirSync(out).find((name) => name.endsWith(ending)));
  return {
    modulesRoot: out,
    modules: [
      { type: 'ESModule', path: named('.js') },
      { type: 'CompiledWasm', path: named('.wasm') },
    ],
  };
}

async function withWorker(out, options, use) {
  const { Miniflare } = await load('miniflare');
  const worker = new Miniflare({
    ...modulesOf(out),
    compatibilityDate: '2026-04-01',
    bindings: { USAGE_KEY: KEY['x-api-key'] },
    ...options,
  });
  try {
    const address = (await worker.ready).origin;
    await use((path, init) => fetch(address + path, init), worker);
  } finally {
    await worker.dispose();
  }
}

async function putEvents(worker, { files }) {
  const bucket = await worker.getR2Bucket('EVENTS');
  const [first, second] = files;
  await bucket.put('2024-05/first.ndjson', first);
  await bucket.put('2024-05/second.ndjson.gz', Uint8Array.from(gzipSync(second)).buffer);
  await bucket.put('2024-06/another.ndjson', first.replaceAll('req_', 'other_'));
}

async function compareR2(workspace) {
  const { out, size } = await bundle(workspace, 'wrangler.jsonc');
  let asked;
  await withWorker(out, { r2Buckets: ['EVENTS'] }, async (ask, worker) => {
    await putEvents(worker, workspace);
    const askMay = (path, init) => ask(`/2024-05${path}`, init);
    await compareRest(askMay);
    asked = await compareAnswers(askMay, workspace, { headers: KEY });
    const write = { method: 'POST', headers: { ...KEY, 'content-type': 'application/json' }, body: '{}' };
    assert.equal((await askMay('/v1/events', write)).status, 403);
    assert.equal((await askMay('/query', { method: 'POST', body: '{}' })).status, 401);
    assert.equal((await ask('/query', { method: 'POST', body: '{}' })).status, 404);
  });
  await withWorker(out, { r2Buckets: ['EVENTS'], compatibilityDate: OLD_DATE }, async (ask, worker) => {
    await putEvents(worker, workspace);
    const askMay = (path, init) => ask(`/2024-05${path}`, init);
    await compareAnswers(askMay, workspace, { headers: KEY });
  });
  return `src/worker.js over R2: ${asked} answers, and again with the rules of ${OLD_DATE} (bundle ${size})`;
}

async function compareDurable(workspace) {
  const { out } = await bundle(workspace, 'wrangler.dataset.jsonc');
  const options = {
    durableObjects: { DATASETS: { className: 'Dataset', useSQLite: true } },
    durableObjectsPersist: join(workspace.folder, 'durable'),
  };
  const withKey = (ask) => (path, init) => ask(path, { ...init, headers: { ...init?.headers, ...KEY } });
  await withWorker(out, options, async (ask) => {
    await talkToServer(withKey(ask), workspace);
    assert.equal((await ask('/query', { method: 'POST', body: '{}' })).status, 401);
  });
  let asked;
  await withWorker(out, options, async (ask) => {
    asked = await compareAnswers(withKey(ask), workspace);
    // What it is sent again, it knows.
    await sendEvents(withKey(ask), workspace);
    await compareAnswers(withKey(ask), workspace);
  });
  return `src/dataset.js in a Durable Object: events sent, ${asked} answers before and after a restart`;
}

export const runtimes = [
  {
    name: 'Cloudflare Workers',
    version,
    parts: [
      { name: 'R2', run: compareR2 },
      { name: 'Durable Object', run: compareDurable },
    ],
  },
];

// SPDX-License-Identifier: Apache-2.0
// A folder as a user has it: the packed package installed, the examples beside it, and what Node answers.

import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { install, ROOT, temporaryFolder } from '../package/npm_tarball.mjs';

const NOW = '2024-06-01T00:00:00Z';
/** The examples that run here, and what they read. */
const EXAMPLES = ['bun', 'cloudflare', 'deno', 'edge', 'events', 'lago', 'lambda', 'node', 'requests', 'seatsio'];

/**
 * `files` are the sample events, `answers` what the installed package answers here to each question about
 * them in examples/requests, `report` what it answers to any other.
 */
export async function makeWorkspace() {
  const folder = temporaryFolder();
  install(folder);
  for (const name of EXAMPLES)
    cpSync(join(ROOT, 'examples', name), join(folder, 'examples', name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  const files = eventFiles(folder);
  const engine = await startEngine(folder, files);
  const report = (call) => engine.report({ now: NOW, ...call });
  return { folder, files, report, answers: answersOf(folder, report), close: () => engine.close() };
}

function eventFiles(folder) {
  const events = join(folder, 'examples/events');
  return readdirSync(events).sort().map((name) => readFileSync(join(events, name), 'utf8'));
}

async function startEngine(folder, files) {
  const entry = join(folder, 'node_modules/tallyfold/dist/node/index.js');
  const { createEngine } = await import(pathToFileURL(entry).href);
  const engine = await createEngine();
  files.forEach((text, source) => engine.append(text, { source }));
  return engine;
}

function answersOf(folder, report) {
  const requests = join(folder, 'examples/requests');
  return readdirSync(requests).sort().flatMap((name) => {
    const call = JSON.parse(readFileSync(join(requests, name), 'utf8'));
    if (!PATHS[call.report]) return [];
    const { status, text } = report(call);
    if (status !== 200) throw new Error(`${name}: ${text}`);
    return [{ name, ...call, path: PATHS[call.report], text }];
  });
}

const PATHS = { 'flexprice.usage': '/v1/events/usage', 'tallyfold.query': '/query' };

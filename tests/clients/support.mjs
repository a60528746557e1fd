// SPDX-License-Identifier: Apache-2.0
// Servers to ask, clients to ask them with, and the table of what came of it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';
import { toNodeListener } from 'tallyfold/node-server';

export const KEYS = ['flexprice', 'lago', 'seatsio'].flatMap((service) => [
  { key: 'writer', service, may: 'write' },
  { key: 'reader', service, may: 'read' },
]);

export const readExample = (path) =>
  readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
/** The events of a sample, without the line that its story cuts off. */
export const eventsOf = (...paths) =>
  paths.flatMap((path) =>
    readExample(path)
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line)),
  );

/** A server on this machine with an engine of its own, both closed when `use` is done. */
export async function withServer({ catalog, ...options }, use) {
  const engine = await createEngine({ catalog });
  const seen = [];
  const handle = createFetchHandler({ engine, keys: KEYS, ...options });
  const server = createServer(
    toNodeListener((request) => {
      seen.push({ line: `${request.method} ${new URL(request.url).pathname}`, headers: request.headers });
      return handle(request);
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use({ base: `http://127.0.0.1:${server.address().port}`, engine, handle, seen });
  } finally {
    server.closeAllConnections();
    server.close();
    engine.close();
  }
}

/** An engine whose answers are what those of a client are compared with. */
export async function withEngine(options, use) {
  const engine = await createEngine(options);
  try {
    return await use(engine);
  } finally {
    engine.close();
  }
}

/** An engine that fails at everything. */
export const BROKEN = Object.fromEntries(
  ['report', 'ingest', 'refusal'].map((method) => [
    method,
    () => {
      throw new Error('a secret');
    },
  ]),
);

/** The error that a call has to end with. */
export async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return assert.fail('the call was answered');
}

const rows = [];
process.on('exit', () => {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  console.log(['', ...rows.map(line), ''].join('\n'));
});

/** A client: `label` is its name in the table, `folder` where it is installed, `load` imports it. */
export async function client(label, folder, load = () => import(folder)) {
  const { sdk, version, reason } = await loaded(folder, load);
  /** Tests one call; what the test gives stands in the table. */
  return (call, run) => {
    const row = [label, version, call, reason ? `NOT TESTED: ${reason}` : 'FAILED'];
    rows.push(row);
    test(`${label} ${version}: ${call}`, { skip: reason }, async () => {
      row[3] = (await run(sdk)) ?? 'as the engine';
    });
  };
}

async function loaded(folder, load) {
  try {
    const manifest = new URL(`node_modules/${folder}/package.json`, import.meta.url);
    const version = JSON.parse(readFileSync(manifest, 'utf8')).version.replace(/^v/, '');
    return { version, sdk: await load() };
  } catch (error) {
    const isMissing = error.code === 'ENOENT';
    return { version: '-', reason: isMissing ? 'it is not installed' : `it cannot be loaded: ${error.message}` };
  }
}

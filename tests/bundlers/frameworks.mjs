// SPDX-License-Identifier: Apache-2.0
// If this fails, a React component leaks workers or shows the answer to another question, or Next.js
// cannot render with the package. Builds examples/ from the packed package. Part of test:all.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { startBrowser } from '../browsers/browsers.mjs';
import { choose, EVENTS, tokensBy, until } from '../browsers/sample.mjs';
import { serve } from '../browsers/server.mjs';
import { check } from '../browsers/table.mjs';
import { build, installed, prepare, start, tool } from './workspace.mjs';

const MODELS = await tokensBy(installed, 'properties.model');
const REGIONS = await tokensBy(installed, 'properties.region');
const CUSTOMERS = await tokensBy(installed, 'customer');

const browser = await startBrowser('chromium');
after(() => browser.close?.());
const needs = (name) => ({ ...tool(name), ...(browser.missing && { missing: `Chromium: ${browser.missing}` }) });
const loaded = (page) => until(page, () => document.querySelector('input') !== null);
const shows = (page, list, rows) =>
  until(page, ([selector, wanted]) => {
    const found = [...document.querySelectorAll(`${selector} li`)].map((item) => item.textContent);
    return JSON.stringify(found) === wanted;
  }, [list, JSON.stringify(rows)]);

/** Every list that the page shows from now on, in `window.seen`. */
const watch = (page) =>
  page.evaluate(() => {
    const list = document.querySelector('ul');
    const note = () => window.seen.push([...list.children].map((item) => item.textContent));
    window.seen = [];
    new MutationObserver(note).observe(list, { childList: true, subtree: true, characterData: true });
  });

/** Chooses one field after the other, faster than answers come. */
const select = (page, ...fields) =>
  page.evaluate(async (all) => {
    const control = document.querySelector('select');
    const setValue = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set;
    for (const field of all) {
      setValue.call(control, field);
      control.dispatchEvent(new Event('change', { bubbles: true }));
      await Promise.resolve();
    }
  }, fields);

check(needs('react'), 'examples/react, built: answers follow the control, none comes late', async () => {
  const folder = prepare('react');
  build(folder);
  const server = await serve(join(folder, 'dist'));
  try {
    await browser.on(server.url, async (page) => {
      await loaded(page);
      await choose(page, EVENTS);
      await shows(page, 'ul', MODELS);
      await watch(page);
      await select(page, 'properties.region', 'customer');
      await shows(page, 'ul', CUSTOMERS);
      const seen = await page.evaluate(() => window.seen);
      for (const rows of seen) assert.ok(rows.length === 0 || rows[0] === CUSTOMERS[0], JSON.stringify(rows));
      await select(page, 'properties.region');
      await shows(page, 'ul', REGIONS);
      assert.deepEqual(page.problems, []);
    });
  } finally {
    await server.close();
  }
});

check(needs('react'), 'examples/react, vite dev: StrictMode mounts twice, one worker lives; unmounted, none', async () => {
  const server = await start(prepare('react'), 'dev', '--host', '127.0.0.1', '--strictPort');
  try {
    await browser.on(server.url, async (page) => {
      let started = 0;
      page.on('worker', () => ++started);
      await loaded(page);
      await choose(page, EVENTS);
      await shows(page, 'ul', MODELS);
      await settled(() => page.workers().length === 1);
      assert.equal(started, 2);
      await select(page, 'customer');
      await shows(page, 'ul', CUSTOMERS);
      assert.equal(started, 2);
      await choose(page, undefined);
      await settled(() => page.workers().length === 0);
      assert.deepEqual(page.problems, []);
    });
  } finally {
    await server.close();
  }
});

async function settled(condition) {
  for (const last = Date.now() + 20_000; !condition();) {
    assert.ok(Date.now() < last, String(condition));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

check(needs('next'), 'examples/nextjs: a route, a page rendered on the server, a worker in the browser', async () => {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const folder = prepare('nextjs');
  writeFileSync(join(folder, 'events.ndjson'), EVENTS);
  build(folder, { seconds: 90 });
  // What a host takes along of a build: the engine is told by its address in the code.
  const { files } = JSON.parse(readFileSync(join(folder, '.next/server/app/usage/route.js.nft.json'), 'utf8'));
  assert.ok(files.some((path) => path.endsWith('tallyfold/wasm/dist/engine.wasm')));
  const server = await start(folder, 'start', '--hostname', '127.0.0.1');
  try {
    const { rows } = await (await fetch(`${server.url}usage`)).json();
    assert.deepEqual(rows.map(({ group, values }) => `${group['properties.model']} ${values.tokens}`), MODELS);
    const page = await (await fetch(server.url)).text();
    for (const row of MODELS) assert.ok(page.includes(`<li>${row}</li>`), page);
    await browser.on(server.url, async (opened) => {
      await loaded(opened);
      await shows(opened, '#server', MODELS);
      // Until React has taken the page over, choosing does nothing.
      await until(opened, () => Object.keys(document.querySelector('input')).some((key) => key.startsWith('__react')));
      await choose(opened, EVENTS);
      await shows(opened, '#browser', MODELS);
      assert.deepEqual(opened.problems, []);
    });
  } finally {
    await server.close();
  }
});

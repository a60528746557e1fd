// SPDX-License-Identifier: Apache-2.0
// If this fails, the package does not work on a plain page of a browser: without a bundler, under a
// strict content security policy, without special headers. Slow, so part of test:all.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after } from 'node:test';

import { install, ROOT, temporaryFolder } from '../package/npm_tarball.mjs';
import { BROWSERS, startBrowser } from './browsers.mjs';
import { choose, EVENTS, texts, tokensBy, until } from './sample.mjs';
import { serve } from './server.mjs';
import { check } from './table.mjs';

const CALL = {
  report: 'tallyfold.query',
  request: {
    event: 'completion',
    aggregations: { calls: { type: 'count' }, seconds: { type: 'sum', property: 'seconds' } },
    group_by: ['customer', 'properties.model'],
    window: 'week',
    time_zone: 'Asia/Kolkata',
  },
  now: '2024-06-01T00:00:00Z',
};
const STARTS = ['page', 'worker', 'pool'];

// The site: the cases with the package's files beside them, in three policies, and the example.
const site = temporaryFolder();
const installed = install(temporaryFolder());
const copy = (from, to) => cpSync(from, join(site, to), { recursive: true });
for (const place of ['tallyfold', 'octets', 'example/tallyfold']) copy(join(installed, 'wasm/dist'), place);
for (const place of ['.', 'forbidden', 'open']) copy(join(ROOT, 'tests/browsers/page'), place);
copy(join(ROOT, 'examples/browser'), 'example');
writeFileSync(join(site, 'events.ndjson'), EVENTS);

// An import map is a script inside the page, which a policy allows by its hash.
const page = readFileSync(join(site, 'example/index.html'), 'utf8');
const [, map] = /<script type="importmap">(.*?)<\/script>/s.exec(page);
const MAP = `'sha256-${createHash('sha256').update(map).digest('base64')}'`;
const policy = (scripts) => ({
  'content-security-policy': `default-src 'self'; script-src 'self' ${scripts}; worker-src 'self'`,
});
const HEADERS = {
  octets: { 'content-type': 'application/octet-stream', ...policy("'wasm-unsafe-eval'") },
  forbidden: policy(''),
  example: policy(`'wasm-unsafe-eval' ${MAP}`),
  open: {},
};
const server = await serve(site, (path) => HEADERS[path.split('/')[1]] ?? policy("'wasm-unsafe-eval'"));
const cdn = await serve(site, () => ({ 'access-control-allow-origin': '*' }));

const { createEngine } = await import(join(installed, 'dist/node/index.js'));
const engine = await createEngine();
const counted = engine.append(EVENTS);
const { text } = engine.report(CALL);
const browsers = await Promise.all(BROWSERS.map(startBrowser));
after(() => Promise.all([...browsers, server, cdn].map((one) => one.close?.())));

for (const browser of browsers) {
  const onCases = (work, path = '') =>
    browser.on(server.url + path, async (opened) => {
      await until(opened, () => Boolean(window.cases));
      const ask = (...words) => opened.evaluate(([one, ...rest]) => window.cases[one](...rest), words);
      return work(ask, opened);
    });

  check(browser, "page, worker and pool of 2 answer as Node, under script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'", () =>
    onCases(async (ask, { problems }) => {
      for (const start of STARTS)
        assert.deepEqual(await ask('ask', start, 'response', CALL), { result: counted, text }, start);
      assert.deepEqual(problems, []);
    }));

  check(browser, 'examples/browser: an import map, a chosen file', () =>
    browser.on(`${server.url}example/`, async (opened) => {
      await until(opened, () => document.readyState === 'complete');
      await choose(opened, EVENTS);
      const expected = (await tokensBy(installed, 'properties.model')).join(', ');
      assert.deepEqual(await texts(opened, STARTS), [expected, expected, expected]);
      assert.deepEqual(opened.problems, []);
    }));

  check(browser, 'a Response, Blob, File, stream, bytes or gzip, whole or cut anywhere', () =>
    onCases(async (ask) => {
      for (const start of STARTS)
        for (const file of ['blob', 'file', 'stream', 'bytes', 'gzip', 'gzip stream'])
          assert.deepEqual(await ask('ask', start, file, CALL), { result: counted, text }, `${start} ${file}`);
      const { result, told, size } = await ask('cut');
      assert.deepEqual(result, counted);
      assert.ok(told.length >= 2 && told.at(-1) === size, String(told));
    }));

  check(browser, 'wasm as URL, Response, bytes, module; served with a wrong content type', () =>
    onCases(async (ask) => {
      for (const kind of ['url', 'response', 'bytes', 'module', 'wrong content type'])
        for (const start of ['page', 'worker'])
          assert.equal(await ask('wasm', kind, start, CALL), text, `${kind} ${start}`);
    }));

  check(browser, 'no COOP or COEP headers: works without SharedArrayBuffer', () =>
    onCases(async (ask) => assert.deepEqual(await ask('isolation'), [false, 'undefined'])));

  check(browser, 'close() ends the workers', () =>
    onCases(async (ask) => {
      const { ours, code } = await ask('locks');
      assert.deepEqual({ ours, code }, { ours: true, code: 'misuse' });
    }));

  check(browser, "without 'wasm-unsafe-eval' the error says what is missing", () =>
    onCases(async (ask) => {
      for (const start of STARTS) {
        const { ours, code, path, message } = await ask('refused', start);
        assert.deepEqual({ ours, code, path }, { ours: true, code: 'misuse', path: '$.wasm' });
        assert.match(message, /the Content-Security-Policy needs script-src 'wasm-unsafe-eval'$/);
      }
    }, 'forbidden/'));

  check(browser, 'a missing wasm or worker file is named', () =>
    onCases(async (ask) => {
      assert.match((await ask('refusedWasm', '/nowhere.wasm')).message, /from http.*\/nowhere\.wasm: status 404$/);
      assert.match((await ask('refusedWasm', '/')).message, /from http\S+ \(text\/html\) could not be compiled/);
      assert.match((await ask('refusedWasm', 'http://127.0.0.1:1/')).message, /could not be fetched from http:\/\/127/);
      const { ours, code, path, message } = await ask('refusedWorker', '/nowhere.js');
      assert.deepEqual({ ours, code, path }, { ours: true, code: 'misuse', path: '$.worker' });
      assert.match(message, /cannot be started: its file is not there/);
      for (const [worker, words] of [['none', /must give a Worker/], ['/worker.js', /must be a function/]])
        assert.match((await ask('refusedOption', worker)).message, words);
    }));

  check(browser, 'from another origin, as from a CDN, with the option worker', () =>
    onCases(async (ask) => {
      const { code, path, message } = await ask('elsewhere', cdn.url, CALL, false);
      assert.deepEqual({ code, path }, { code: 'misuse', path: '$.worker' });
      assert.match(message, /cannot be started/);
      assert.equal(await ask('elsewhere', cdn.url, CALL, true), text);
    }, 'open/'));
}

// SPDX-License-Identifier: Apache-2.0
// If this fails, a guide shows a program that does not run, or an answer that is none. guides_page.mjs says what the blocks mean.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { blocksOf } from './guides_page.mjs';
import { ROOT, readGuide, runPage } from './guides_run.mjs';
import { serviceOf } from './guides_services.mjs';

const pages = readdirSync(`${ROOT}docs/guides`).map((name) => name.replace(/\.md$/, ''));

test('the guides', { concurrency: 2 }, async (t) => {
  await Promise.all(pages.map((page) => t.test(`docs/guides/${page}.md`, async () => {
    const service = await serviceOf(page);
    try {
      await runPage(page, service.env);
      assert.deepEqual(service.unasked(), [], 'the page shows requests that its programs do not make');
    } finally {
      await service.close();
    }
  })));
});

test('every guide has at least three blocks that are run or compared', () => {
  for (const page of pages) assert.ok(blocksOf(readGuide(page)).length >= 3, page);
});

test('every reason of the ledger has its cure in docs/guides/not-counted.md', () => {
  const source = readFileSync(`${ROOT}core/src/ledger/ledger.cpp`, 'utf8');
  const [, names] = /kNames\[\] = \{([^}]*)\}/.exec(source);
  const reasons = [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  assert.ok(reasons.length >= 17);
  const rows = readGuide('not-counted').split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|')[1]).join();
  assert.deepEqual(reasons.filter((reason) => !rows.includes(`\`${reason}\``)), []);
});

test('a block that no test would run is an error', () => {
  const fence = '```';
  const page = (...blocks) => blocks.map(([info, text]) => `${fence}${info}\n${text}\n${fence}\n`).join('\n');
  for (const kind of ['', 'bash', 'ts', 'js title=x y', 'toml config.toml', 'http']) {
    assert.throws(() => blocksOf(page([kind, 'x'])), /line 1: /, kind);
  }
  assert.throws(() => blocksOf(page(['text', 'x'])), /no program printed this/);
  assert.throws(() => blocksOf(page(['js a.mjs', 'x'], ['text', 'x'])), /no program printed this/);
  assert.throws(() => blocksOf(page(['sql', 'select 1'])), /needs its rows/);
  assert.throws(() => blocksOf(`${fence}js\n1;\n`), /has no end/);
  const [program] = blocksOf(page(['js', 'x'], ['text', 'y']));
  assert.equal(program.printed.text, 'y\n');
});

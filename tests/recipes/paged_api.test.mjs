// SPDX-License-Identifier: Apache-2.0
// If this fails, events of an API that gives out pages are lost, counted twice, or counted in part without a word.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { RECIPES, answerAtOnce, printedRows, randomFrom, randomLines, runRecipe } from './run.mjs';

const lines = randomLines(randomFrom(3), 60);
const PAGE = 20;

/** An API of three pages. `spoil` may answer a request instead of it: it is told the page and how often that was asked for. */
async function withApi(spoil, use) {
  const asked = {};
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    const page = Number(searchParams.get('page') ?? 0);
    asked[page] = (asked[page] ?? 0) + 1;
    if (spoil?.(page, asked[page], response)) return;
    const isLast = (page + 1) * PAGE >= lines.length;
    if (!isLast) response.setHeader('link', `</usage?page=0>; rel="first", </usage?page=${page + 1}>; rel="next"`);
    // The last line end of a page is left out, as APIs do.
    response.end(lines.slice(page * PAGE, (page + 1) * PAGE).join('').trimEnd());
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  try {
    await use(`http://127.0.0.1:${server.address().port}/usage`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const recipe = (url) => runRecipe(`${RECIPES}paged_api.mjs`, [url]);
const expected = `${printedRows(await answerAtOnce(lines))}${lines.length} events, 0 refused, complete\n`;

test('all pages are one answer', () => withApi(undefined, async (url, asked) => {
  assert.equal(await recipe(url), expected);
  assert.deepEqual(asked, { 0: 1, 1: 1, 2: 1 });
}));

test('a busy server, a lost connection and half a page are asked again, and count once', () => withApi((page, times, response) => {
  if (page === 0 && times === 1) return response.writeHead(429, { 'retry-after': '0' }).end();
  if (page === 0 && times === 2) return response.writeHead(503).end('try later');
  if (page === 1 && times === 1) {
    response.writeHead(200, { 'content-length': '100000' }).write(lines.slice(20, 30).join(''));
    return setTimeout(() => response.destroy(), 50);
  }
  return page === 2 && times === 1 && response.destroy();
}, async (url, asked) => {
  assert.equal(await recipe(url), expected);
  assert.deepEqual(asked, { 0: 3, 1: 2, 2: 2 });
}));

test('a page that cannot be had ends the program, and no part of an answer is printed', () => withApi((page, times, response) =>
  page === 1 && response.writeHead(403).end(), async (url, asked) => {
  const error = await recipe(url).catch((reason) => reason);
  assert.match(error.stderr, /usage\?page=1: status 403/);
  assert.equal(error.stdout, '');
  assert.deepEqual(asked, { 0: 1, 1: 1 });
}));

test('a page that leads to itself is no endless loop', () => withApi((page, times, response) =>
  page === 1 && response.setHeader('link', '</usage?page=1>; rel=next').end(lines[0]), async (url) => {
  await assert.rejects(recipe(url), /page=1 is its own next page/);
}));

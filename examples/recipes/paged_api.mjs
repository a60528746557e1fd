// SPDX-License-Identifier: Apache-2.0
// Events from an API that gives them out in pages of JSON lines, each with a link to the next one.
// Run: node examples/recipes/paged_api.mjs https://example.com/usage-events

import { setTimeout as pause } from 'node:timers/promises';

import { createEngine } from 'tallyfold';

const TRIES = 6;

/** One try: the page and the address of the next one, or why another try may help. */
async function tryPage(url) {
  const headers = { authorization: `Bearer ${process.env.API_KEY ?? ''}`, accept: 'application/x-ndjson' };
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(60_000) });
    const text = await response.text(); // whole, before any of it is counted: a page may break off
    if (response.ok) {
      const [, next] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(response.headers.get('link') ?? '') ?? [];
      return { text, next: next && new URL(next, url).href };
    }
    const isBusy = response.status === 429 || response.status >= 500;
    const wait = Number(response.headers.get('retry-after') ?? NaN) * 1000; // seconds; a date is not a number
    return { reason: `status ${response.status}`, isFinal: !isBusy, wait };
  } catch (error) {
    return { reason: error.cause?.message ?? error.message };
  }
}

async function* pagesOf(first) {
  const asked = new Set();
  for (let url = first; url; ) {
    if (asked.has(url)) throw new Error(`${url} is its own next page`);
    asked.add(url);
    let page;
    for (let tries = 1; ; ++tries) {
      page = await tryPage(url);
      if (page.text !== undefined) break;
      if (page.isFinal || tries === TRIES) throw new Error(`${url}: ${page.reason}`);
      await pause(Number.isFinite(page.wait) ? page.wait : 250 * 2 ** tries * (0.5 + Math.random() / 2));
    }
    yield page.text.endsWith('\n') ? page.text : `${page.text}\n`; // the next page begins a line
    url = page.next;
  }
}

const engine = await createEngine();
try {
  const { accepted, refused } = await engine.appendFrom(pagesOf(process.argv[2]));
  const { body, complete } = engine.report({
    report: 'tallyfold.query',
    request: { aggregations: { calls: { type: 'count' }, tokens: { type: 'sum', property: 'tokens' } }, group_by: ['customer'] },
  });
  for (const { group, values } of body.rows) console.log(group.customer, values.calls, values.tokens);
  console.log(`${accepted} events, ${refused} refused, ${complete ? 'complete' : 'not complete'}`);
} finally {
  engine.close();
}

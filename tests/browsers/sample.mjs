// SPDX-License-Identifier: Apache-2.0
// The sample events, what the examples say of them in Node, and how a page is given them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../package/npm_tarball.mjs';

export const EVENTS = readFileSync(join(ROOT, 'examples/events/2024-05-first-half.ndjson'), 'utf8');

/** What the examples show: the tokens of each value of a field, by the package in Node. */
export async function tokensBy(installed, field) {
  const { createEngine } = await import(join(installed, 'dist/node/index.js'));
  const engine = await createEngine();
  engine.append(EVENTS);
  const { body } = engine.report({
    report: 'tallyfold.query',
    request: {
      event: 'completion',
      aggregations: { tokens: { type: 'sum', property: 'tokens' } },
      group_by: [field],
      order_by: { by: 'tokens' },
    },
  });
  engine.close();
  return body.rows.map(({ group, values }) => `${group[field]} ${values.tokens}`);
}

/** Chooses a file of this text in the page's file input, as a person does; of undefined, none. */
export const choose = (page, text) =>
  page.evaluate((content) => {
    const files = new DataTransfer();
    if (content !== undefined) files.items.add(new File([content], 'events.ndjson'));
    const input = document.querySelector('input');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);

/** What the elements of a page say, once each of them says something. */
export async function texts(page, ids) {
  await until(page, (all) => all.every((id) => document.getElementById(id)?.textContent), ids);
  return page.evaluate((all) => all.map((id) => document.getElementById(id).textContent), ids);
}

/** Waits until a function of the page answers with something true. */
export async function until(page, condition, given) {
  const last = Date.now() + 30_000;
  while (!(await page.evaluate(condition, given))) {
    if (Date.now() > last) throw new Error(`not so after 30 s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

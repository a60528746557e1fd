// SPDX-License-Identifier: Apache-2.0
// If this fails, a page about a runtime shows code that no test has run, or leaves an example out.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const pages = readdirSync(join(ROOT, 'docs/hosts')).map((name) => [name, read(`docs/hosts/${name}`)]);

/** Every block of code of a page, with the example that was linked to last in front of it. */
function blocksOf(page) {
  return [...page.matchAll(/```(?:js|jsonc)\n(.*?)```/gs)].map(({ index, 1: text }) => {
    const links = [...page.slice(0, index).matchAll(/\]\(\.\.\/\.\.\/(examples\/[^)]+)\)/g)];
    return { text, path: links.at(-1)[1] };
  });
}

test('what a page shows is the example itself', () => {
  for (const [name, page] of pages)
    for (const { text, path } of blocksOf(page)) assert.equal(text, read(path), `${name}: ${path}`);
});

test('every example of a runtime is on a page', () => {
  const shown = pages.flatMap(([, page]) => blocksOf(page)).map(({ path }) => path);
  const folders = ['bun', 'cloudflare', 'deno', 'edge', 'lambda'];
  const examples = folders.flatMap((folder) =>
    readdirSync(join(ROOT, 'examples', folder), { recursive: true })
      .filter((name) => /\.(m?js|jsonc)$/.test(name) && !name.includes('node_modules'))
      .map((name) => `examples/${folder}/${name}`));
  assert.ok(examples.length > 12);
  assert.deepEqual(examples.filter((path) => !shown.includes(path)), []);
});

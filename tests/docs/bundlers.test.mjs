// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/browser.md or docs/bundlers.md shows code that is not the one that was tested, or an
// example asks for other versions than the tests have.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path) => readFileSync(ROOT + path, 'utf8');
const PAGES = { 'docs/browser.md': 2, 'docs/bundlers.md': 5 };
const EXAMPLES = ['browser', 'esbuild', 'nextjs', 'react', 'rollup', 'vite', 'webpack'];

/** The blocks of a page that name where they come from. */
const blocksOf = (page) =>
  [...read(page).matchAll(/```(\w+) (examples\/\S+)\n(.*?)```/gs)].map(([, language, path, text]) => ({ language, path, text }));

const withoutLicence = (text) => text.replace(/^\/\/ SPDX.*\n\n?/, '');

/** What `npm run build` of an example does, line by line. */
function commandsOf(folder) {
  const { build, postbuild } = JSON.parse(read(`${folder}/package.json`)).scripts;
  return `${build}\n${postbuild}\n`;
}

for (const [page, least] of Object.entries(PAGES)) {
  test(`${page} shows the examples as they are`, () => {
    const blocks = blocksOf(page);
    assert.equal(blocks.length, least);
    for (const { language, path, text } of blocks)
      assert.equal(text, language === 'sh' ? commandsOf(path) : withoutLicence(read(path)), path);
  });

  test(`${page} links to files that are there`, () => {
    for (const [, target] of read(page).matchAll(/\]\(([^)#:]+)\)/g))
      assert.ok(existsSync(`${ROOT}docs/${target}`), target);
  });
}

test('the pages without a framework run the same program', () => {
  for (const name of ['vite', 'webpack', 'esbuild', 'rollup'])
    assert.equal(read(`examples/${name}/main.js`), read('examples/browser/main.js'), name);
});

test('the examples ask for the versions that the tests have', () => {
  const tested = ['tests/bundlers/package.json', 'package.json'].map((path) => JSON.parse(read(path)));
  const versions = Object.assign({}, ...tested.flatMap(({ dependencies, devDependencies }) => [devDependencies, dependencies]));
  versions.tallyfold = `^${tested[1].version}`;
  for (const name of EXAMPLES.filter((folder) => folder !== 'browser')) {
    const { dependencies, devDependencies } = JSON.parse(read(`examples/${name}/package.json`));
    for (const [tool, version] of Object.entries({ ...dependencies, ...devDependencies }))
      assert.equal(version, versions[tool], `${name}: ${tool}`);
  }
});

test('every example says how it is run', () => {
  for (const name of EXAMPLES) assert.match(read(`examples/${name}/README.md`), /```sh\n/, name);
});

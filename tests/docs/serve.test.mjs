// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/serve.md shows a command that does not work, or leaves out an option.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { countsOf, event, withFolder, withProgram } from '../serve/support.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/serve.md`, 'utf8');
const blocks = (language) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);
const [start, first, severalDatasets] = blocks('sh');
const wordsOf = (command) => command.trim().replace(/^npx tallyfold serve ?/, '').split(' ').filter(Boolean);

test('the first commands answer what stands below them', async () => {
  await withFolder(async (cwd) => {
    await withProgram(wordsOf(start), { cwd }, async (program) => {
      await program.ready();
      const commands = first.replaceAll('http://127.0.0.1:8080', program.url).replaceAll('curl ', "curl -sw '\\n' ");
      const printed = execFileSync('bash', ['-euc', commands], { encoding: 'utf8' });
      assert.equal(printed, blocks('text')[0]);
    });
  });
});

test('the keys and datasets of the page work', async () => {
  await withFolder(async (cwd, path) => {
    writeFileSync(path('keys.json'), blocks('json keys\\.json')[0]);
    writeFileSync(path('acme.ndjson'), `${JSON.stringify(event(1))}\n`);
    writeFileSync(path('beta.csv'), 'at,n\n2024-05-01T00:00:00Z,2\n');
    writeFileSync(path('mapping.json'), '{"name":{"const":"call"},"time":"at","properties":["n"]}');
    await withProgram(wordsOf(severalDatasets), { cwd }, async (program) => {
      const ask = await program.ready();
      const counts = (key) => countsOf(ask, { headers: { 'x-api-key': key } });
      assert.deepEqual([await counts('acme-asks'), await counts('beta-asks')], [{ 1: 1 }, { 2: 1 }]);
      const headers = { authorization: 'Bearer beta-writes' };
      const body = { event: { transaction_id: 't', code: 'c', properties: { n: 3 } } };
      assert.equal((await ask('/api/v1/events', { body, headers })).status, 200);
      assert.deepEqual(await counts('beta-asks'), { 2: 1, 3: 1 });
    });
  });
});

test('the function prints what its comment says', () => {
  const [example] = blocks('js');
  const expected = /console\.log\(.*\); \/\/ (.*)/.exec(example)[1];
  // Inside the package, so that it is found by its own name.
  mkdirSync(`${root}build`, { recursive: true });
  writeFileSync(`${root}build/serve-example.mjs`, example);
  const printed = execFileSync(process.execPath, [`${root}build/serve-example.mjs`], { encoding: 'utf8' });
  assert.equal(printed.trim(), expected);
});

test('the page, the help and the program know the same options', () => {
  const sorted = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
  const options = page.slice(page.indexOf('## Options')).split('\n## ')[0];
  const table = sorted(options, /^\| `--([\w-]+)/gm);
  assert.deepEqual(table, sorted(readFileSync(`${root}hosts/serve/usage.txt`, 'utf8'), /^ {2}--([\w-]+)/gm));
  const reader = readFileSync(`${root}hosts/serve/arguments.js`, 'utf8').split('const UNITS')[0];
  for (const name of table) assert.ok(name === 'dataset' || reader.includes(name), name);
  assert.ok(table.length >= 13);
});

test('every file that the page links to exists', () => {
  for (const [, target] of page.matchAll(/\]\(([^)#:]+)\)/g))
    assert.ok(readFileSync(new URL(target, `file://${root}docs/`)), target);
});

test('the service and the container run what there is', () => {
  const bin = JSON.parse(readFileSync(`${root}hosts/serve/package.json`, 'utf8')).bin;
  assert.match(blocks('dockerfile')[0], /node_modules\/\.bin\/tallyfold-serve/);
  assert.ok(bin['tallyfold-serve']);
  const known = readFileSync(`${root}hosts/serve/usage.txt`, 'utf8');
  for (const text of [...blocks('dockerfile'), ...blocks('ini')])
    for (const [, option] of text.matchAll(/(--(?!no-install)[\w-]+)/g)) assert.ok(known.includes(option), option);
});

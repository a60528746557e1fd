// SPDX-License-Identifier: Apache-2.0
// If this fails, the first thing a newcomer tries does not work as the README says.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { allPages, faultOf, linksOf } from './links.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const blocks = (language) => [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);

test('the first JavaScript example prints what its comment says', () => {
  const [example] = blocks('js');
  const expected = /console\.log\(.*\) \/\/ (.*)/.exec(example)[1];
  // Inside the package, so that it finds itself by its own name.
  mkdirSync(`${root}build`, { recursive: true });
  writeFileSync(`${root}build/readme-example.mjs`, example);
  const printed = execFileSync(process.execPath, [`${root}build/readme-example.mjs`], { encoding: 'utf8' });
  assert.equal(printed.trim(), expected);
});

test('the shell example prints a report of five weeks', () => {
  const example = blocks('sh').find((text) => text.includes('--events'));
  const printed = execFileSync('bash', ['-euc', example], { cwd: root, encoding: 'utf8' });
  const report = JSON.parse(printed);
  assert.equal(report.results.length, 5);
  assert.ok(report.results.every((row) => row.window_size.endsWith('+05:30')));
  assert.ok(report.value > 0);
});

test('the example of seats prints the answer that stands below it', () => {
  const example = blocks('sh').find((text) => text.includes('--dialect seatsio'));
  const printed = execFileSync('bash', ['-euc', example], { cwd: root, encoding: 'utf8' });
  const shown = blocks('json').find((text) => text.includes('usageByChart'));
  assert.equal(printed.trim(), JSON.stringify(JSON.parse(shown)));
});

test('the example of units and cents prints the rows that stand below it', () => {
  const example = blocks('sh').find((text) => text.includes('--dialect lago'));
  const printed = execFileSync('bash', ['-euc', example], { cwd: root, encoding: 'utf8' });
  const [header, ...rows] = blocks('text').find((text) => text.startsWith('start_of_period_dt')).trim().split('\n');
  const names = header.split(/ {2,}/);
  const text = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const printedRows = JSON.parse(printed).usages.map((row) => names.map((name) => text(row[name])));
  assert.deepEqual(
    printedRows,
    rows.map((row) => row.split(/ {2,}/)),
  );
});

test('every link of every page leads to a file that is there, and to a heading of it', () => {
  const broken = allPages().flatMap((page) =>
    linksOf(page).map((link) => [page, link.written, faultOf(link)]).filter(([, , fault]) => fault));
  assert.deepEqual(broken, []);
});

test('every page of docs is linked from the README, the index, or an index that these link to', () => {
  const linked = new Set();
  const follow = (page) => linksOf(page).forEach(({ path }) => {
    if (linked.has(path)) return;
    linked.add(path);
    if (/^docs\/.*README\.md$/.test(path)) follow(path);
  });
  follow('README.md');
  const pages = allPages('docs');
  assert.ok(pages.length > 10 && linked.has('docs/README.md'));
  assert.deepEqual(pages.filter((page) => !linked.has(page)), []);
});

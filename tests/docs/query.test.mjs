// SPDX-License-Identifier: Apache-2.0
// If this fails, docs/query.md shows an answer that is none, or leaves a feature without an example.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';

const page = readFileSync(new URL('../../docs/query.md', import.meta.url), 'utf8');
const NOW = /`now` is ([^;]+);/.exec(page)[1];
const events = /```ndjson\n(.*?)```/s.exec(page)[1];
const examples = [...page.matchAll(/```json request\n(.*?)```\s+```json answer\n(.*?)```/gs)].map(
  ([, request, answer]) => ({ request, answer: JSON.stringify(JSON.parse(answer)) }),
);

const engine = await createEngine();
engine.append(events);

test('the first example answers what stands below it', () => {
  const [, code, answer] = /```js\n(.*?)```\s+```json\n(.*?)```/s.exec(page);
  const body = new Function('engine', `${code}; return body;`)(engine);
  assert.deepEqual(body, JSON.parse(answer));
});

test('every example answers what stands below it, in Node', () => {
  assert.equal(page.split('```json request').length - 1, examples.length);
  for (const { request, answer } of examples) {
    const report = engine.report({ report: 'tallyfold.query', requestText: request, now: NOW });
    assert.equal(report.text, answer, request);
  }
});

test('every example answers what stands below it, in the programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfold-docs-'));
  const file = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const programs = [[join(root, 'build/release/tallyfold')], [process.execPath, join(root, 'hosts/program/main.js')]];
  try {
    const lines = file('events.ndjson', events);
    examples.forEach(({ request, answer }, i) => {
      const [program, ...words] = programs[i % 4 ? 0 : 1]; // starting Node takes its time
      const given = [...words, 'report', '--events', lines, '--request', file('request.json', request),
        '--report', 'tallyfold.query', '--now', NOW];
      const { stdout, stderr } = spawnSync(program, given, { encoding: 'utf8' });
      assert.equal(stdout.trim(), answer, stderr + request);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every member, operator and aggregation of the tables is in an example', () => {
  const section = (title) => page.slice(page.indexOf(`## ${title}\n`)).split('\n## ')[0];
  // The first cells of a table's rows, without what stands in brackets.
  const firstCells = (text) => [...text.matchAll(/^\|[- |]+\|\n((?:\|.*\n)+)/gm)].flatMap(([, rows]) =>
    rows.trim().split('\n').map((row) => row.split(' | ')[0].replace(/\(.*\)/, '')));
  const names = (title) => firstCells(section(title)).flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const asked = examples.map(({ request }) => JSON.parse(request));
  const members = new Set(asked.flatMap(Object.keys));
  const text = JSON.stringify(asked);
  assert.deepEqual(names('The request').filter((name) => !members.has(name)), []);
  assert.deepEqual(names('Conditions').filter((op) => !text.includes(`"op":"${op}"`)), []);
  assert.deepEqual(names('Aggregations').filter((type) => !text.includes(`"type":"${type}"`)), []);
  assert.ok(names('Aggregations').length >= 12 && names('Conditions').length >= 11 && members.size >= 15);
});

test('a refusal is the one that stands there', () => {
  const shown = /## Bad requests.*?```json\n(.*?)```/s.exec(page)[1];
  const report = engine.report({ report: 'tallyfold.query', now: NOW, request: { aggregations: { n: { type: 'count' } }, limit: 1 } });
  assert.equal(report.status, 400);
  assert.equal(report.text, JSON.stringify(JSON.parse(shown)));
});

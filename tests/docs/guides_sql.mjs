// SPDX-License-Identifier: Apache-2.0
// If this fails, the SQL of a guide does not answer what stands below it. Part of scripts/test-rest, since DuckDB is no
// development package of the project: scripts/setup all installs it.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { DuckDBInstance } from '../oracle/databases/node_modules/@duckdb/node-api/lib/index.js';
import { blocksOf } from './guides_page.mjs';
import { ROOT, folderOf, placeFile, readGuide } from './guides_run.mjs';

const pages = readdirSync(`${ROOT}docs/guides`).map((name) => name.replace(/\.md$/, ''));
const asking = pages.filter((page) => blocksOf(readGuide(page)).some(({ kind }) => kind === 'sql'));

test('some guide asks in SQL', () => assert.ok(asking.includes('from-duckdb')));

for (const page of asking) {
  test(`the SQL of docs/guides/${page}.md answers what stands below it`, async () => {
    process.chdir(folderOf(`${page}-sql`));
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    for (const block of blocksOf(readGuide(page))) {
      if (block.name) placeFile(process.cwd(), block);
      if (block.kind === 'sql') assert.equal(await rowsOf(connection, block.text), block.printed.text, `line ${block.line}`);
    }
    connection.closeSync();
  });
}

/** The rows of the last statement, as texts with tabs between. */
async function rowsOf(connection, sql) {
  const statements = sql.split(/;\n/).filter((text) => text.trim());
  for (const statement of statements.slice(0, -1)) await connection.run(statement);
  const answer = await connection.runAndReadAll(statements.at(-1));
  return answer.getRows().map((row) => `${row.map((value) => (value === null ? 'NULL' : String(value))).join('\t')}\n`).join('');
}

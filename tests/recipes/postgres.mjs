// SPDX-License-Identifier: Apache-2.0
// If this fails, the recipe for PostgreSQL loses digits, microseconds or rows. Part of scripts/test-rest: it needs a server and `pg`.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import pg from 'pg';

import { startPostgres } from './postgres_server.mjs';
import { RECIPES, runRecipe } from './run.mjs';

// The recipe in a folder where it finds both packages by their names: the project's own, and what is installed beside this test.
const FOLDER = fileURLToPath(new URL('../../build/recipes/', import.meta.url));
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
cpSync(`${RECIPES}postgres.mjs`, join(FOLDER, 'postgres.mjs'));
symlinkSync(fileURLToPath(new URL('node_modules', import.meta.url)), join(FOLDER, 'node_modules'));

let server;
let client;
before(async () => {
  server = await startPostgres();
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE TABLE usage_events (id text, kind text, customer text, at timestamptz, amount numeric)');
});
after(async () => {
  await client?.end();
  await server?.close();
});

const recipe = () => runRecipe(join(FOLDER, 'postgres.mjs'), ['2024-03-01', '2024-04-01'], { DATABASE_URL: server.url });

/** Empties the table, and fills it with [id, customer, at, amount]. */
async function fill(rows) {
  await client.query('TRUNCATE usage_events');
  for (const [id, customer, at, amount] of rows)
    await client.query("INSERT INTO usage_events VALUES ($1, 'call', $2, $3, $4)", [id, customer, at, amount]);
}

test('digits that no double has, and the order of microseconds', async () => {
  await fill([
    ['1', 'ann', '2024-03-01T00:00:00Z', '12345678901234567890.123456789'],
    ['2', 'ann', '2024-03-02T10:00:00.000002+02', '0.1'],
    ['3', 'ann', '2024-03-02T10:00:00.000001+02', '0.2'],
    ['4', 'ben', '2024-03-31T23:59:59.999999Z', '0.10'],
    ['5', 'ben', '2024-04-01T00:00:00Z', '1000'], // the end of the range is not part of it
    ['6', 'ben', '2024-02-29T23:59:59.999999Z', '1000'],
  ]);
  assert.equal(await recipe(), 'ann 3 12345678901234567890.423456789 0.1\nben 1 0.1 0.1\ncomplete\n');
});

test('what is no number or has no time is told of', async () => {
  await fill([
    ['1', 'ann', '2024-03-01T00:00:00Z', 'NaN'],
    ['2', 'ann', '2024-03-01T00:00:00Z', null],
    ['3', 'a\n"nn', '2024-03-01T00:00:00Z', '1'],
  ]);
  assert.equal(await recipe(), 'a\n"nn 1 1 1\nann 2 0 null\nnot complete\n');
});

test('a hundred thousand rows of one moment, while others move amounts', async () => {
  await client.query('TRUNCATE usage_events');
  await client.query(`INSERT INTO usage_events
    SELECT 'e' || i, 'call', 'c' || i % 3, timestamptz '2024-03-01T00:00:00Z' + i * interval '1 second', i / 10.0 FROM generate_series(1, 100000) i`);
  let isMoving = true;
  const moving = (async () => {
    for (let i = 1; isMoving; i = (i % 99_000) + 997)
      await client.query(`UPDATE usage_events SET amount = amount + CASE id WHEN 'e${i}' THEN 5 ELSE -5 END WHERE id IN ('e${i}', 'e${i + 300}')`);
  })();
  try {
    const [last, ...rows] = (await recipe()).trimEnd().split('\n').reverse();
    const [counts, sums] = [1, 2].map((at) => rows.map((row) => Number(row.split(' ')[at])).reduce((sum, number) => sum + number));
    assert.deepEqual([rows.length, counts, sums.toFixed(1), last], [3, 100_000, '500005000.0', 'complete']);
  } finally {
    isMoving = false;
    await moving;
  }
});

test('a table that is not there is an error', async () => {
  await client.query('ALTER TABLE usage_events RENAME TO other');
  await assert.rejects(recipe(), /relation "usage_events" does not exist/);
});

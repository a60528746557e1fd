// SPDX-License-Identifier: Apache-2.0
// SQLite in WebAssembly. JavaScript reads the lines and inserts them in one transaction; values are
// whole millionths, so that sums are exact.

import openSqlite from 'sql.js';

import { fromMillionths, toMillionthsDouble } from '../decimals.mjs';
import { forEachEvent } from '../ndjson.mjs';
import { sqlite } from '../sql.mjs';
import { timeOf } from '../windows.mjs';

export const input = 'memory';

let database;

export async function setup() {
  const { Database } = await openSqlite();
  database = new Database();
}

export function ingest(bytes) {
  database.run(`CREATE TABLE events (event_name TEXT, customer TEXT, ts INTEGER, source TEXT, region TEXT,
    model TEXT, status TEXT, bytes INTEGER, user_id TEXT)`);
  database.run('BEGIN');
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  forEachEvent(bytes, (event) => {
    const { region, model, status, bytes: amount, user_id: user } = event.properties;
    insert.run([event.event_name, event.external_customer_id, timeOf(event.timestamp), event.source,
      region, model, status, toMillionthsDouble(amount), user]);
  });
  insert.free();
  database.run('COMMIT');
}

export function query(question) {
  return database.exec(sqlite[question])[0]?.values ?? [];
}

export function normalize(row, question) {
  const value = row.at(-1);
  if (question === 'Q1' || question === 'Q4') return row;
  return [...row.slice(0, -1), question === 'Q8' ? value / 1e6 : fromMillionths(BigInt(value))];
}

// SPDX-License-Identifier: Apache-2.0
// DuckDB in WebAssembly, exact decimals. Its package has no reader of JSON (that is an extension from
// the network), so JavaScript reads the lines and hands over CSV, which is its quickest way in.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { fromMillionths } from '../decimals.mjs';
import { forEachEvent } from '../ndjson.mjs';
import { duckdb } from '../sql.mjs';

export const input = 'memory';

const ENTRY = '@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs';
const LINES_OF_PIECE = 65_536;
const TABLE = `{event_name: 'VARCHAR', customer: 'VARCHAR', ts: 'TIMESTAMP', source: 'VARCHAR',
  region: 'VARCHAR', model: 'VARCHAR', status: 'VARCHAR', bytes: 'DECIMAL(18, 6)', user_id: 'VARCHAR'}`;
const require = createRequire(import.meta.url);
let database;
let connection;

export async function setup() {
  const { VoidLogger, NODE_RUNTIME, createDuckDB } = require(ENTRY);
  const folder = dirname(require.resolve(ENTRY));
  const bundle = {
    mainModule: join(folder, 'duckdb-eh.wasm'),
    mainWorker: join(folder, 'duckdb-node-eh.worker.cjs'),
  };
  database = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({});
  connection = database.connect();
  connection.query('SET autoinstall_known_extensions = false');
  connection.query('SET autoload_known_extensions = false');
}

export function ingest(bytes) {
  database.registerFileBuffer('events.csv', csvOf(bytes));
  connection.query(`CREATE TABLE events AS SELECT * FROM read_csv('events.csv', header = false,
    auto_detect = false, delim = ',', quote = '', escape = '', columns = ${TABLE})`);
  database.dropFile('events.csv');
}

/** No text of the workload has a comma, a quote or a line break, so none is escaped. */
function csvOf(bytes) {
  const pieces = [];
  let lines = [];
  const flush = () => {
    if (lines.length > 0) pieces.push(Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
  };
  forEachEvent(bytes, ({ properties, ...event }) => {
    const { region, model, status, bytes: amount, user_id: user } = properties;
    const time = event.timestamp.slice(0, 23);
    lines.push(`${event.event_name},${event.external_customer_id},${time},${event.source},` +
      `${region},${model},${status},${amount},${user}`);
    if (lines.length === LINES_OF_PIECE) flush();
  });
  flush();
  const csv = Buffer.concat(pieces);
  return new Uint8Array(csv.buffer, csv.byteOffset, csv.length);
}

export function query(question) {
  const table = connection.query(duckdb[question]);
  const columns = Array.from({ length: table.numCols }, (_, i) => table.getChildAt(i));
  return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column.get(row)));
}

/** Decimals come as four words of a 128-bit integer of millionths. */
export function normalize(row) {
  return row.map((value) => (value instanceof Uint32Array ? fromMillionths(integerOf(value)) : value));
}

function integerOf(words) {
  const integer = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(128, integer);
}

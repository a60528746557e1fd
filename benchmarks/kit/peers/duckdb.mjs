// SPDX-License-Identifier: Apache-2.0
// DuckDB in process, one thread, a table in memory, exact decimals.

import { DuckDBInstance } from '@duckdb/node-api';

import { duckdb } from '../sql.mjs';

export const input = 'file';

const LINE = `{event_name: 'VARCHAR', external_customer_id: 'VARCHAR', "timestamp": 'TIMESTAMP',
  source: 'VARCHAR', properties: 'STRUCT(region VARCHAR, model VARCHAR, status VARCHAR,
  bytes DECIMAL(18, 6), user_id VARCHAR)'}`;
let connection;

export async function setup() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
}

export async function ingest(file) {
  await connection.run(`CREATE TABLE events AS SELECT event_name, external_customer_id AS customer,
    "timestamp" AS ts, source, properties.region AS region, properties.model AS model,
    properties.status AS status, properties.bytes AS bytes, properties.user_id AS user_id
    FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = ${LINE})`);
}

export async function query(question) {
  const answer = await connection.runAndReadAll(duckdb[question]);
  return answer.getRows();
}

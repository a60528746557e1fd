// SPDX-License-Identifier: Apache-2.0
// DuckDB in process, one thread, straight from the file, exact decimals.
//   node benchmarks/peers/duckdb.mjs <file.ndjson>

import { DuckDBInstance } from '@duckdb/node-api';

import { EVENT, print } from '../question.mjs';

const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
const columns = `{event_name: 'VARCHAR', "timestamp": 'TIMESTAMP', properties: 'STRUCT(bytes DECIMAL(18,6))'}`;
const file = process.argv[2].replaceAll("'", "''");
const answer = await connection.runAndReadAll(`
  SELECT CAST(date_trunc('day', "timestamp") AS DATE)::VARCHAR, sum(properties.bytes)::VARCHAR
  FROM read_json('${file}', format = 'newline_delimited', columns = ${columns})
  WHERE event_name = '${EVENT}' GROUP BY 1`);
print(answer.getRows());

// SPDX-License-Identifier: Apache-2.0
// DuckDB as an oracle. It reads the lines by itself.

import { DuckDBInstance } from '@duckdb/node-api';

import { sqlFormula } from './formula.mjs';

const COLUMNS = `{event_id: 'VARCHAR', event_name: 'VARCHAR', external_customer_id: 'VARCHAR', source: 'VARCHAR', "timestamp": 'TIMESTAMP', ` +
  `properties: 'STRUCT(i BIGINT, k VARCHAR, u VARCHAR, v DECIMAL(18,4), w DECIMAL(18,4))'}`;

const words = {
  text: (value) => `CAST(${value} AS VARCHAR)`,
  decimal: (number) => `CAST('${number}' AS DECIMAL(12,4))`,
  timesSpan: (number, micros) => `CAST(${number} AS DECIMAL(18,4)) * CAST(${micros} AS DECIMAL(20,0))`,
  contains: (column, text) => `contains(${column}, ${text})`,
  startsWith: (column, text) => `starts_with(${column}, ${text})`,
  localStart: (unit, zone) => `strftime(date_trunc('${unit}', timezone('${zone}', make_timestamptz(us))), '%Y-%m-%d')`,
  formula: (text) => sqlFormula(text, (number) => `CAST('${number}' AS DECIMAL(12,4))`),
  argMin: 'arg_min',
  argMax: 'arg_max',
};

export async function openDuckdb() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone='UTC'");
  return {
    words,
    async load(file) {
      await connection.run('DROP TABLE IF EXISTS e');
      await connection.run(`CREATE TABLE e AS SELECT properties.i AS i, event_id AS id, event_name AS event,
        external_customer_id AS customer, source, properties.k AS k, properties.u AS u, properties.v AS v,
        properties.w AS w, epoch_us("timestamp") AS us
        FROM read_json('${file}', format = 'newline_delimited', columns = ${COLUMNS})`);
    },
    async rows(sql) {
      return (await connection.runAndReadAll(sql)).getRows();
    },
  };
}

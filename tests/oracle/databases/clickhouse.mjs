// SPDX-License-Identifier: Apache-2.0
// ClickHouse in process as an oracle. It reads the lines by itself.

import { Session } from 'chdb';

import { sqlFormula } from './formula.mjs';

const COLUMNS = 'event_id Nullable(String), event_name String, external_customer_id String, source Nullable(String), ' +
  "timestamp DateTime64(6, \\'UTC\\'), properties Tuple(i Int64, k Nullable(String), u Nullable(String), " +
  'v Nullable(Decimal(18, 4)), w Nullable(Decimal(18, 4)))';
const SETTINGS = "SETTINGS max_threads = 1, max_insert_threads = 1, date_time_input_format = 'best_effort', " +
  'input_format_json_defaults_for_missing_elements_in_named_tuple = 1';

const STARTS = {
  day: (t, zone) => `toDate(${t}, '${zone}')`,
  week: (t, zone) => `toMonday(${t}, '${zone}')`,
  month: (t, zone) => `toStartOfMonth(${t}, '${zone}')`,
  quarter: (t, zone) => `toStartOfQuarter(${t}, '${zone}')`,
  year: (t, zone) => `toStartOfYear(${t}, '${zone}')`,
};

const words = {
  text: (value) => `toString(${value})`,
  decimal: (number) => `toDecimal128('${number}', 4)`,
  timesSpan: (number, micros) => `${number} * toDecimal128(${micros}, 0)`,
  contains: (column, text) => `(position(${column}, ${text}) > 0 OR ${text} = '')`,
  startsWith: (column, text) => `startsWith(assumeNotNull(${column}), ${text})`,
  localStart: (unit, zone) => `toString(${STARTS[unit]("fromUnixTimestamp64Micro(us, 'UTC')", zone)})`,
  formula: (text) => sqlFormula(text, (number) => `toDecimal128('${number}', 4)`),
  argMin: 'argMin',
  argMax: 'argMax',
};

export function openClickhouse() {
  const session = new Session();
  const run = (sql, format = 'JSONCompact') => session.query(sql, format);
  run('CREATE DATABASE IF NOT EXISTS oracle');
  run('USE oracle');
  return {
    words,
    load(file) {
      run('DROP TABLE IF EXISTS e');
      run(`CREATE TABLE e ENGINE = Memory AS SELECT properties.i AS i, event_id AS id, event_name AS event,
        external_customer_id AS customer, source, properties.k AS k, properties.u AS u, properties.v AS v,
        properties.w AS w, toUnixTimestamp64Micro(timestamp) AS us
        FROM file('${file}', 'JSONEachRow', '${COLUMNS}') ${SETTINGS}`);
    },
    rows(sql) {
      const text = run(`${sql} SETTINGS max_threads = 1, join_use_nulls = 1`);
      return text ? JSON.parse(text).data : [];
    },
  };
}

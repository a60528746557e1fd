// SPDX-License-Identifier: Apache-2.0
// ClickHouse in process, one thread, a table in memory, exact decimals.

import { Session } from 'chdb';

import { clickhouse } from '../sql.mjs';

export const input = 'file';

const ONE_THREAD = 'max_threads = 1, max_insert_threads = 1';
const FORMAT = 'output_format_json_quote_decimals = 1, output_format_json_quote_64bit_integers = 0';
const LINE = `event_name String, external_customer_id String, timestamp DateTime64(3, \\'UTC\\'), source String,
  properties Tuple(region String, model String, status String, bytes Decimal(18, 6), user_id String)`;
let session;

export function setup() {
  session = new Session();
  session.query('SELECT 1', 'CSV');
}

export function ingest(file) {
  session.query('CREATE DATABASE IF NOT EXISTS workload');
  session.query('USE workload');
  session.query(`CREATE TABLE events (event_name LowCardinality(String), customer String,
    ts DateTime64(3, 'UTC'), source LowCardinality(String), region LowCardinality(String),
    model LowCardinality(String), status LowCardinality(String), bytes Decimal(18, 6), user_id String)
    ENGINE = Memory`);
  session.query(`INSERT INTO events SELECT event_name, external_customer_id, timestamp, source,
    properties.region, properties.model, properties.status, properties.bytes, properties.user_id
    FROM file('${file.replaceAll("'", "\\'")}', 'JSONEachRow', '${LINE}')
    SETTINGS ${ONE_THREAD}, date_time_input_format = 'best_effort', input_format_parallel_parsing = 0,
    input_format_skip_unknown_fields = 1`);
}

export function query(question) {
  const answer = session.query(`${clickhouse[question]} SETTINGS ${ONE_THREAD}, ${FORMAT}`, 'JSONCompact');
  return JSON.parse(answer).data;
}

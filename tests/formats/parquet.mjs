// SPDX-License-Identifier: Apache-2.0
// If this fails, a digit of a number or of a time is lost between a Parquet file and a report, or a broken
// file ends otherwise than with a clear error.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { readParquet } from 'tallyfold/parquet';

import { assertSame, clickhouse, EVENTS, makeFolder, openDuckdb, textOf } from './support.mjs';

const file = makeFolder();
const duckdb = await openDuckdb();
const quote = (text) => `'${text.replaceAll("'", "''")}'`;

const PROPERTIES = `{'big': big, 'whole': whole, 'double': double, 'float': float, 'text': text, 'flag': flag, 'some': "some"}`;

await duckdb.run(`CREATE TABLE e (event_id VARCHAR, event_name VARCHAR, external_customer_id VARCHAR, timestamp TIMESTAMP_NS,
  big DECIMAL(38,10), whole BIGINT, double DOUBLE, float FLOAT, text VARCHAR, flag BOOLEAN, "some" VARCHAR)`);
const rows = EVENTS.map(({ id, name, customer, time, big, whole, double, float, text, flag, none }) =>
  `(${[id, name, customer, time.replace('T', ' '), big, whole, double, float, text].map(quote)}, ${flag}, ${none ? 'NULL' : quote(text)})`);
await duckdb.run(`INSERT INTO e VALUES ${rows}`);

const FIRST = 'event_id, event_name, external_customer_id, timestamp';
const SHAPES = {
  struct: { select: `${FIRST}, ${PROPERTIES} AS properties` },
  flat: { select: `${FIRST}, * EXCLUDE (${FIRST})`, options: { properties: '*' } },
  'some flat': {
    select: `${FIRST}, {'big': big, 'some': "some"} AS properties, * EXCLUDE (${FIRST}, big, "some")`,
    options: { properties: ['whole', 'double', 'float', 'text', 'flag'] },
  },
  json: {
    // DuckDB would write the decimal as a double.
    select: `${FIRST}, '{"big": ' || big || ', "whole": ' || whole || ', "double": ' || double || ', "float":
      ' || float || ', "text": "' || text || '", "flag": ' || flag || CASE WHEN "some" IS NULL THEN '' ELSE ', "some": "' || "some" || '"' END || '}' AS properties`,
  },
};

async function write(name, select, options) {
  await duckdb.run(`COPY (SELECT ${select} FROM e) TO '${file(name)}' (FORMAT parquet, ${options})`);
  return file(name);
}

for (const [shape, { select, options }] of Object.entries(SHAPES)) {
  test(`properties as ${shape} give the report of the lines`, async () => {
    await assertSame(readParquet(await write('a.parquet', select, 'COMPRESSION snappy'), options));
  });
}

for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw']) {
  test(`pages in ${codec}, both versions`, async () => {
    for (const version of ['V1', 'V2']) {
      const path = await write('c.parquet', SHAPES.struct.select, `COMPRESSION ${codec}, PARQUET_VERSION ${version}`);
      await assertSame(readParquet(path), version);
    }
  });
}

test('maps with values of one type are properties', async () => {
  const map = "map {'big': big, 'two': CAST(2 AS DECIMAL(38,10))} AS properties";
  const path = await write('m.parquet', `${FIRST}, ${map}, map {'__proto__': 1, '2': 2, 'ü': NULL} AS other`, 'COMPRESSION zstd');
  const [line] = (await textOf(readParquet(path))).split('\n');
  assert.match(line, new RegExp(`"properties":\\{"big":${EVENTS[0].big},"two":2\\.0000000000\\},"other":\\{"__proto__":1,"2":2\\}\\}$`));
});

test('numbers in columns of ids become texts where that is asked', async () => {
  await duckdb.run(`COPY (SELECT CAST(90071992547409931 AS BIGINT) AS external_customer_id, 'e' AS event_id) TO '${file('n.parquet')}'
    (FORMAT parquet)`);
  const line = await textOf(readParquet(file('n.parquet'), { texts: ['external_customer_id', 'event_id'] }));
  assert.equal(line, '{"external_customer_id":"90071992547409931","event_id":"e"}\n');
});

test('every other type has a text that is it', async () => {
  const types = {
    small: ["CAST('-0.05' AS DECIMAL(4,2))", '-0.05'],
    nine: ["CAST('-123456789.123456789' AS DECIMAL(18,9))", '-123456789.123456789'],
    least: ["CAST('-99999999999999999999999999999999999999' AS DECIMAL(38,0))", '-99999999999999999999999999999999999999'],
    unsigned: ['CAST(18446744073709551615 AS UBIGINT)', '18446744073709551615'],
    u32: ['CAST(4294967295 AS UINTEGER)', '4294967295'],
    tiny: ['CAST(-5 AS TINYINT)', '-5'],
    day: ["DATE '1969-12-31'", '"1969-12-31"'],
    ms: ["CAST(TIMESTAMP '1969-12-31 23:59:59.999' AS TIMESTAMP_MS)", '"1969-12-31T23:59:59.999Z"'],
    us: ["TIMESTAMPTZ '2024-03-05 10:00:00.000001+00'", '"2024-03-05T10:00:00.000001Z"'],
    ns: ["TIMESTAMP_NS '2024-03-05 10:00:00.123456789'", '"2024-03-05T10:00:00.123456789Z"'],
    clock: ["TIME '10:00:00.5'", '"10:00:00.500000"'],
    uuid: ["CAST('460d3873-5906-4bf9-a629-215e6e8291ee' AS UUID)", '"460d3873-5906-4bf9-a629-215e6e8291ee"'],
    nan: ["CAST('nan' AS DOUBLE)", '"NaN"'],
    infinite: ["CAST('-inf' AS FLOAT)", '"-Infinity"'],
    third: ['CAST(1 AS DOUBLE) / 3', '0.3333333333333333'],
    tenth: ["CAST('0.1' AS FLOAT)", '0.1'],
    list: ['[1, NULL, 3]', '[1,null,3]'],
    lists: ["[{'a': [CAST(0.5 AS DECIMAL(3,1))]}, {'a': NULL}]", '[{"a":[0.5]},{}]'],
    json: [`CAST('{"n": 12345678901234567890.10}' AS JSON)`, '{"n": 12345678901234567890.10}'],
    bytes: ["CAST('\\xFF\\x00' AS BLOB)", '"/wA="'],
    enum: ["CAST('b' AS ENUM ('a', 'b'))", '"b"'],
  };
  const select = Object.entries(types).map(([name, [sql]]) => `${sql} AS "${name}"`).join(', ');
  await duckdb.run(`COPY (SELECT ${select}) TO '${file('t.parquet')}' (FORMAT parquet)`);
  const line = await textOf(readParquet(file('t.parquet')));
  const expected = Object.entries(types).map(([name, [, text]]) => `"${name}":${text}`).join(',');
  assert.equal(line, `{${expected}}\n`);
});

test('files of ClickHouse, with maps and nanoseconds', async () => {
  const list = EVENTS.map(({ id, name, customer, time, big, whole, double, float, text, flag, none }) =>
    `(${[id, name, customer, time, big, whole, double, float, text].map(quote)}, ${flag}, ${none ? 'NULL' : quote(text)})`);
  const types = 'a String, b String, c String, d String, e String, f String, g String, h String, i String, j Bool, k Nullable(String)';
  for (const codec of ['zstd', 'lz4', 'snappy', 'gzip']) {
    const sql = `SELECT a AS event_id, b AS event_name, c AS external_customer_id, parseDateTime64BestEffort(d, 9, 'UTC') AS timestamp,
      toDecimal128(e, 10) AS big, toInt64(f) AS whole, toFloat64(g) AS double, toFloat32(h) AS float, toLowCardinality(i) AS text,
      j AS flag, k AS some FROM VALUES('${types}', ${list})
      INTO OUTFILE '${file(`${codec}.parquet`)}' FORMAT Parquet SETTINGS output_format_parquet_compression_method = '${codec}'`;
    clickhouse(sql, 'CSV');
    await assertSame(readParquet(file(`${codec}.parquet`), { properties: '*' }), codec);
  }
});

test('a path, bytes, a Blob, URLs and a reader of ranges', async () => {
  const path = await write('i.parquet', SHAPES.struct.select, 'COMPRESSION zstd, ROW_GROUP_SIZE 2048');
  const bytes = readFileSync(path);
  const asked = [];
  const server = createServer((request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    asked.push(request.headers.range ?? request.method);
    const body = from ? bytes.subarray(Number(from), Number(to) + 1) : bytes;
    response.writeHead(from ? 206 : 200, { 'content-length': body.length, 'accept-ranges': 'bytes' });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const url = new URL(`http://localhost:${server.address().port}/events.parquet`);
  const slice = (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer;
  try {
    for (const input of [path, pathToFileURL(path), bytes, slice(0), new Blob([bytes]), url, { byteLength: bytes.length, slice }])
      await assertSame(readParquet(input));
  } finally {
    server.close();
  }
  assert.ok(asked.some((range) => range.startsWith('bytes=')));
});

test('only the columns that are asked for are read', async () => {
  const path = await write('p.parquet', `${FIRST}, big, whole, repeat(text, 5000) AS long`, 'COMPRESSION uncompressed');
  let read = 0;
  const bytes = readFileSync(path);
  const slice = (start, end) => ((read += end - start), new Uint8Array(bytes.subarray(start, end)).buffer);
  const options = { columns: ['event_id', 'timestamp'], properties: ['big'] };
  const text = await textOf(readParquet({ byteLength: bytes.length, slice }, options));
  assert.match(text, new RegExp(`^{"event_id":"e0","timestamp":"[^"]+","properties":{"big":${EVENTS[0].big}}}\n`));
  assert.ok(read < bytes.length / 10 + (1 << 19), `${read} of ${bytes.length} bytes`);
});

test('a group of rows is held at a time', async () => {
  await duckdb.run(`COPY (SELECT 'e' || i AS event_id, i AS v, repeat('x', 100) || i AS filler FROM range(400000) r(i))
    TO '${file('large.parquet')}' (FORMAT parquet, ROW_GROUP_SIZE 20480, COMPRESSION zstd)`);
  let [rows, most] = [0, 0];
  const before = process.memoryUsage().rss;
  for await (const piece of readParquet(file('large.parquet'))) {
    rows += piece.split('\n').length - 1;
    most = Math.max(most, process.memoryUsage().rss);
  }
  assert.equal(rows, 400_000);
  assert.ok(most - before < 300e6, `${most - before} bytes more`);
});

test('misuse is told in a sentence', async () => {
  const path = await write('w.parquet', SHAPES.struct.select, 'COMPRESSION zstd');
  const fails = (input, options, expected) => assert.rejects(async () => textOf(readParquet(input, options)), expected);
  await fails(path, { columns: ['evnt_id'] }, { code: 'misuse', message: /no column "evnt_id"; there are event_id, / });
  await fails(path, { properties: 'all' }, { code: 'misuse', path: '$.properties' });
  await fails(path, { column: [] }, { code: 'misuse', message: /no option "column"/ });
  await fails(42, {}, { code: 'misuse', message: /readParquet takes/ });
  await fails(file('nothing'), {}, { code: 'ENOENT' });
});

test('what is no whole Parquet file is an error, and nothing worse', async () => {
  const path = await write('d.parquet', SHAPES.struct.select, 'COMPRESSION zstd');
  const bytes = readFileSync(path);
  const fails = (input) => assert.rejects(textOf(readParquet(input)), { code: 'invalid_input', message: /^the Parquet data cannot be read: / });
  for (const part of [0, 3, 11, 100, bytes.length >> 1, bytes.length - 1]) await fails(bytes.subarray(0, part));
  await fails(Buffer.from('{"event_name":"call"}\n'.repeat(10)));
  writeFileSync(file('short.parquet'), bytes.subarray(0, -9));
  await fails(file('short.parquet'));
  // Of the pages nothing tells, so only the metadata behind them is damaged here.
  const metadata = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < 300; ++i) {
    const broken = Buffer.from(bytes);
    broken[metadata + ((i * 7919) % (bytes.length - metadata))] ^= 1 << i % 8;
    try {
      await textOf(readParquet(broken));
      ++outcomes.read;
    } catch (error) {
      assert.equal(error.code, 'invalid_input', error.stack);
      ++outcomes.refused;
    }
  }
  assert.ok(outcomes.refused > 30, JSON.stringify(outcomes));
});

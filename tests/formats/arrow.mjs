// SPDX-License-Identifier: Apache-2.0
// If this fails, a digit of a number or of a time is lost between Arrow data and a report, in or out.

import assert from 'node:assert/strict';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

import * as arrow from 'apache-arrow';
import { createEngine } from 'tallyfold';
import { readArrow, toArrow, toArrowBytes } from 'tallyfold/arrow';

import { assertSame, clickhouse, EVENTS, LINES, makeFolder, textOf } from './support.mjs';

const file = makeFolder();
const quote = (text) => `'${text.replaceAll("'", "''")}'`;
const utf8 = (values) => arrow.vectorFromArray(values, new arrow.Utf8());

/** Nanoseconds since 1970. */
const nanoseconds = (time) => BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1_000_000n + BigInt(time.slice(20));

function decimals(texts, scale) {
  const data = new BigInt64Array(texts.length * 2);
  texts.forEach((text, i) => {
    const unscaled = BigInt(text.replace('.', ''));
    data.set([BigInt.asIntN(64, unscaled), unscaled >> 64n], i * 2);
  });
  const type = new arrow.Decimal(scale, 38, 128);
  return arrow.makeVector(arrow.makeData({ type, length: texts.length, data: new Uint32Array(data.buffer) }));
}

function tableOf(events) {
  const column = (name) => events.map((event) => event[name]);
  return new arrow.Table({
    event_id: utf8(column('id')),
    event_name: arrow.vectorFromArray(column('name'), new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())),
    external_customer_id: utf8(column('customer')),
    timestamp: arrow.makeVector(
      arrow.makeData({
        type: new arrow.TimestampNanosecond('UTC'),
        length: events.length,
        data: BigInt64Array.from(column('time'), nanoseconds),
      }),
    ),
    big: decimals(column('big'), 10),
    whole: arrow.makeVector(BigInt64Array.from(column('whole'), BigInt)),
    double: arrow.makeVector(Float64Array.from(column('double'))),
    float: arrow.makeVector(Float32Array.from(column('float'))),
    text: utf8(column('text')),
    flag: arrow.vectorFromArray(column('flag'), new arrow.Bool()),
    some: utf8(events.map(({ text, none }) => (none ? null : text))),
  });
}

const WHOLE = tableOf(EVENTS);
const TABLE = new arrow.Table([...WHOLE.slice(0, 100).batches, ...WHOLE.slice(100).batches]);
const STREAM = arrow.tableToIPC(TABLE, 'stream');
const FILE = arrow.tableToIPC(TABLE, 'file');
writeFileSync(file('events.arrow'), FILE);
writeFileSync(file('events.arrows'), STREAM);
const options = { properties: '*' };

const inputs = {
  'bytes of a stream': () => STREAM,
  'bytes of a file': () => FILE,
  'a Blob': () => new Blob([STREAM]),
  'a Response': () => new Response(STREAM),
  'a stream': () => new Blob([FILE]).stream(),
  'a Node stream': () => createReadStream(file('events.arrows'), { highWaterMark: 1000 }),
  'a path of a file': () => file('events.arrow'),
  'a path of a stream': () => file('events.arrows'),
  'a URL': () => pathToFileURL(file('events.arrow')),
};
for (const [kind, open] of Object.entries(inputs)) {
  test(`${kind} gives the report of the lines`, () => assertSame(readArrow(open(), options), kind));
}

test('Arrow of ClickHouse, with maps', async () => {
  const list = EVENTS.map(({ id, name, customer, time, big, whole, double, float, text, flag, none }) =>
    `(${[id, name, customer, time, big, whole, double, float, text].map(quote)}, ${flag}, ${none ? 'NULL' : quote(text)})`);
  const types = 'a String, b String, c String, d String, e String, f String, g String, h String, i String, j Bool, k Nullable(String)';
  const select = `SELECT a AS event_id, b AS event_name, c AS external_customer_id, parseDateTime64BestEffort(d, 9, 'UTC') AS timestamp,
    toDecimal128(e, 10) AS big, toInt64(f) AS whole, toFloat64(g) AS double, toFloat32(h) AS float, toLowCardinality(i) AS text,
    j AS flag, k AS some, map('m', toDecimal64('0.5', 1)) AS other FROM VALUES('${types}', ${list})`;
  for (const format of ['Arrow', 'ArrowStream']) {
    const path = file(`clickhouse.${format}`);
    const settings = "output_format_arrow_compression_method = 'none', output_format_arrow_string_as_string = 1";
    clickhouse(`${select} INTO OUTFILE '${path}' FORMAT ${format} SETTINGS ${settings}`, 'CSV');
    await assertSame(readArrow(path, options), format);
    const [line] = (await textOf(readArrow(path, { columns: ['other'] }))).split('\n');
    assert.equal(line, '{"other":{"m":0.5}}');
  }
});

test('compressed buffers are read where there is a codec, or are an error', async () => {
  for (const method of ['zstd', 'lz4_frame']) {
    const path = file(`${method}.arrows`);
    const settings = `output_format_arrow_compression_method = '${method}'`;
    clickhouse(`SELECT 1.5 AS v FROM numbers(1000) INTO OUTFILE '${path}' FORMAT ArrowStream SETTINGS ${settings}`, 'CSV');
    const reading = textOf(readArrow(path));
    if (method === 'zstd' && zlib.zstdDecompressSync) assert.equal(await reading, '{"v":1.5}\n'.repeat(1000));
    else await assert.rejects(reading, { code: 'invalid_input', message: /compressed but codec not found/ });
  }
});

test('misuse is told in a sentence', async () => {
  const fails = (input, given, expected) => assert.rejects(async () => textOf(readArrow(input, given)), expected);
  await fails(STREAM, { columns: ['evnt'] }, { code: 'misuse', message: /no column "evnt"; there are event_id, / });
  await fails(42, {}, { code: 'misuse', message: /readArrow takes/ });
  await fails(new Response('', { status: 404 }), {}, { code: 'misuse', message: /status 404/ });
});

test('what is no whole Arrow data is an error, and nothing worse', async () => {
  const fails = (input) => assert.rejects(textOf(readArrow(input)), { code: 'invalid_input', message: /^the Arrow data cannot be read: / });
  await fails(Buffer.from('{"event_name":"call"}\n'.repeat(10)));
  for (const part of [0, 7, 500, STREAM.length >> 1, STREAM.length - 100]) await fails(STREAM.slice(0, part));
  for (const part of [0, 7, 500, FILE.length >> 1, FILE.length - 1]) await fails(FILE.slice(0, part));
});

const REQUEST = {
  aggregations: { sum: { type: 'sum', property: 'big' }, calls: { type: 'count' }, mean: { type: 'avg', property: 'whole' } },
  group_by: ['customer', 'properties.some'],
  from: '2024-03-01',
  to: '2024-04-01',
  limit: 5,
  compare: 'previous',
};

async function columnsOf(request, more) {
  const engine = await createEngine();
  engine.append(LINES);
  const call = { report: 'tallyfold.query', request, now: '2024-04-01T00:00:00Z' };
  const result = { columns: engine.columns({ ...call, ...more }), body: engine.report(call).body };
  engine.close();
  return result;
}

const plain = (text) => text.replace(/\.?0+$/, '').replace(/^-?$/, '0');

test('an answer out as Arrow has every row and digit of the JSON', async () => {
  const { columns, body } = await columnsOf(REQUEST, { texts: true });
  for (const format of ['stream', 'file']) {
    const table = arrow.tableFromIPC(await toArrowBytes(columns, { format }));
    const rows = table.toArray().map((row) => row.toJSON());
    const expected = body.rows.map(({ group, others, values, previous, change }) => ({
      customer: group?.customer ?? null,
      'properties.some': group?.['properties.some'] ?? null,
      others: others ?? false,
      ...values,
      ...Object.fromEntries(Object.entries(previous).map(([name, value]) => [`${name}.previous`, value])),
      ...Object.fromEntries(Object.entries(change).map(([name, { absolute }]) => [`${name}.change`, absolute])),
      ...Object.fromEntries(Object.entries(change).map(([name, { percent }]) => [`${name}.change_percent`, percent])),
    }));
    assert.deepEqual(rows, expected);
    assert.equal(table.schema.metadata.get('tallyfold.complete'), String(columns.complete));
  }
});

test('decimals come back as they were, here and in ClickHouse', async () => {
  const aggregations = { sum: REQUEST.aggregations.sum, calls: { type: 'count' } };
  const { columns, body } = await columnsOf({ ...REQUEST, aggregations, compare: undefined, window: 'week', limit: undefined }, { texts: true });
  const bytes = await toArrowBytes(columns, { numbers: 'decimal', format: 'file' });
  const lines = (await textOf(readArrow(bytes))).trim().split('\n');
  assert.equal(lines.length, body.rows.length);
  const digits = (name, line) => plain(`${new RegExp(`"${name}":([-.\\d]+)`).exec(line)[1].replace(/^(-?\d+)$/, '$1.')}`);
  lines.forEach((line, i) => {
    assert.equal(digits('sum', line), plain(body.rows[i].values.sum.replace(/^(-?\d+)$/, '$1.')));
    assert.equal(digits('calls', line), plain(`${body.rows[i].values.calls}.`));
    assert.equal(JSON.parse(line).window_start, body.rows[i].window_start);
  });
  writeFileSync(file('answer.arrow'), bytes);
  const sql = `SELECT toString(sum), toString(calls), toUnixTimestamp64Milli(window_start), ifNull(\`properties.some\`, '-')
    FROM file('${file('answer.arrow')}', 'Arrow')`;
  const found = clickhouse(sql, 'TSV').trim().split('\n').map((line) => line.split('\t'));
  const expected = body.rows.map(({ values, group, window_start }) =>
    [values.sum, values.calls, String(Date.parse(window_start)), group['properties.some'] ?? '-']);
  assert.deepEqual(found, expected);
});

test('a decimal that does not fit is refused and never rounded', async () => {
  const { columns } = await columnsOf(REQUEST, { texts: true });
  const fails = (options, message) => assert.rejects(toArrow(columns, options), { code: 'misuse', message });
  await fails({ numbers: 'decimal', scale: 2 }, /in the column sum does not fit a decimal/);
  await fails({ numbers: 'float' }, /numbers must be one of/);
  await fails({ scale: 39 }, /scale must be a whole number from 0 to 38/);
  const doubles = await columnsOf(REQUEST);
  await assert.rejects(toArrow(doubles.columns, { numbers: 'text' }), { message: /needs the columns with texts: true/ });
  const table = await toArrow(doubles.columns);
  assert.equal(table.getChild('calls').get(0), Number(doubles.body.rows[0].values.calls));
});

test('an answer without rows is a table without rows', async () => {
  const { columns } = await columnsOf({ ...REQUEST, event: 'nothing' }, { texts: true });
  for (const numbers of ['text', 'decimal', 'double']) {
    const table = arrow.tableFromIPC(await toArrowBytes(columns, { numbers }));
    assert.equal(table.numRows, 0);
    assert.equal(table.schema.fields[0].name, 'customer');
  }
});

// SPDX-License-Identifier: Apache-2.0
// Columns of a query's answer as an Arrow table.

import { checkNames, oneOf, wholeNumber } from '../../wasm/checks.js';
import { misuse } from '../../wasm/errors.js';
import { decimalColumn } from './arrow_decimals.js';
import { peer } from './peer.js';

const OPTIONS = ['numbers', 'scale'];
const MOST_PLACES = 38;

/** See arrow.d.ts. */
export async function toArrow(answer, options = {}) {
  const { columns, numbers } = read(answer, options, 'toArrow');
  const library = await peer('apache-arrow', () => import('apache-arrow'));
  return tableOf(library, columns, numbers, answer.complete);
}

/** See arrow.d.ts. */
export async function toArrowBytes(answer, options = {}) {
  const { format, ...more } = options;
  const kind = oneOf(format, ['stream', 'file'], 'format');
  const { columns, numbers } = read(answer, more, 'toArrowBytes');
  const library = await peer('apache-arrow', () => import('apache-arrow'));
  return library.tableToIPC(tableOf(library, columns, numbers, answer.complete), kind);
}

function read(answer, options, where) {
  checkNames(options, OPTIONS, where);
  if (answer?.status !== 200 || !answer.values)
    throw misuse(`${where} takes what columns answers with status 200`);
  const hasTexts = Object.values(answer.values).every(({ texts }) => texts);
  const absent = hasTexts ? 'text' : 'double';
  const kind = oneOf(options.numbers ?? absent, ['text', 'decimal', 'double'], 'numbers');
  if (kind !== 'double' && !hasTexts)
    throw misuse(`numbers: '${kind}' needs the columns with texts: true`, '$.numbers');
  const scale = options.scale === undefined
    ? undefined
    : wholeNumber(options.scale, 'scale', { most: MOST_PLACES });
  return { columns: columnsOf(answer), numbers: { kind, scale } };
}

// The columns in the order of a row: { name, kind, of }.
function columnsOf({ windowStart, windowEnd, groups, others, ...more }) {
  const columns = [];
  const put = (name, kind, of) => columns.push({ name, kind, of });
  if (windowStart) put('window_start', 'instant', windowStart);
  if (windowEnd) put('window_end', 'instant', windowEnd);
  const taken = () => new Set(columns.map(({ name }) => name));
  for (const [name, of] of Object.entries(groups))
    put(taken().has(name) ? `group.${name}` : name, 'group', of);
  if (others) put('others', 'flag', others);
  const before = taken();
  for (const [name, of] of Object.entries(more.values))
    put(before.has(name) ? `values.${name}` : name, 'value', of);
  for (const [room, ending] of [['previous', 'previous'], ['change', 'change'], ['changePercent', 'change_percent']]) {
    for (const [name, of] of Object.entries(more[room] ?? {})) put(`${name}.${ending}`, 'value', of);
  }
  return columns;
}

function tableOf(library, columns, numbers, complete) {
  const makers = { instant: instants, group: texts, flag: flags, value: values };
  const datas = columns.map(({ kind, of, name }) => makers[kind](library, of, numbers, name));
  const { Field, Schema, Table, RecordBatch, Struct, makeData } = library;
  const fields = columns.map(({ name }, i) => new Field(name, datas[i].type, true));
  const metadata = new Map([['tallyfold.complete', String(complete)]]);
  const length = datas[0]?.length ?? 0;
  const children = makeData({ type: new Struct(fields), length, nullCount: 0, children: datas });
  return new Table([new RecordBatch(new Schema(fields, metadata), children)]);
}

function instants({ TimestampMillisecond, makeData }, of) {
  const data = BigInt64Array.from(of, (count) => BigInt(count));
  return makeData({ type: new TimestampMillisecond('UTC'), length: of.length, nullCount: 0, data });
}

function flags({ Bool, makeData }, of) {
  const { bits } = bitmap(of.length, (row) => of[row] === 1);
  return makeData({ type: new Bool(), length: of.length, nullCount: 0, data: bits });
}

const NONE = 2 ** 32 - 1;

function texts({ Dictionary, Int32, Utf8, makeData, vectorFromArray }, { codes, texts: all }) {
  const valid = bitmap(codes.length, (row) => codes[row] !== NONE);
  return makeData({
    type: new Dictionary(new Utf8(), new Int32()),
    length: codes.length,
    ...valid.nulls,
    data: Int32Array.from(codes, (code) => (code === NONE ? 0 : code)),
    dictionary: vectorFromArray(all, new Utf8()),
  });
}

function values(library, of, { kind, scale }, name) {
  const { Float64, Utf8, makeData, vectorFromArray } = library;
  if (kind === 'text') {
    if (of.texts.length === 0) return makeData({ type: new Utf8() });
    return vectorFromArray(of.texts, new Utf8()).data[0];
  }
  const { length } = of.numbers;
  if (kind === 'double') {
    const valid = bitmap(length, (row) => !Number.isNaN(of.numbers[row]));
    return makeData({ type: new Float64(), length, ...valid.nulls, data: of.numbers });
  }
  const valid = bitmap(length, (row) => of.texts[row] !== null);
  const { places, data } = decimalColumn(of.texts, scale, name);
  const type = new library.Decimal(places, MOST_PLACES, 128);
  return makeData({ type, length, ...valid.nulls, data });
}

// A bit for each row; as a bitmap of validity none where all are set.
function bitmap(length, isSet) {
  const bits = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  for (let row = 0; row < length; ++row) {
    if (isSet(row)) bits[row >> 3] |= 1 << (row & 7);
    else ++nullCount;
  }
  return { bits, nulls: nullCount > 0 ? { nullCount, nullBitmap: bits } : { nullCount: 0 } };
}

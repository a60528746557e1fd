// SPDX-License-Identifier: Apache-2.0
// Values of Arrow columns as JSON, by their types. The library's own getters make doubles of instants
// and halves of decimals, so those are read from the buffers.

import { misuse } from '../../wasm/errors.js';
import {
  clockText,
  dayText,
  decimalText,
  doubleText,
  floatText,
  instantText,
  objectText,
  quoted,
  quotedBytes,
} from './json_texts.js';

/** In the order of Arrow's TimeUnit. */
const UNITS = ['s', 'ms', 'us', 'ns'];
const DAY_MS = 86_400_000;
const WORD_BITS = 32n;
/** Of Arrow's Precision: 16, 32 and 64 bits. */
const DOUBLE = 2;

/**
 * What writes the values of a chunk by row: undefined for null.
 * @param {object} library apache-arrow
 * @param {import('apache-arrow').Data} data
 * @param {string} name of the column, for errors
 * @returns {(row: number) => string | undefined}
 */
export function cellsOf(library, data, name) {
  const { DataType } = library;
  const makers = [
    ['isNull', () => () => undefined],
    ['isDictionary', dictionaryCells],
    ['isTimestamp', ({ values, type }) => (row) => instantText(values[row], UNITS[type.unit])],
    ['isTime', ({ values, type }) => (row) => clockText(values[row], UNITS[type.unit])],
    ['isDate', dateCells],
    ['isDecimal', decimalCells],
    ['isFloat', floatCells],
    ['isList', listCells],
    ['isLargeList', listCells],
    ['isFixedSizeList', fixedListCells],
    ['isMap', mapCells],
    ['isStruct', structCells],
    ['isInt', ownCells],
    ['isBool', ownCells],
    ...['isUtf8', 'isLargeUtf8', 'isUtf8View'].map((test) => [test, textCells]),
    ...['isBinary', 'isLargeBinary', 'isBinaryView', 'isFixedSizeBinary'].map((test) => [test, byteCells]),
  ];
  const found = makers.find(([test]) => DataType[test]?.(data.type));
  if (!found) {
    throw misuse(`the column ${name} is ${data.type}, which is not read; columns can leave it out`);
  }
  const cell = found[1](data, { library, name });
  if (DataType.isNull(data.type)) return cell;
  return (row) => (data.getValid(row) ? cell(row) : undefined);
}

const inside = ({ library, name }, data) => cellsOf(library, data, name);

// By the library's getter, where it is exact.
function getter(data, { library }) {
  const vector = new library.Vector([data]);
  return (row) => vector.get(row);
}

function ownCells(data, context) {
  const get = getter(data, context);
  return (row) => String(get(row));
}

function textCells(data, context) {
  const get = getter(data, context);
  return (row) => quoted(get(row));
}

function byteCells(data, context) {
  const get = getter(data, context);
  return (row) => quotedBytes(get(row));
}

function floatCells(data, context) {
  const get = getter(data, context);
  const text = data.type.precision === DOUBLE ? doubleText : floatText;
  return (row) => text(get(row));
}

// In days, or in milliseconds.
function dateCells({ values, type }) {
  if (type.unit === 0) return (row) => dayText(values[row]);
  return (row) => {
    const count = Number(values[row]);
    return count % DAY_MS === 0 ? dayText(count / DAY_MS) : instantText(values[row], 'ms');
  };
}

// Words of 32 bits, the lowest first.
function decimalCells({ values, type: { scale, bitWidth } }) {
  const words = bitWidth / Number(WORD_BITS);
  return (row) => {
    let unscaled = 0n;
    for (let i = words; i-- > 0;) unscaled = (unscaled << WORD_BITS) | BigInt(values[row * words + i] >>> 0);
    return decimalText(BigInt.asIntN(bitWidth, unscaled), scale);
  };
}

// Each entry once.
function dictionaryCells({ values, dictionary }, context) {
  const chunks = dictionary.data.map((data) => ({ cell: inside(context, data), length: data.length }));
  const texts = chunks.flatMap(({ cell, length }) => Array.from({ length }, (_, row) => cell(row)));
  return (row) => texts[Number(values[row])];
}

const listText = (cell, from, to) =>
  `[${Array.from({ length: to - from }, (_, i) => cell(from + i) ?? 'null').join(',')}]`;

function listCells({ valueOffsets, children }, context) {
  const cell = inside(context, children[0]);
  return (row) => listText(cell, Number(valueOffsets[row]), Number(valueOffsets[row + 1]));
}

function fixedListCells({ children, type: { listSize } }, context) {
  const cell = inside(context, children[0]);
  return (row) => listText(cell, row * listSize, (row + 1) * listSize);
}

function mapCells({ valueOffsets, children: [entries] }, context) {
  const [key, value] = entries.children.map((data) => inside(context, data));
  const name = (row) => (key(row)[0] === '"' ? key(row) : quoted(key(row)));
  return (row) => {
    const [from, to] = [Number(valueOffsets[row]), Number(valueOffsets[row + 1])];
    return objectText(Array.from({ length: to - from }, (_, i) => [name(from + i), value(from + i)]));
  };
}

function structCells({ children, type }, context) {
  const cells = children.map((data, i) => [quoted(type.children[i].name), inside(context, data)]);
  return (row) => objectText(cells.map(([name, cell]) => [name, cell(row)]));
}

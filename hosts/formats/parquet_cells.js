// SPDX-License-Identifier: Apache-2.0
// Values of a Parquet file as JSON, by their types.

import { misuse } from '../../wasm/errors.js';
import {
  clockText,
  dayText,
  decimalText,
  doubleText,
  floatText,
  instantText,
  jsonText,
  objectText,
  quoted,
  quotedBytes,
  signedNumber,
} from './json_texts.js';

const utf8 = new TextDecoder();

/**
 * What hyparquet makes of values that it would round. It decodes each entry of a dictionary once, so most
 * become JSON here.
 */
export const PARSERS = {
  timestampFromMilliseconds: (count) => instantText(count, 'ms'),
  timestampFromMicroseconds: (count) => instantText(count, 'us'),
  timestampFromNanoseconds: (count) => instantText(count, 'ns'),
  dateFromDays: dayText,
  stringFromBytes: (bytes) => bytes && quotedBytes(bytes),
  jsonFromBytes: (bytes) => bytes && jsonText(utf8.decode(bytes)),
};

const NOT_READ = ['VARIANT', 'GEOMETRY', 'GEOGRAPHY', 'FILE'];
const CLOCK_UNITS = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };

/**
 * The file's metadata with decimals as the bytes or integers that they are, which hyparquet would
 * otherwise make doubles of.
 */
export function withRawDecimals(metadata) {
  const schema = metadata.schema.map((element) =>
    scaleOf(element) === undefined
      ? element
      : { ...element, converted_type: undefined, logical_type: undefined },
  );
  return { ...metadata, schema };
}

function scaleOf({ num_children, converted_type, logical_type, scale }) {
  const isDecimal = converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
  return isDecimal && !num_children ? (scale ?? logical_type?.scale ?? 0) : undefined;
}

/**
 * What writes values of a node of the schema: undefined for null.
 * @param {{ element: object, children: object[], path: string[] }} node
 * @returns {(value: any) => string | undefined}
 */
export function cellsOf(node) {
  const write = nodeCells(node);
  const texts = (values) => `[${values.map((value) => cell(value) ?? 'null').join(',')}]`;
  // Lists come as arrays, of whatever form they have in the schema.
  const cell = (value) => {
    if (value === null || value === undefined) return undefined;
    return Array.isArray(value) ? texts(value) : write(value);
  };
  return cell;
}

function nodeCells(node) {
  const { element, children } = node;
  const { converted_type: kind, logical_type: logical } = element;
  if (NOT_READ.includes(logical?.type)) {
    throw misuse(`the column ${node.path[0]} is ${logical.type}, which is not read; columns can leave it out`);
  }
  if (children.length === 0) return leafCells(element);
  if (kind === 'LIST' && children.length === 1) {
    const [repeated] = children;
    return nodeCells(repeated.children.length === 1 ? repeated.children[0] : repeated);
  }
  if (kind === 'MAP' && children[0]?.children.length === 2) return mapCells(children[0].children[1]);
  const members = children.map((child) => [child.element.name, cellsOf(child)]);
  return (value) => objectText(members.map(([name, cell]) => [quoted(name), cell(value[name])]));
}

// Keys of texts are in quotes already.
function mapCells(values) {
  const cell = cellsOf(values);
  const key = (name) => (name[0] === '"' ? name : quoted(name));
  return (value) => objectText(Object.entries(value).map(([name, one]) => [key(name), cell(one)]));
}

function leafCells(element) {
  const { type, converted_type: kind, logical_type: logical } = element;
  const scale = scaleOf(element);
  if (scale !== undefined) return (value) => decimalText(wholeOf(value), scale);
  const unit = kind?.startsWith('TIME_') ? kind.slice('TIME_'.length) : logical?.unit;
  if (kind?.startsWith('TIME_') || logical?.type === 'TIME')
    return (value) => clockText(value, CLOCK_UNITS[unit]);
  if (type === 'FLOAT' || logical?.type === 'FLOAT16') return floatText;
  if (type === 'DOUBLE') return doubleText;
  if (logical?.type === 'UUID') return quoted;
  // What the parsers made, and what they left: booleans, whole numbers, bytes without a type.
  return (value) => (value instanceof Uint8Array ? quotedBytes(value) : String(value));
}

const wholeOf = (value) => (value instanceof Uint8Array ? signedNumber(value) : BigInt(value));

// SPDX-License-Identifier: Apache-2.0
// Columns as lines of JSON, an event each.

import { checkNames } from '../../wasm/checks.js';
import { misuse } from '../../wasm/errors.js';
import { jsonText, objectText, quoted } from './json_texts.js';

const PIECE_CHARACTERS = 1 << 18;
/** What an event has beside its properties, in the words of the default dialect. */
const OWN = ['event_id', 'event_name', 'external_customer_id', 'customer_id', 'timestamp', 'source', 'properties'];

/** Checks the options that all formats have. */
export function readLineOptions(options, where) {
  checkNames(options, ['columns', 'properties', 'json', 'texts'], where);
  const { columns, properties = [], json = ['properties'], texts = [] } = options;
  const isNames = (value) => Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (columns !== undefined && !isNames(columns))
    throw misuse('columns must be a list of names', '$.columns');
  if (properties !== '*' && !isNames(properties))
    throw misuse('properties must be "*" or a list of names', '$.properties');
  if (!isNames(json)) throw misuse('json must be a list of names', '$.json');
  if (!isNames(texts)) throw misuse('texts must be a list of names', '$.texts');
  return { columns, properties, json, texts };
}

/** The columns to read of those that there are. Throws for one that is missing. */
export function chosenColumns(names, { columns, properties }) {
  const wanted = [...(columns ?? []), ...(properties === '*' ? [] : properties)];
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw misuse(`there is no column "${missing}"; there are ${names.join(', ')}`, '$.columns');
  }
  return columns ? names.filter((name) => wanted.includes(name)) : names;
}

/**
 * Texts of whole lines.
 * @param {{ name: string, textAt: (row: number) => string | undefined }[]} columns JSON by row
 * @param {number} rows
 * @param {{ properties: '*' | string[], json: string[], texts: string[] }} options
 * @returns {Generator<string>}
 */
export function* linesOf(columns, rows, { properties, ...more }) {
  const isProperty = ({ name }) => (properties === '*' ? !OWN.includes(name) : properties.includes(name));
  const read = (column) => readerOf(column, more);
  const members = columns.filter((column) => !isProperty(column)).map(read);
  const inside = columns.filter(isProperty).map(read);
  const cells = (readers, row) => readers.map(([name, textAt]) => [name, textAt(row)]);
  let piece = '';
  for (let row = 0; row < rows; ++row) {
    const event = cells(members, row);
    piece += `${objectText(inside.length ? withProperties(event, cells(inside, row)) : event)}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

function readerOf({ name, textAt }, { json, texts }) {
  if (json.includes(name)) return [quoted(name), (row) => unwrapped(textAt(row))];
  if (texts.includes(name)) return [quoted(name), (row) => wrapped(textAt(row))];
  return [quoted(name), textAt];
}

// A number or what else it is as a text.
function wrapped(text) {
  return text === undefined || text[0] === '"' ? text : quoted(text);
}

// A text that holds JSON as that JSON.
function unwrapped(text) {
  return text?.[0] === '"' ? jsonText(JSON.parse(text)) : text;
}

const PROPERTIES = quoted('properties');

// Adds members to the properties that the event has. What is no object stays, for the engine to refuse.
function withProperties(event, more) {
  const own = event.find(([name]) => name === PROPERTIES);
  if (!own) return [...event, [PROPERTIES, objectText(more)]];
  const added = objectText(more);
  if (own[1] === undefined) own[1] = added;
  else if (added !== '{}' && /^\s*\{/.test(own[1])) own[1] = mergedText(own[1], added);
  return event;
}

function mergedText(object, added) {
  const open = object.slice(0, object.lastIndexOf('}'));
  return `${open}${/\{\s*$/.test(open) ? '' : ','}${added.slice(1)}`;
}

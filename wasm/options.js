// SPDX-License-Identifier: Apache-2.0
// What an engine and a pool take alike, read and checked.

import { checkNames, dialect, instant, oneOf, text, wholeNumber } from './checks.js';
import { misuse } from './errors.js';
import { catalogBytes } from './json.js';
import { readCall } from './report.js';

const ENGINE_OPTIONS = ['keep', 'keepIds', 'only', 'maxMemory', 'idKey', 'catalog', 'wasm'];
const APPEND_OPTIONS = ['dialect', 'format', 'source', 'receivedAt', 'more'];
const STREAM_OPTIONS = [
  'dialect',
  'format',
  'compression',
  'source',
  'receivedAt',
  'onProgress',
  'signal',
];
const FORMATS = ['ndjson', 'json', 'csv'];
const COMPRESSIONS = ['auto', 'none', 'gzip', 'zstd'];
const MOST_SOURCE = 2 ** 32 - 1;

/**
 * What an instance is started with, and beside it the catalog's bytes, and those of `only`.
 * @param {string[]} more names of further options, which the caller reads
 */
export function readEngineOptions(options, where, more = []) {
  checkNames(options, [...ENGINE_OPTIONS, ...more], where);
  const catalog = catalogBytes(options.catalog);
  const only = options.only === undefined ? undefined : readCall(options.only, 'only');
  const settings = {
    keep: oneOf(options.keep, ['events', 'plans'], 'keep'),
    ids: { hashes: 'hashes', true: 'texts', false: 'none' }[
      oneOf(options.keepIds, ['hashes', true, false], 'keepIds')
    ],
    maxMemory: wholeNumber(options.maxMemory, 'maxMemory', { least: 1 }),
    idKey: text(options.idKey, 'idKey'),
    only: only?.asked,
  };
  return { settings, catalog, onlyCatalog: only && (only.catalog ?? catalog) };
}

/** The options of `append`: what goes with the bytes, and whether the document goes on. */
export function readAppendOptions(options) {
  checkNames(options, APPEND_OPTIONS, 'append');
  const { more = false } = options;
  if (typeof more !== 'boolean') throw misuse('more must be true or false', '$.more');
  return { call: readAppend(options), more };
}

/** The same of `appendFrom`. */
export function readStreamOptions(options, where = 'appendFrom') {
  checkNames(options, STREAM_OPTIONS, where);
  const { onProgress, signal } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw misuse('onProgress must be a function', '$.onProgress');
  }
  const compression = oneOf(options.compression, COMPRESSIONS, 'compression');
  return { call: readAppend(options), compression, onProgress, signal };
}

function readAppend(options) {
  return {
    dialect: dialect(options.dialect),
    format: oneOf(options.format, FORMATS, 'format'),
    source: wholeNumber(options.source, 'source', { most: MOST_SOURCE }),
    receivedAt: instant(options.receivedAt, 'receivedAt'),
  };
}

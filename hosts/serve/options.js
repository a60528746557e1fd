// SPDX-License-Identifier: Apache-2.0
// The options of startServer, read and checked. What the handler and the engine take, they check.

import process from 'node:process';

import { TallyfoldError } from 'tallyfold';

import { isLoopback } from './addresses.js';

const INPUT_OPTIONS = ['events', 'dialect', 'format', 'catalog'];
const OPTIONS = [
  'port',
  'host',
  'data',
  'keys',
  'cors',
  'datasets',
  ...INPUT_OPTIONS,
  'maxMemory',
  'maxBodyBytes',
  'bodyTimeoutMs',
  'headersTimeoutMs',
  'store',
  'stdin',
  'now',
  'onNotice',
  'onProgress',
];
const FORMATS = ['ndjson', 'json', 'csv'];
const MOST_PORT = 65535;
const DEFAULT = 'default';

const misuse = (message, path) => new TallyfoldError('misuse', message, { path });

/** @param {import('./index.js').ServeOptions} options */
export function readServeOptions(options) {
  checkNames(options, OPTIONS, '');
  const names = datasetNames(options.keys);
  const settings = {
    port: wholeNumber(options, 'port', 8080, 0, MOST_PORT),
    host: textOf(options, 'host', '', '127.0.0.1'),
    data: textOf(options, 'data', '', 'tallyfold.db'),
    headersTimeoutMs: wholeNumber(options, 'headersTimeoutMs', 10_000, 1, 3_600_000),
    stdin: options.stdin ?? process.stdin,
    now: options.now ?? (() => new Date()),
    onNotice: options.onNotice ?? (() => {}),
    onProgress: options.onProgress ?? (() => {}),
    names,
    inputs: inputsOf(options, names),
    keys: options.keys,
    cors: options.cors,
    store: options.store,
    maxMemory: options.maxMemory,
    maxBodyBytes: options.maxBodyBytes,
    bodyTimeoutMs: options.bodyTimeoutMs,
  };
  if (settings.keys === undefined && !isLoopback(settings.host))
    throw misuse(
      `without keys anyone who reaches ${settings.host} could read and write; give keys, or listen on 127.0.0.1`,
      '$.host',
    );
  return settings;
}

// Without keys there is one dataset; with keys there are those that they name.
function datasetNames(keys) {
  const given = Array.isArray(keys) ? keys.map((entry) => entry?.dataset) : [];
  const names = new Set(given.filter((name) => typeof name === 'string' && name !== ''));
  return names.size > 0 ? [...names] : [DEFAULT];
}

function inputsOf(options, names) {
  const { datasets = {} } = options;
  if (datasets === null || typeof datasets !== 'object' || Array.isArray(datasets))
    throw misuse('datasets must be an object: events and catalog for each dataset', '$.datasets');
  const inputs = new Map();
  if (INPUT_OPTIONS.some((name) => options[name] !== undefined))
    inputs.set(theDataset(names), inputOf(options, ''));
  for (const [name, each] of Object.entries(datasets)) {
    const at = `datasets.${name}`;
    if (!names.includes(name))
      throw misuse(`no key names the dataset "${name}"; there are ${names.join(', ')}`, `$.${at}`);
    if (inputs.has(name)) throw misuse(`the events of "${name}" are given twice`, `$.${at}`);
    checkNames(each, INPUT_OPTIONS, at);
    inputs.set(name, inputOf(each, `${at}.`));
  }
  if ([...inputs.values()].filter(({ readsStdin }) => readsStdin).length > 1)
    throw misuse('standard input can be read only once', '$.events');
  return inputs;
}

function theDataset(names) {
  if (names.length === 1) return names[0];
  if (names.includes(DEFAULT)) return DEFAULT;
  throw misuse(
    `there are several datasets (${names.join(', ')}): say whose events and catalog these are`,
    '$.datasets',
  );
}

function inputOf(options, at) {
  const { events = [], dialect, format } = options;
  if (!Array.isArray(events) || !events.every((path) => typeof path === 'string' && path))
    throw misuse('events must be a list of file names', `$.${at}events`);
  if (format !== undefined && !FORMATS.includes(format))
    throw misuse(`unknown format "${format}"; use ndjson, json or csv`, `$.${at}format`);
  if (events.filter((path) => path === '-').length > 1)
    throw misuse('standard input can be read only once', `$.${at}events`);
  return {
    files: events.filter((path) => path !== '-'),
    readsStdin: events.includes('-'),
    dialect: typeof dialect === 'object' ? JSON.stringify(dialect) : dialect,
    format,
    catalogFile: textOf(options, 'catalog', at, undefined),
  };
}

function checkNames(options, known, at) {
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    throw misuse('options must be an object', `$${at && `.${at}`}`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw misuse(`there is no option "${name}", only ${known.join(', ')}`, `$.${at && `${at}.`}${name}`);
  }
}

function wholeNumber(options, name, absent, least, most) {
  const value = options[name] ?? absent;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw misuse(`${name} must be a whole number from ${least} to ${most}`, `$.${name}`);
}

function textOf(options, name, at, absent) {
  const value = options[name];
  if (value === undefined) return absent;
  if (typeof value === 'string' && value !== '') return value;
  throw misuse(`${name} must be a text that is not empty`, `$.${at}${name}`);
}

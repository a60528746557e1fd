// SPDX-License-Identifier: Apache-2.0
// The handler's options, read and checked.

import { checkNames, oneOf, text, wholeNumber } from '../../wasm/checks.js';
import { misuse } from '../../wasm/errors.js';

const OPTIONS = [
  'engine',
  'engines',
  'keys',
  'cors',
  'maxBodyBytes',
  'bodyTimeoutMs',
  'store',
  'intake',
  'page',
  'now',
  'onError',
];
const SERVICES = ['flexprice', 'lago', 'seatsio', 'tallyfold'];
const STORES = ['postgres', 'clickhouse'];
const METHODS = ['report', 'ingest', 'refusal'];

/** @param {import('./index.js').FetchHandlerOptions} options */
export function readOptions(options) {
  checkNames(options, OPTIONS, 'createFetchHandler');
  const engines = enginesOf(options);
  const keys = options.keys === undefined ? undefined : readKeys(options.keys, engines);
  if (!keys && engines.size > 1)
    throw misuse('with several engines a key has to say whose events are meant', '$.keys');
  return {
    engines,
    keys,
    cors: originsOf(options.cors),
    maxBodyBytes: wholeNumber(options.maxBodyBytes, 'maxBodyBytes', { least: 1, absent: 16 << 20 }),
    bodyTimeoutMs: wholeNumber(options.bodyTimeoutMs, 'bodyTimeoutMs', { least: 1, absent: 30_000 }),
    store: oneOf(options.store, STORES, 'store'),
    intake: functionOr(options.intake, 'intake', (_, apply) => apply()),
    page: functionOr(options.page, 'page'),
    now: functionOr(options.now, 'now', () => new Date()),
    onError: functionOr(options.onError, 'onError', () => {}),
  };
}

function enginesOf({ engine, engines }) {
  if ((engine === undefined) === (engines === undefined))
    throw misuse('give either engine, or engines by the names of their datasets', '$.engine');
  const named = engine === undefined ? engines : { default: engine };
  if (named === null || typeof named !== 'object' || Object.keys(named).length === 0)
    throw misuse('engines must be an object: an engine for each dataset', '$.engines');
  for (const [dataset, each] of Object.entries(named)) {
    if (METHODS.every((method) => typeof each?.[method] === 'function')) continue;
    const path = engine === undefined ? `$.engines.${dataset}` : '$.engine';
    throw misuse('must be an engine, as createEngine or createEnginePool starts it', path);
  }
  return new Map(Object.entries(named));
}

/**
 * Checks the entries of a keys file.
 * @param {unknown} keys
 * @param {Map<string, unknown>} engines
 * @returns {import('./index.js').Key[]}
 */
export function readKeys(keys, engines) {
  if (!Array.isArray(keys) || keys.length === 0)
    throw misuse('keys must be a list of { key, service, dataset, may }', '$.keys');
  const seen = new Set();
  return keys.map((entry, index) => {
    const at = (name) => `keys[${index}].${name}`;
    checkNames(entry, ['key', 'service', 'dataset', 'may'], `keys[${index}]`);
    const key = text(entry.key, at('key'));
    if (!key) throw misuse('must be a text that is not empty', `$.${at('key')}`);
    if (entry.service === undefined)
      throw misuse(`must be one of ${SERVICES.join(', ')}`, `$.${at('service')}`);
    const service = oneOf(entry.service, SERVICES, at('service'));
    const [first] = engines.keys();
    const dataset = text(entry.dataset, at('dataset')) || (engines.size === 1 ? first : '');
    if (!engines.has(dataset))
      throw misuse(`must be one of ${[...engines.keys()].join(', ')}`, `$.${at('dataset')}`);
    const name = `${service} ${key}`;
    if (seen.has(name)) throw misuse(`is there twice for ${service}`, `$.${at('key')}`);
    seen.add(name);
    return { key, service, dataset, may: oneOf(entry.may, ['read', 'write'], at('may')) };
  });
}

function originsOf(cors) {
  if (cors === undefined || cors === '*') return cors;
  if (Array.isArray(cors) && cors.every((origin) => typeof origin === 'string')) return cors;
  throw misuse('cors must be "*" or a list of origins, such as "https://example.com"', '$.cors');
}

function functionOr(value, name, absent) {
  if (value === undefined) return absent;
  if (typeof value === 'function') return value;
  throw misuse(`${name} must be a function`, `$.${name}`);
}

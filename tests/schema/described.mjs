// SPDX-License-Identifier: Apache-2.0
// Whether an answer is one that the OpenAPI description promises.

import assert from 'node:assert/strict';

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { describe } from '../../hosts/shared/openapi.js';
import { routeOf } from '../../hosts/shared/routes.js';

export const description = JSON.parse(describe('0.0.0'));
/** Headers that tell a client something; the rest is HTTP's own. */
const TELLING = /^(tallyfold-|etag$|retry-after$|allow$|www-authenticate$|x-request-id$)/;

// Members that the description does not name are welcome to clients, and an error here.
function closed(value) {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  const isOpen = copy.type === 'object' && copy.properties && copy.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
addFormats(ajv);
ajv.addVocabulary(Object.keys(description)); // else the whole is no schema, and its parts cannot be found
ajv.addSchema(closed(description), 'description');
const validators = new Map();

/** The schema's validator, by its place in the description. */
function validatorAt(...keys) {
  const escaped = keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'));
  const pointer = escaped.map(encodeURIComponent).join('/');
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `description#/${pointer}` }));
  return validators.get(pointer);
}

export function expectValid(value, what, ...keys) {
  const validate = validatorAt(...keys);
  const shown = JSON.stringify(value)?.slice(0, 300);
  assert.ok(validate(value), `${what}: ${shown}: ${ajv.errorsText(validate.errors)}`);
}

/** Follows references, and tells where they end. */
function followed(value, keys) {
  if (!value?.$ref) return [value, keys];
  const at = value.$ref.slice(2).split('/');
  return [at.reduce((inner, key) => inner[key], description), at];
}

function answersOf(method, path) {
  const route = routeOf(path);
  const pattern = path === '/' ? path : route.pattern;
  const item = description.paths[pattern];
  if (!item) return [{ [404]: { $ref: `#/components/responses/${route.service}404` } }, pattern];
  const known = item[method === 'HEAD' ? 'get' : method.toLowerCase()];
  const name = known ? method.replace('HEAD', 'GET').toLowerCase() : Object.keys(item)[0];
  return [item[name].responses, pattern, name];
}

/**
 * Fails when an answer is not described: its status, its headers, its body.
 * @param {string} method
 * @param {string} path without the query string
 * @param {{ status: number, headers: Headers, text: string }} response
 */
export function expectDescribed(method, path, { status, headers, text }) {
  const [answers, pattern, name] = answersOf(method, path);
  const what = `${method} ${path}: ${status}`;
  assert.ok(answers[status], `${what} is not described`);
  const [answer, keys] = followed(answers[status], ['paths', pattern, name, 'responses', status]);
  expectHeaders(answer.headers, headers, what);
  if (method === 'HEAD' || !answer.content) return assert.equal(text, '', what);
  const type = headers.get('content-type').split(';')[0];
  const [described] = Object.keys(answer.content);
  assert.ok(type === described || (described === 'text/*' && type.startsWith('text/')), `${what}: ${type}`);
  const body = type === 'application/json' ? JSON.parse(text) : text;
  return expectValid(body, what, ...keys, 'content', described, 'schema');
}

function expectHeaders(described, headers, what) {
  const names = Object.keys(described).map((each) => each.toLowerCase());
  const unknown = [...headers.keys()].filter((each) => TELLING.test(each) && !names.includes(each));
  assert.deepEqual(unknown, [], `${what}: headers that are not described`);
  for (const [name, reference] of Object.entries(described)) {
    const [header] = followed(reference);
    const value = headers.get(name);
    if (header.required) assert.notEqual(value, null, `${what}: no ${name}`);
    if (header.schema.type === 'boolean' && value !== null) assert.match(value, /^(true|false)$/, what);
  }
}

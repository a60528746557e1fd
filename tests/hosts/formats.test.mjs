// SPDX-License-Identifier: Apache-2.0
// If this fails, a user without the library of a format is told something else than to install it, or
// needs it for what does not. Formats themselves: tests/formats.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { TallyfoldError } from 'tallyfold';
import { readArrow, toArrow } from 'tallyfold/arrow';
import { readParquet } from 'tallyfold/parquet';

import { NOW, withEngine } from './support.mjs';

const isThere = (name) => existsSync(new URL(`../../node_modules/${name}`, import.meta.url));
const names = (name) => (error) => {
  assert.ok(error instanceof TallyfoldError);
  assert.equal(error.code, 'misuse');
  assert.equal(error.message, `this needs the package ${name}: npm install ${name}`);
  return true;
};

test('a missing library is named', { skip: isThere('hyparquet') || isThere('apache-arrow') }, () =>
  withEngine({}, async (engine) => {
    await assert.rejects(engine.appendFrom(readParquet(new Uint8Array(1))), names('hyparquet'));
    await assert.rejects(engine.appendFrom(readArrow(new Uint8Array(1))), names('apache-arrow'));
    const request = { aggregations: { n: { type: 'count' } } };
    const columns = engine.columns({ report: 'tallyfold.query', now: NOW, request });
    await assert.rejects(toArrow(columns), names('apache-arrow'));
  }));

test('options are checked before any library is looked for', () => {
  assert.throws(() => readParquet('', { column: [] }), { code: 'misuse', path: '$.column' });
  assert.throws(() => readArrow('', { json: 'properties' }), { code: 'misuse', path: '$.json' });
});

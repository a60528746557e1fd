// SPDX-License-Identifier: Apache-2.0
// If this fails, an answer has a shape that the service's clients do not expect.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createEngine } from 'tallyfold';

import { generate } from '../oracle/generate.mjs';

const schema = JSON.parse(readFileSync(new URL('flexprice.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats(ajv);
ajv.addSchema(schema);
const validator = (name) => ajv.getSchema(`${schema.$id}#/$defs/${name}`);

const SEED = 20240305;
const CASES = 400;

test(`answers to ${CASES} generated requests have the service's shape`, async () => {
  const seen = { answerAsIs: 0, answerExact: 0, error: 0 };
  for (let number = 0; number < CASES; number++) {
    const { report, lines, requestText, mode, now } = generate(SEED, number);
    const engine = await createEngine();
    engine.append(lines.join('\n'));
    const { status, body } = engine.report({ report, mode, requestText, now });
    engine.close();
    const name = status >= 400 ? 'error' : mode === 'exact' ? 'answerExact' : 'answerAsIs';
    seen[name]++;
    const validate = validator(name);
    assert.ok(validate(body), `case ${number}: ${JSON.stringify(body).slice(0, 300)}: ${ajv.errorsText(validate.errors)}`);
  }
  for (const [name, count] of Object.entries(seen)) assert.ok(count > 0, `no ${name} was generated`);
});

test('the schema refuses what the service never answers', () => {
  const base = { event_name: 'a', type: 'SUM' };
  assert.ok(validator('answerAsIs')(base));
  assert.ok(!validator('answerAsIs')({ ...base, value: 0 }), 'a zero value has no key as-is');
  assert.ok(!validator('answerAsIs')({ ...base, results: [] }), 'empty results have no key as-is');
  assert.ok(!validator('answerExact')(base), 'exact answers always have value and results');
  assert.ok(!validator('answerExact')({ ...base, results: [], value: '1e3' }), 'decimals as text are positional');
  assert.ok(!validator('error')({ code: 'oops', message: 'm', http_status_code: 400 }));
});

test('the request schema knows every field and size of the service document', () => {
  const validate = validator('request');
  const full = {
    aggregation_type: 'MAX', event_name: 'a', property_name: 'p', external_customer_id: 'c', customer_id: 'd',
    start_time: '2024-03-13T00:00:00Z', end_time: '2024-03-20T00:00:00Z', window_size: '15MIN', bucket_size: 'MONTH',
    billing_anchor: '2024-03-05T14:30:45.123456789Z', timezone: 'UTC', filters: { region: ['eu'] },
    group_by_property: 'k', group_by: ['properties.k'], multiplier: '2.5',
  };
  assert.ok(validate(full), ajv.errorsText(validate.errors));
  assert.ok(!validate({ ...full, window_size: 'FORTNIGHT' }));
  assert.ok(!validate({ ...full, filters: { region: 'eu' } }));
});

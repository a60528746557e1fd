// SPDX-License-Identifier: Apache-2.0
// If this fails, an answer of Lago's ingestion endpoints has a shape that its clients do not expect.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createEngine } from 'tallyfold';

const schema = JSON.parse(
  readFileSync(new URL('lago_ingest.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats(ajv);
ajv.addSchema(schema);
const validator = (name) => ajv.getSchema(`${schema.$id}#/$defs/${name}`);

const CATALOG = {
  billable_metrics: [
    { code: 'e', aggregation_type: 'sum_agg', field_name: 'v', expression: '1 / event.properties.a' },
  ],
};
const GOOD = { transaction_id: 't', code: 'e', properties: { a: 3 } };
/** Events, and whether each is refused. */
const EVENTS = [
  [GOOD, false],
  [{ ...GOOD, external_subscription_id: 's', timestamp: '1.9999', properties: { a: -4 } }, false],
  [{ transaction_id: 7, code: 'x', precise_total_amount_cents: 'x', properties: null }, false],
  [{ ...GOOD, precise_total_amount_cents: '-1234567890.1234567890123456' }, false],
  [{ ...GOOD, timestamp: '2024-03-06T00:00:00Z' }, true],
  [{ ...GOOD, properties: { a: 0 } }, true],
  [{ ...GOOD, properties: {} }, true],
  [{ code: '' }, true],
];

async function withEngine(use) {
  const engine = await createEngine({ catalog: CATALOG });
  use((endpoint, request, store) => engine.ingest({ endpoint, request, store }));
  engine.close();
}

function expectShape({ status, body }, good) {
  const validate = validator({ 200: good, 400: 'badRequest', 422: 'invalid' }[status]);
  assert.ok(validate(body), `${JSON.stringify(body)}: ${ajv.errorsText(validate.errors)}`);
}

test("answers have the service's shape", () =>
  withEngine((ingest) => {
    for (const store of ['postgres', 'clickhouse']) {
      for (const [event, isRefused] of EVENTS) {
        const one = ingest('lago.events', { event }, store);
        assert.equal(one.status, isRefused ? 422 : 200);
        expectShape(one, 'one');
        const other = event.external_subscription_id && { external_subscription_id: 'other' };
        const events = [GOOD, { ...event, ...other }];
        const batch = ingest('lago.events_batch', { events }, store);
        assert.equal(batch.status, isRefused ? 422 : 200);
        expectShape(batch, 'many');
      }
    }
    const again = ingest('lago.events', { event: EVENTS[1][0] });
    assert.equal(again.status, 422);
    expectShape(again, 'one');
    for (const request of [{}, '', '{', { events: [] }]) {
      expectShape(ingest('lago.events', request), 'one');
      expectShape(ingest('lago.events_batch', request), 'many');
    }
  }));

test('the schema refuses what the service never answers', () =>
  withEngine((ingest) => {
    const { event } = ingest('lago.events', { event: EVENTS[1][0] }).body;
    const accepts = (change) => validator('event')({ ...event, ...change });
    assert.ok(accepts({}));
    for (const name of Object.keys(event)) assert.ok(!accepts({ [name]: undefined }), name);
    assert.ok(!accepts({ timestamp: '2024-03-06T00:00:00Z' }));
    assert.ok(!accepts({ precise_total_amount_cents: '5' }), 'a whole number ends in .0');
    assert.ok(!accepts({ lago_id: 'x' }));
    const details = validator('invalid');
    const error = { status: 422, error: 'Unprocessable Entity', code: 'validation_errors' };
    assert.ok(!details({ ...error, error_details: {} }));
    assert.ok(!details({ ...error, error_details: { 0: { a: [] } } }));
    assert.ok(!details({ ...error, error_details: { 100: { a: ['x'] } } }), 'an index of none');
  }));

// SPDX-License-Identifier: Apache-2.0
// If this fails, an answer in Lago's words has a shape that its clients do not expect.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createEngine } from 'tallyfold';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const schema = read('lago.schema.json');
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats(ajv);
ajv.addSchema(schema);
const validator = (name) => ajv.getSchema(`${schema.$id}#/$defs/${name}`);

const BODY_OF = { 'lago.analytics_usage': 'analyticsUsage', 'lago.current_usage': 'currentUsage' };
const nameOf = (report, status) => ({ 404: 'notFound', 422: 'validationErrors' })[status] ?? BODY_OF[report];

function expectShape(name, body, what) {
  const validate = validator(name);
  assert.ok(validate(body), `${what}: ${JSON.stringify(body).slice(0, 300)}: ${ajv.errorsText(validate.errors)}`);
}

const cases = ['charge_filter_fee', 'daily_usage_diff', 'daily_usage_scenario', 'usage_scenario'].flatMap(
  (file) => read(`../cases/lago/${file}.json`).cases,
);
const sets = read('../cases/lago/events.json');

async function withCase(one, use) {
  const engine = await createEngine({ catalog: one.catalog });
  engine.append(typeof one.events === 'string' ? sets[one.events] : one.events, { dialect: one.dialect });
  use(engine);
  engine.close();
}

test(`answers to the ${cases.length} cases have the service's shape`, async () => {
  for (const one of cases) {
    await withCase(one, (engine) => {
      const { report, request, now, mode } = one;
      const { status, body } = engine.report({ report, request, now, mode });
      expectShape(nameOf(report, status), body, one.name);
    });
  }
});

test('their analytics have it too, whatever the days, and as rows told apart', async () => {
  const rows = { all: 0, negative: 0 };
  const groups = ['external_customer_id', 'external_subscription_id', 'plan_code', 'charge', 'filter'];
  for (const one of cases) {
    await withCase(one, (engine) => {
      for (const time_granularity of ['daily', 'weekly', 'monthly', 'yearly']) {
        for (const group_by of [undefined, groups]) {
          const request = { time_granularity, group_by };
          const { body } = engine.report({ report: 'lago.analytics_usage', request, now: one.now });
          expectShape('analyticsUsage', body, `${one.name}, ${time_granularity}`);
          rows.all += body.usages.length;
          rows.negative += body.usages.filter(({ units }) => units.startsWith('-')).length;
        }
      }
    });
  }
  assert.ok(rows.all > 500, `${rows.all} rows`);
  assert.ok(rows.negative > 0, 'none took usage back');
});

test('refusals have it: of requests, of what does not exist, and of catalogs', () =>
  withCase(cases[0], (engine) => {
    const ask = (report, request) => engine.report({ report, request, now: cases[0].now });
    const bad = ask('lago.analytics_usage', { time_granularity: 'hourly', from_date: 'x' });
    assert.equal(bad.status, 422);
    expectShape('validationErrors', bad.body, 'a bad request');
    const unknown = ask('lago.current_usage', { external_customer_id: 'x', external_subscription_id: 'y' });
    assert.equal(unknown.status, 404);
    expectShape('notFound', unknown.body, 'an unknown customer');
    const catalog = { plans: [{}], customers: [1], subscriptions: [{}], seatsio: { events: [{}], x: 1 } };
    assert.throws(
      () => engine.setCatalog(catalog),
      (error) => {
        expectShape('validationErrors', error.body, 'a bad catalog');
        return true;
      },
    );
  }));

test('the schema refuses what the service never answers', () => {
  const row = {
    organization_id: '1a901a90-1a90-1a90-1a90-1a901a901a90', start_of_period_dt: '2023-11-01', end_of_period_dt: '2023-11-30',
    amount_currency: 'USD', amount_cents: 50000, billable_metric_code: 'code1', units: '1.0', is_billable_metric_deleted: false,
  };
  const accepts = (change) => validator('usageRow')({ ...row, ...change });
  assert.ok(accepts({}));
  assert.ok(accepts({ units: '-0.25', amount_cents: -3 }), 'usage that was taken back');
  for (const name of Object.keys(row)) assert.ok(!accepts({ [name]: undefined }), `${name} is always there`);
  for (const units of [1, '1', '1e3', '1.50', '01.0', '.5', '1.']) assert.ok(!accepts({ units }), `units ${units}`);
  assert.ok(!accepts({ amount_cents: 0.5 }));
  assert.ok(!accepts({ amount_currency: 'usd' }));
  assert.ok(!accepts({ start_of_period_dt: '2023-11-31' }));
  assert.ok(!accepts({ organization_id: 'org' }));
  const errors = { status: 422, error: 'Unprocessable Entity', code: 'validation_errors', error_details: { a: ['x'] } };
  assert.ok(validator('validationErrors')(errors));
  assert.ok(!validator('validationErrors')({ ...errors, error: 'Unprocessable entity' }), 'a capital E');
  assert.ok(!validator('validationErrors')({ ...errors, error_details: { a: 'x' } }));
  assert.ok(!validator('validationErrors')({ ...errors, error_details: { a: ['must be a text'] } }), 'codes only');
});

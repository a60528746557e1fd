// SPDX-License-Identifier: Apache-2.0
// If this fails, a bad catalog is refused without Lago's body, or a good one is read only in one of its forms.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine, TallyfoldError } from 'tallyfold';

import { withEngine } from './support.mjs';

const CATALOG = {
  billable_metrics: [{ code: 'calls', aggregation_type: 'count_agg' }],
  plans: [
    {
      code: 'pro',
      interval: 'monthly',
      amount_currency: 'EUR',
      charges: [{ billable_metric_code: 'calls', charge_model: 'standard', properties: { amount: '2' } }],
    },
  ],
  customers: [{ external_id: 'é', name: 'R&D "é"' }],
  subscriptions: [
    { external_id: 's', external_customer_id: 'é', plan_code: 'pro', started_at: '2024-01-01T00:00:00Z' },
  ],
};
const EVENTS = [{ code: 'calls', transaction_id: '1', timestamp: 1709546400, external_subscription_id: 's' }];
const ASKED = {
  report: 'lago.current_usage',
  request: { external_customer_id: 'é', external_subscription_id: 's' },
  now: '2024-03-10T00:00:00Z',
};

const BAD = structuredClone(CATALOG);
BAD.plans[0].amount_currency = 'XXX';
BAD.plans[0].charges[0].properties.amount = 'free';
BAD.subscriptions[0].plan_code = 'none';
BAD.subscriptions[0]['two\nlines'] = 1;
BAD.seatsio = { events: [{ id: 'x' }], 'a b\n': [] };
const BODY = {
  status: 422,
  error: 'Unprocessable Entity',
  code: 'validation_errors',
  error_details: {
    '$.plans[0].amount_currency': ['value_is_invalid'],
    '$.plans[0].charges[0].properties.amount': ['invalid_amount'],
    '$.subscriptions[0].plan_code': ['plan_not_found'],
    '$.seatsio.events[0].id': ['value_is_invalid'],
    '$.seatsio.a b\n': ['value_is_invalid'],
  },
};
const checkBad = (error) => {
  assert.ok(error instanceof TallyfoldError);
  assert.equal(error.code, 'invalid_catalog');
  assert.equal(error.path, '$.plans[0].amount_currency');
  assert.deepEqual(error.body, BODY);
  assert.equal(error.text, JSON.stringify(BODY));
  assert.deepEqual(
    error.problems.map(({ path, code }) => [path, [code]]),
    Object.entries(BODY.error_details),
  );
  assert.equal(error.problems[0].message, 'is no currency that Lago knows');
  return true;
};

test("a bad catalog is refused with Lago's 422 body, wherever it comes in", () =>
  withEngine({ catalog: CATALOG }, async (engine) => {
    engine.append(EVENTS, { dialect: 'lago' });
    await assert.rejects(createEngine({ catalog: BAD }), checkBad);
    await assert.rejects(createEngine({ catalog: BAD, only: ASKED }), checkBad);
    assert.throws(() => engine.setCatalog(BAD), checkBad);
    assert.throws(() => engine.setCatalog(JSON.stringify(BAD)), checkBad);
    assert.throws(() => engine.report({ ...ASKED, catalog: BAD }), checkBad);
    assert.throws(() => engine.plan({ ...ASKED, catalog: BAD }), checkBad);
    assert.equal(engine.report(ASKED).body.customer_usage.amount_cents, 200);
  }));

test('what is no JSON object is one problem, and other errors have no body', () =>
  withEngine({}, (engine) => {
    const bodyOf = (catalog) => {
      try {
        return engine.setCatalog(catalog);
      } catch (error) {
        return error.body.error_details;
      }
    };
    assert.deepEqual(bodyOf('[]'), { $: ['value_is_invalid'] });
    assert.deepEqual(bodyOf('{"plans": [}'), { $: ['value_is_invalid'] });
    assert.deepEqual(bodyOf(Uint8Array.of(0x7b, 0xff, 0x7d)), { $: ['value_is_invalid'] });
    assert.throws(
      () => engine.setCatalog(new Uint8Array(0)),
      (error) => error.code === 'misuse' && !('body' in error) && !('text' in error),
    );
  }));

test('an object, its text and its bytes are the same catalog', async () => {
  const text = JSON.stringify(CATALOG);
  const bytes = new TextEncoder().encode(`  ${text}`);
  const forms = [CATALOG, text, bytes.subarray(2), bytes.buffer, new DataView(bytes.buffer, 2), Buffer.from(text)];
  for (const catalog of forms) {
    await withEngine({ catalog, only: ASKED }, (engine) => {
      engine.append(EVENTS, { dialect: 'lago' });
      assert.equal(engine.report(ASKED).body.customer_usage.amount_cents, 200);
    });
    await withEngine({}, (engine) => {
      engine.append(EVENTS, { dialect: 'lago' });
      assert.equal(engine.report({ ...ASKED, catalog }).body.customer_usage.amount_cents, 200);
      assert.equal(engine.plan({ ...ASKED, catalog }).report().body.customer_usage.amount_cents, 200);
      assert.equal(engine.report(ASKED).status, 404, 'it was of those calls alone');
    });
  }
});

test('a plan of the same catalog in another call still refuses another one', () =>
  withEngine({ catalog: CATALOG }, (engine) => {
    const snapshot = engine.plan(ASKED).snapshot();
    const dearer = structuredClone(CATALOG);
    dearer.plans[0].charges[0].properties.amount = '3';
    engine.plan({ ...ASKED, catalog: CATALOG }).restore(snapshot);
    assert.throws(() => engine.plan({ ...ASKED, catalog: dearer }).restore(snapshot), { code: 'invalid_snapshot' });
  }));

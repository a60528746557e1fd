// SPDX-License-Identifier: Apache-2.0
// If this fails, a file that is dropped on the dashboard is taken for something else than it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from 'tallyfold';

import { placesOf, propertiesOf, recognise, valueAt } from '../../web-demo/src/data/recognise.js';
import { fieldsOf } from '../../web-demo/src/query/fields.js';

const OURS = '{"event_id":"1","event_name":"call","external_customer_id":"ann","timestamp":"2024-03-01T09:00:00Z","properties":{"units":1.5}}';
const shape = (text) => {
  const { format, dialect } = recognise(text);
  return [format, dialect];
};

test('formats are told by how a document begins', () => {
  assert.deepEqual(shape(`${OURS}\n${OURS}\n`), ['ndjson', 'flexprice']);
  assert.deepEqual(shape(OURS), ['ndjson', 'flexprice']);
  assert.deepEqual(shape(`\uFEFF\n [${OURS},\n${OURS}]`), ['json', 'flexprice']);
  assert.deepEqual(shape(`{"events":[${OURS}]}`), ['json', 'flexprice']);
  assert.deepEqual(shape('{\n  "event_name": "call",\n  "timestamp": "2024-03-01T09:00:00Z"\n}'), ['json', 'flexprice']);
  assert.deepEqual(shape('event_name,timestamp,properties.units\ncall,2024-03-01T09:00:00Z,1\n'), ['csv', 'flexprice']);
});

test('dialects are told by their fields', () => {
  assert.equal(shape('{"code":"minutes","transaction_id":"1","timestamp":1709283600}\n')[1], 'lago');
  assert.equal(shape('{"specversion":"1.0","type":"call","source":"a","id":"1","data":{}}\n')[1], 'cloudevents');
  assert.equal(shape('{"kind":"statusChange","id":1,"objectLabel":"A-1"}\n')[1], 'seatsio');
});

test('a head that is cut in the middle of a record is read as far as it goes', () => {
  assert.equal(recognise(`${OURS}\n${OURS.slice(0, 40)}`).records.length, 1);
  assert.equal(recognise(`[${OURS},${OURS},${OURS.slice(0, 40)}`).records.length, 2);
  const braces = '[{"event_name":"}{","properties":{"a":"\\"}"}},{"event_name":"b"}';
  assert.deepEqual(recognise(braces).records.map(({ event_name: name }) => name), ['}{', 'b']);
});

const UNKNOWN = [
  { type: 'call', account: { id: 'c1' }, at: 1709632800000, uuid: 'u1', ms: 40, region: 'eu' },
  { type: 'job', account: { id: 'c2' }, at: 1709632900000, uuid: 'u2', ms: 50, region: 'us' },
];

test('another shape gets a mapping that the engine takes, with its properties', async () => {
  const text = UNKNOWN.map((record) => JSON.stringify(record)).join('\n');
  const { dialect, format, records } = recognise(`${text}\n`);
  assert.deepEqual(dialect, { name: '/type', properties: '*', customer: '/account/id', time: '/at', id: '/uuid', timeUnit: 'ms' });
  const engine = await createEngine();
  assert.deepEqual(engine.append(text, { dialect, format }), { accepted: 2, refused: 0 });
  const { body } = engine.report({
    report: 'tallyfold.query',
    request: { aggregations: { ms: { type: 'sum', property: 'ms' } }, group_by: ['customer'], from: '2024-03-05', to: '2024-03-06' },
  });
  assert.deepEqual(body.rows, [
    { group: { customer: 'c1' }, values: { ms: '40' } },
    { group: { customer: 'c2' }, values: { ms: '50' } },
  ]);
  assert.deepEqual(records.map((record) => propertiesOf(record, dialect, format)), [{ ms: 40, region: 'eu' }, { ms: 50, region: 'us' }]);
  engine.close();
});

test('CSV of another shape too, with columns as places', async () => {
  const text = 'name,user_id,time,"size, in MB"\nupload,u1,2024-03-05T10:00:00Z,2.5\nupload,u2,2024-03-05T11:00:00Z,"1,5"\n';
  const { dialect, format, records } = recognise(text);
  assert.equal(records[1]['size, in MB'], '1,5');
  assert.deepEqual(dialect, { name: 'name', properties: '*', customer: 'user_id', time: 'time' });
  const engine = await createEngine();
  assert.deepEqual(engine.append(text, { dialect, format }), { accepted: 2, refused: 0 });
  engine.close();
});

test('places are JSON Pointers, and a value is found at each', () => {
  const record = { 'a/b': { 'c~d': 1 }, e: null };
  const places = placesOf([record], 'ndjson').map(({ place }) => place);
  assert.deepEqual(places, ['/a~1b/c~0d', '/e']);
  assert.equal(valueAt(record, places[0]), 1);
  assert.equal(valueAt(record, { const: 'x' }), 'x');
});

test('properties are numbers, groups, both or neither', () => {
  const some = Array.from({ length: 200 }, (_, i) => ({
    tokens: i * 7, price: `${i}.5`, model: i % 2 ? 'a' : 'b', status: i % 3 ? 200 : 500, request: `r${i}`, seats: i % 4, ...(i === 0 && { rare: 1 }),
  }));
  const told = Object.fromEntries(fieldsOf(some).map(({ name, isNumber, isGroup }) => [name, [isNumber, isGroup]]));
  assert.deepEqual(told, {
    tokens: [true, false], price: [true, false], model: [false, true], status: [false, true], request: [false, false], seats: [true, true],
  });
});

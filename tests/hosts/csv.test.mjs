// SPDX-License-Identifier: Apache-2.0
// If this fails, a report's CSV lacks a row or a digit, or a spreadsheet reads it as something else.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { toCsv } from 'tallyfold/csv';

import { NOW, lines, withEngine } from './support.mjs';

const example = (name) => JSON.parse(readFileSync(new URL(`../../examples/requests/${name}.json`, import.meta.url), 'utf8'));
const sample = (name) => readFileSync(new URL(`../../examples/${name}`, import.meta.url));
const rowsOf = (csv) => csv.split('\r\n').slice(0, -1);

const spent = (customer, cost, day = 5, model = undefined) => ({
  event_name: 'call',
  external_customer_id: customer,
  timestamp: `2024-03-0${day}T10:00:00Z`,
  properties: { cost, model },
});
const QUERY = {
  report: 'tallyfold.query',
  now: NOW,
  request: { aggregations: { spend: { type: 'sum', property: 'cost' } }, group_by: ['customer'], from: '2024-03-01' },
};
const asked = (more) => ({ ...QUERY, request: { ...QUERY.request, ...more } });

const csvOf = (events, call, options) =>
  withEngine({}, (engine) => {
    engine.append(lines(...events));
    return toCsv(engine.report(call), call, options);
  });

test('a query: windows, groups, values with every digit, the row of all others', async () => {
  const events = [spent('a', '0.1'), spent('a', '0.2'), spent('b', '12345678901234567890.123456789', 6), spent('c', 1, 6)];
  assert.equal(
    await csvOf(events, asked({ window: 'day', limit: 1, compare: 'previous' })),
    'window_start,window_end,customer,others,spend,spend.previous,spend.change,spend.change_percent\r\n' +
      '2024-03-05T00:00:00Z,2024-03-06T00:00:00Z,,true,0.3,0,0.3,\r\n' +
      '2024-03-06T00:00:00Z,2024-03-07T00:00:00Z,b,,12345678901234567890.123456789,0,12345678901234567890.123456789,\r\n' +
      '2024-03-06T00:00:00Z,2024-03-07T00:00:00Z,,true,1,0,1,\r\n',
  );
});

test('an empty answer has its header', async () => {
  assert.equal(await csvOf([], asked({ window: 'day' })), 'window_start,window_end,customer,spend\r\n');
});

test('cells are quoted where they must be, and null is not the empty text', async () => {
  const events = [spent('a,b', 1), spent('say "x"', 2), spent('two\nlines', 3), spent(' ', 4, 5, ''), spent('ü', 5)];
  const csv = await csvOf(events, asked({ group_by: ['customer', 'properties.model'], order_by: { by: 'spend', direction: 'asc' } }));
  assert.equal(
    csv,
    'customer,properties.model,spend\r\n"a,b",,1\r\n"say ""x""",,2\r\n"two\nlines",,3\r\n ,"",4\r\nü,,5\r\n',
  );
});

test('formulas are made texts when asked, and numbers stay numbers', async () => {
  const events = [spent('=1+1', -5), spent('@x', 1), spent('-2', 2), spent('\t=1', 3)];
  const call = asked({ order_by: { by: 'spend', direction: 'asc' } });
  assert.deepEqual(rowsOf(await csvOf(events, call, { formulas: 'escape' })), ['customer,spend', "'=1+1,-5", "'@x,1", '-2,2', "'\t=1,3"]);
  assert.match(await csvOf(events, call), /\r\n=1\+1,-5\r\n/);
});

test('delimiter and header can be chosen', async () => {
  assert.equal(await csvOf([spent('a;b', 1)], QUERY, { delimiter: ';', header: false }), '"a;b";1\r\n');
});

test('a group of the same name as a value has its room before it', async () => {
  const aggregations = { customer: { type: 'count' } };
  assert.equal(await csvOf([spent('a', 1)], asked({ aggregations })), 'customer,values.customer\r\na,1\r\n');
});

test('reports of Flexprice', async () => {
  const request = { event_name: 'call', aggregation_type: 'SUM', property_name: 'cost', numbers: 'text' };
  const call = (more) => ({ report: 'flexprice.usage', mode: 'exact', now: NOW, request: { ...request, ...more } });
  const events = [spent('a', '0.10'), spent('b', '0.2', 6)];
  assert.equal(await csvOf(events, call()), 'event_name,type,value\r\ncall,SUM,0.3\r\n');
  assert.equal(await csvOf([], call({ window_size: 'DAY' })), 'event_name,type,value\r\n');
  assert.equal(
    await csvOf(events, call({ window_size: 'DAY', group_by: ['external_customer_id'] })),
    'event_name,type,window_start,external_customer_id,value\r\n' +
      'call,SUM,2024-03-05T00:00:00Z,a,0.1\r\ncall,SUM,2024-03-06T00:00:00Z,b,0.2\r\n',
  );
});

test('reports of Lago', () =>
  withEngine({ catalog: sample('lago/catalog.json') }, (engine) => {
    engine.append(sample('lago/2024-03.ndjson'), { dialect: 'lago' });
    const csv = (name) => toCsv(engine.report(example(name)), example(name));
    const charges = rowsOf(csv('lago-by-charge'));
    assert.equal(charges.length, 6);
    assert.match(charges[0], /^organization_id,start_of_period_dt,.*,units,is_billable_metric_deleted,external_customer_id,charge,filter$/);
    assert.match(charges[2], /,EUR,363,minutes,36\.25,false,berlin-radio,studio-minutes,"\{""model"":\[""careful""\]\}"$/);
    const current = rowsOf(csv('lago-current'));
    const { body } = engine.report(example('lago-current'));
    const cents = current.slice(1).map((row) => Number(row.split(',').at(-1)));
    assert.equal(cents.reduce((sum, one) => sum + one, 0), body.customer_usage.amount_cents);
  }));

test('reports of seats.io', () =>
  withEngine({ catalog: sample('seatsio/catalog.json') }, (engine) => {
    for (const month of [11, 12]) engine.append(sample(`seatsio/2022-${month}.ndjson`), { dialect: 'seatsio', source: month });
    const csv = (name) => rowsOf(toCsv(engine.report(example(name)), example(name)));
    assert.deepEqual(csv('seats-november').slice(0, 2), [
      'month,workspace,chart_key,chart_name,event_id,event_key,numUsedObjects,numFirstBookings,numFirstBookingsOrSelections,' +
        'numGASelectionsWithoutBooking,numNonGASelectionsWithoutBooking,numObjectSelections',
      '2022-11,101,club,Club,5003,late-jazz,2,1,2,0,1,3',
    ]);
    assert.equal(csv('seats-by-month')[1], '2022,11,26,19,26,18,1,');
    assert.match(csv('seats-opening-night')[1], /^B-10,1,/);
    const none = { report: 'seatsio.usage_month', request: { month: '2020-01' } };
    assert.deepEqual(rowsOf(toCsv(engine.report(none), none.report)), ['workspace,chart_key,chart_name,event_id,event_key,numUsedObjects']);
  }));

test('numbers beyond a double keep their digits', () => {
  const text = '{"usages":[{"amount_cents":90071992547409931234,"units":"1.0","x":"a\\"9,b"}]}';
  const csv = toCsv({ status: 200, text }, 'lago.analytics_usage');
  assert.match(csv, /,90071992547409931234,/);
  assert.match(csv, /"a""9,b"\r\n$/);
});

test('misuse is told in a sentence', () =>
  withEngine({}, (engine) => {
    const answer = engine.report(QUERY);
    const fails = (words, message) => assert.throws(() => toCsv(...words), { code: 'misuse', message });
    fails([answer, 'tallyfold.queries'], /knows no report "tallyfold.queries"; it knows tallyfold.query, /);
    fails([answer, QUERY, { delimiter: ', ' }], /one character/);
    fails([answer, QUERY, { formula: 'keep' }], /no option "formula"/);
    fails([answer.body, QUERY], /takes what report answers/);
    fails([engine.report(asked({ limit: 0 })), QUERY], /an error of status 400/);
  }));

// SPDX-License-Identifier: Apache-2.0
// If this fails, the dashboard's report tabs ask a service for something else, or show its answer wrongly.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';

import { SERVICES, formOf } from '../../web-demo/src/reports/forms.js';
import { addressOf, memberText, reportCode, startingRequest, withMember } from '../../web-demo/src/reports/request.js';
import { differences, tableOf, withoutConstants } from '../../web-demo/src/reports/table.js';

const file = (path) => readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)), 'utf8');
const forms = Object.values(SERVICES).flatMap((service) => service.forms);
const NOW = '2024-04-02T00:00:00Z';

test('rows of nested lists stand beside what is around them', () => {
  const body = [{ workspace: 101, usageByChart: [
    { chart: { name: 'Club' }, usageByEvent: [{ event: { id: 1 }, n: 2 }, { event: { id: 2 }, n: 3 }] },
    { chart: { name: 'Hall' }, usageByEvent: [{ event: { id: 3 }, n: 4 }] },
  ] }];
  assert.deepEqual(tableOf(body), {
    columns: ['workspace', 'chart.name', 'event.id', 'n'],
    rows: [
      { workspace: 101, 'chart.name': 'Club', 'event.id': 1, n: 2 },
      { workspace: 101, 'chart.name': 'Club', 'event.id': 2, n: 3 },
      { workspace: 101, 'chart.name': 'Hall', 'event.id': 3, n: 4 },
    ],
  });
  assert.deepEqual(withoutConstants(tableOf(body)).constants, [{ column: 'workspace', value: 101 }]);
  assert.deepEqual(tableOf([]).rows, []);
  assert.deepEqual(tableOf({ value: 0.3, type: 'SUM', tags: ['a', 'b'], none: [] }).rows, [{ value: 0.3, type: 'SUM', tags: '["a","b"]' }]);
});

test('differences are told by path, with what is missing', () => {
  assert.deepEqual(differences({ a: [1, { b: 2 }], c: null }, { a: [1, { b: 3 }, 4], d: 0 }), [
    { path: '$.a[1].b', first: 2, second: 3 },
    { path: '$.a[2]', first: undefined, second: 4 },
    { path: '$.c', first: null, second: undefined },
    { path: '$.d', first: undefined, second: 0 },
  ]);
  assert.deepEqual(differences({ a: [1] }, { a: [1] }), []);
});

test('a form changes its members and leaves the others', () => {
  const request = { filters: { region: ['eu'] }, group_by: ['a', 'b'] };
  const [list, text] = [{ name: 'group_by', kind: 'list' }, { name: 'event_name', kind: 'text' }];
  assert.equal(memberText(request, list), 'a, b');
  assert.deepEqual(withMember(request, list, 'x, ,y'), { filters: { region: ['eu'] }, group_by: ['x', 'y'] });
  assert.deepEqual(withMember({ ...request, event_name: 'call' }, text, ' '), request);
});

test('every member of every form is one that the engine knows', async () => {
  const engine = await createEngine({ catalog: file('lago/catalog.json') });
  for (const { report, fields } of forms) {
    // As text: an unknown member is refused by seats.io, and Flexprice's are named in the reference.
    const given = Object.fromEntries(fields.map(({ name, kind, options }) => [name, kind === 'choice' ? options[0] : '']));
    const { text } = engine.report({ report, request: given, now: NOW });
    assert.doesNotMatch(text, /[Uu]nknown (member|parameter|field)/, report);
  }
  engine.close();
});

test('the sample of each service has an answer at once', async () => {
  const samples = {
    lago: { dialect: 'lago', catalog: file('lago/catalog.json'), texts: [file('lago/2024-03.ndjson')], first: '2024-03-01', last: '2024-04-01' },
    seatsio: { dialect: 'seatsio', catalog: file('seatsio/catalog.json'), texts: [file('seatsio/2022-11.ndjson'), file('seatsio/2022-12.ndjson')], first: '2022-11-01', last: '2022-12-10' },
  };
  for (const [service, { dialect, catalog, texts, first, last }] of Object.entries(samples)) {
    const engine = await createEngine({ catalog });
    for (const text of texts) engine.append(text, { dialect });
    const loaded = { hours: { first: Date.parse(first), last: Date.parse(last) }, fields: [], names: [], catalog };
    for (const { report } of SERVICES[service].forms) {
      const { status, body } = engine.report({ report, request: startingRequest(report, loaded), now: `${last}T00:00:00Z` });
      assert.equal(status, 200, `${report}: ${JSON.stringify(body)}`);
      assert.ok(tableOf(body).rows.length > 0, report);
    }
    engine.close();
  }
});

test('requests by GET have their members in the path and behind it', () => {
  const month = formOf('seatsio', 'seatsio.usage_month_event');
  assert.equal(addressOf(month, { month: '2022-12', eventId: 'a/b', version: 2 }), '/reports/usage/month/2022-12/event/a%2Fb?version=2');
  assert.equal(addressOf(formOf('lago', 'nothing'), { group_by: ['charge', 'filter'] }), '/api/v1/analytics/usage?group_by=charge%2Cfilter');
});

test('the code asks for the same, whatever quotes stand in it', () => {
  const call = { request: { event_name: "it's" }, mode: 'exact', now: NOW };
  const code = reportCode('flexprice', formOf('flexprice'), call, { format: 'csv', dialect: 'flexprice' });
  assert.match(code.curl, /-H 'tallyfold-mode: exact' .*-d '\{"event_name":"it'\\''s"\}'/);
  assert.match(code.javascript, /createReadStream\('events\.csv'\), \{"format":"csv"\}\)/);
  assert.match(code.shell, /--format csv --events events\.csv/);
});

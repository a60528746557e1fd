// SPDX-License-Identifier: Apache-2.0
// If this fails, the own client of seats.io cannot be pointed at Tallyfold.

import assert from 'node:assert/strict';

import { BROKEN, client, errorOf, readExample, withServer } from './support.mjs';

const NOW = '2023-01-05T00:00:00Z';
const catalog = readExample('seatsio/catalog.json');
const seatsio = await client('seatsio', 'seatsio');

const withClient = ({ SeatsioClient, Region }, options, use) =>
  withServer({ catalog, now: () => NOW, ...options }, (server) => {
    for (const month of ['2022-11', '2022-12'])
      server.engine.append(readExample(`seatsio/${month}.ndjson`), { dialect: 'seatsio' });
    const as = (key, ...more) => new SeatsioClient(new Region(server.base), key, ...more).usageReports;
    const ask = (report, request, mode) => server.engine.report({ report, request, mode, now: NOW }).body;
    return use({ reports: as('reader'), as, ask, ...server });
  });

seatsio('usageReports.summaryForAllMonths', (sdk) =>
  withClient(sdk, {}, async ({ reports, ask }) => {
    const { usageCutoffDate, usage } = await reports.summaryForAllMonths();
    const expected = ask('seatsio.usage', { version: 2 });
    assert.deepEqual({ usageCutoffDate: usageCutoffDate.toISOString(), usage }, expected);
    assert.equal(usage.length, 2);
  }));

seatsio('detailsForMonth, with texts and Months', (sdk) =>
  withClient(sdk, {}, async ({ reports, ask, seen }) => {
    for (const month of ['2022-11', new sdk.Month(2022, 12), new sdk.Month(2023, 1)]) {
      const expected = ask('seatsio.usage_month', { month: String(month) });
      assert.deepEqual(await reports.detailsForMonth(month), expected);
    }
    assert.equal((await reports.detailsForMonth('2022-11'))[0].usageByChart[0].usageByEvent[0].event.id, 5003);
    assert.deepEqual(await reports.detailsForMonth(new sdk.Month(2023, 1)), []);
    assert.equal(seen[1].line, 'GET /reports/usage/month/2022-12');
  }));

seatsio('detailsForEventInMonth, in both shapes', (sdk) =>
  withClient(sdk, {}, async ({ reports, ask }) => {
    for (const month of ['2022-11', '2022-12']) {
      const rows = await reports.detailsForEventInMonth(5001, month);
      assert.deepEqual(rows, ask('seatsio.usage_month_event', { month, eventId: 5001 }));
      assert.equal('usageByReason' in rows[0], month === '2022-12');
    }
    const rows = await reports.detailsForEventInMonth('5001', new sdk.Month(2022, 12));
    assert.equal(rows.find(({ object }) => object === 'Standing').usageByReason.STATUS_CHANGED, 18);
  }));

seatsio('a workspace key and headers of the user', (sdk) =>
  withClient(sdk, {}, async ({ as, ask, seen }) => {
    const headers = { 'Tallyfold-Mode': 'exact', 'X-Request-Id': 'mine' };
    const month = await as('reader', 'a-workspace', headers).detailsForMonth('2022-11');
    assert.deepEqual(month, ask('seatsio.usage_month', { month: '2022-11' }, 'exact'));
    const sent = ['x-client-lib', 'x-workspace-key', 'tallyfold-mode'].map((name) => seen[0].headers.get(name));
    assert.deepEqual(sent, ['js', 'a-workspace', 'exact']);
  }));

seatsio('errors 400, 401, 404, 500', async (sdk) => {
  await withClient(sdk, {}, async ({ reports, as }) => {
    const bad = await errorOf(() => reports.detailsForMonth('2022-13'));
    assert.deepEqual([bad.status, bad.errors[0].code], [400, 'BAD_REQUEST']);
    assert.match(bad.messages[0], /month must be a month as YYYY-MM/);
    const unknown = await errorOf(() => reports.detailsForEventInMonth(1, '2022-11'));
    assert.deepEqual([unknown.status, unknown.errors[0].code], [404, 'EVENT_NOT_FOUND']);
    const nowhere = await errorOf(() => reports.subscription());
    assert.deepEqual([nowhere.status, nowhere.errors[0].message], [404, 'there is no /reports/subscription']);
    const stranger = await errorOf(() => as('wrong').detailsForMonth('2022-11'));
    assert.equal(stranger, 'get /reports/usage/month/2022-11 resulted in 401 Unauthorized error');
  });
  await withClient(sdk, { engine: BROKEN }, async ({ reports }) => {
    const broken = await errorOf(() => reports.summaryForAllMonths());
    assert.deepEqual([broken.status, broken.messages], [500, ['an unexpected error occurred']]);
    assert.ok(broken.requestId);
  });
  return 'the error bodies of the service';
});

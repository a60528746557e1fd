// SPDX-License-Identifier: Apache-2.0
// If this fails, the dashboard does not do what a person asks of it, or shows other numbers than the engine has.
// It clicks, types, drags and reads in a browser, and compares with the engine in Node. Slow, so part of test:all.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { createEngine } from 'tallyfold';

import { sample } from '../../web-demo/src/data/sample.js';
import { startBrowser } from '../browsers/browsers.mjs';
import { buildAndServe, sizesOf } from './built.mjs';

const MOST_BYTES = 400_000;
const RANGE = { from: '2025-04-30', to: '2025-05-30' };
const SAMPLE = [...sample()].join('');

const site = await buildAndServe();
const browser = await startBrowser('chromium');
const engine = await createEngine();
engine.append(SAMPLE);
after(async () => {
  engine.close();
  await browser.close?.();
  await site.close();
});
const ask = (request) => engine.report({ report: 'tallyfold.query', request }).body;
const spelled = (text) => text.replace(/\B(?=(\d{3})+(?!\d))(?<!\..*)/g, ',');

/** Opens the page at a query, does some work, and expects that nothing went wrong and nothing was asked of others. */
const onPage = (query, work) => async (context) => {
  if (browser.missing) return context.skip(browser.missing);
  return browser.on('about:blank', async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    page.setDefaultTimeout(60_000);
    await page.goto(site.url + query);
    await work(page);
    assert.deepEqual(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith('blob:')), []);
    assert.deepEqual(page.problems, []);
  });
};
const answered = (page) => page.locator('.heat tbody tr').first().waitFor();
const tile = (page, name) => page.locator('.tile', { has: page.getByRole('heading', { name, exact: true }) });
const cells = (page) => page.locator('.main-card .data tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
const search = (page) => Object.fromEntries(new URL(page.url()).searchParams);
/** What an element says, once it says something else than before, or what is expected. */
const until = async (read, expected) => {
  let last;
  for (let turn = 0; turn < 200; ++turn) {
    last = await read();
    if (JSON.stringify(last) === JSON.stringify(expected)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(last, expected);
};

test('the first load, with the engine, is below 400 kB', () => {
  const sizes = sizesOf(site.folder);
  const first = Object.entries(sizes).filter(([name]) => !/sw\.js|licences\.txt|pool_worker|\.ndjson|catalog/.test(name));
  const sum = first.reduce((all, [, size]) => all + size, 0);
  console.log(JSON.stringify({ ...sizes, 'first load': sum }));
  assert.ok(sum < MOST_BYTES, `${sum} bytes: ${JSON.stringify(sizes)}`);
});

test('the policy allows no code but the files and WebAssembly', () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(`${site.folder}/index.html`, 'utf8'));
  const rules = Object.fromEntries(policy.replaceAll('&#39;', "'").split('; ').map((rule) => [rule.split(' ')[0], rule]));
  assert.equal(rules['script-src'], "script-src 'self' 'wasm-unsafe-eval'");
  assert.equal(rules['style-src'], "style-src 'self'");
  assert.equal(rules['default-src'], "default-src 'none'");
});

test('the sample with one click: totals as in Node', onPage('', async (page) => {
  await page.getByRole('button', { name: /Take the sample/ }).click();
  await answered(page);
  assert.deepEqual(search(page), { data: 'sample', metric: 'properties.cost', group: 'properties.model', ...RANGE });
  const { totals } = ask({ ...RANGE, compare: 'previous', aggregations: { cost: { type: 'sum', property: 'cost' }, n: { type: 'count' } } });
  assert.equal(await tile(page, 'Total cost').locator('.exact').textContent(), totals.values.cost);
  assert.match(await tile(page, 'Total cost').textContent(), new RegExp(`\\+${Math.round(totals.change.cost.percent)}%`));
  assert.equal(await tile(page, 'Events').locator('.number').textContent(), spelled(totals.values.n));
  await until(() => tile(page, 'Customers').locator('.number').textContent(), '16');
}));

test('controls, and the table behind the picture: every cell as in Node', onPage('?data=sample', async (page) => {
  await answered(page);
  const pick = (label, value) => page.getByLabel(label, { exact: true }).selectOption(value);
  await pick('Metric', 'properties.input_tokens');
  await pick('Group by', 'properties.region');
  await pick('Window', 'week');
  await pick('Time zone', 'Asia/Kolkata');
  await page.getByRole('button', { name: 'Table' }).click();
  const { rows } = ask({
    ...RANGE, time_zone: 'Asia/Kolkata', window: 'week', group_by: ['properties.region'], fill: 'zero',
    aggregations: { v: { type: 'sum', property: 'input_tokens' } },
  });
  const of = (region) => rows.filter(({ group }) => group['properties.region'] === region).map(({ values }) => spelled(values.v));
  const column = async (name) => {
    const [head, ...body] = await cells(page);
    return body.map((row) => row[head.indexOf(name)]);
  };
  for (const region of ['us-east', 'sa-east']) await until(() => column(region), of(region));
}));

test('a click on a value filters, "back" undoes it, and the link shows the same', onPage('?data=sample', async (page) => {
  await answered(page);
  const all = await tile(page, 'Total cost').locator('.exact').textContent();
  await page.getByRole('button', { name: 'northwind' }).first().click();
  const where = { field: 'customer', op: 'eq', value: 'northwind' };
  const { totals } = ask({ ...RANGE, where, aggregations: { cost: { type: 'sum', property: 'cost' } } });
  const cost = () => tile(page, 'Total cost').locator('.exact').textContent();
  await until(cost, totals.values.cost);
  const link = page.url();
  assert.match(link, /where=customer%7Enorthwind/);
  await page.goBack();
  await until(cost, all);
  await page.goto(link);
  await answered(page);
  assert.equal(await cost(), totals.values.cost);
}));

test('the pointer and the arrow keys read exact decimals; a drawn range becomes the range', onPage('?data=sample', async (page) => {
  await answered(page);
  const { rows } = ask({ ...RANGE, window: 'day', aggregations: { cost: { type: 'sum', property: 'cost' } } });
  await page.locator('.chart').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await until(() => page.locator('.reading dd.total').textContent(), rows[1].values.cost);
  assert.match(await page.locator('.stage [role=status]').textContent(), /^Thu, 1 May 2025: .*Total /);
  const box = await page.locator('.u-over').boundingBox();
  const at = (day) => box.x + (box.width * (day + 0.5)) / 30;
  await page.mouse.move(at(5), box.y + 80);
  await until(() => page.locator('.reading dd.total').textContent(), rows[5].values.cost);
  await page.mouse.down();
  await page.mouse.move(at(8), box.y + 80, { steps: 4 });
  await page.mouse.up();
  await until(() => [search(page).from, search(page).to], ['2025-05-05', '2025-05-09']);
}));

test('CSV holds what the table shows; the brush is moved by keys', onPage('?data=sample&group=event', async (page) => {
  await answered(page);
  const handle = page.getByRole('slider', { name: 'Start of the range' });
  const { rows } = ask({ from: '2025-03-08', to: RANGE.to, window: 'day', group_by: ['event'], aggregations: { v: { type: 'count' } } });
  await handle.press('PageUp');
  await until(() => search(page).from, '2025-03-08');
  await until(() => page.locator('.main-card .card-head p').textContent().then((text) => text.startsWith('8 Mar')), true);
  await page.locator('summary[aria-label=Export]').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n').map((line) => line.split(','));
  assert.deepEqual(lines[0], ['window_start', 'window_end', 'completion', 'embedding', 'Total']);
  const of = (name) => rows.filter(({ group }) => group.event === name).map(({ values }) => values.v);
  assert.deepEqual(lines.slice(1).map((cells) => cells[2]), of('completion'));
  assert.deepEqual(lines.slice(1).map((cells) => cells[3]), of('embedding'));
}));

test('the ledger balances, and shows the lines that were not counted', onPage('?data=sample&metric=properties.input_tokens', async (page) => {
  await answered(page);
  await page.getByRole('button', { name: 'Which, and why' }).click();
  const { ledger } = engine.report({ report: 'tallyfold.query', request: { to: '2025-05-30', aggregations: { v: { type: 'sum', property: 'input_tokens' }, n: { type: 'count' } } } });
  const uncounted = ledger.intake.total + ledger.rejected.total;
  await until(() => page.locator('.balance').textContent(),
    `${spelled(String(ledger.handed_in))} handed in = ${spelled(String(ledger.counted))} counted + ${ledger.not_asked_for} not asked for + ${uncounted} not counted`);
  const [{ line, byte_offset: offset }] = ledger.intake.entries;
  const row = page.locator('.ledger-lines tbody tr').first();
  assert.equal(await row.locator('td').first().textContent(), String(line));
  assert.equal(await row.locator('code').textContent(), SAMPLE.slice(offset, SAMPLE.indexOf('\n', offset)));
}));

test('a report tab answers what the engine answers, byte for byte, in both modes', onPage('?data=sample&view=flexprice', async (page) => {
  const json = page.locator('.json');
  await json.waitFor({ state: 'attached' });
  await page.getByLabel('Window').selectOption('MONTH');
  await page.getByLabel('Property').fill('output_tokens');
  await page.getByLabel('Property').press('Enter');
  const request = {
    event_name: 'completion', aggregation_type: 'SUM', property_name: 'output_tokens', window_size: 'MONTH',
    start_time: '2025-03-01T00:00:00Z', end_time: '2025-05-30T00:00:00Z',
  };
  const text = (mode) => engine.report({ report: 'flexprice.usage', request, mode, now: '2025-05-30T00:00:00Z' }).text;
  await until(() => json.textContent(), text('as-is'));
  await page.getByRole('radio', { name: 'Exact' }).click();
  await until(() => json.textContent(), text('exact'));
  await page.getByLabel('The request as JSON').fill(JSON.stringify({ ...request, aggregation_type: 'MEDIAN' }));
  await page.getByLabel('Event name').focus();
  await until(() => page.locator('.answer-head b').textContent(), '400');
}));

test('the samples of seats.io and Lago come with their catalogs', onPage('?data=sample&view=lago', async (page) => {
  await page.getByRole('button', { name: 'Take the sample' }).click();
  await until(() => page.locator('.answer-body td').first().isVisible(), true);
  assert.match(await page.locator('.json').textContent(), /"amount_cents":673/);
  await page.getByRole('button', { name: 'seats.io' }).click();
  await page.getByRole('button', { name: 'Take the sample' }).click();
  await until(() => page.locator('.json').textContent().then((text) => text.includes('"numUsedObjects"')), true);
}));

test('a price that is edited changes the revenue', onPage('?data=sample&view=pricing&event=embedding', async (page) => {
  const revenue = (plan) => tile(page, `Revenue, plan ${plan}`).locator('.number').textContent();
  const { rows } = ask({ event: 'embedding', to: '2025-05-30', window: 'month', group_by: ['customer'], aggregations: { v: { type: 'sum', property: 'input_tokens' } } });
  // A bill is rounded to cents, half up; whole tokens at so many hundredths of a cent need no more than integers.
  const cents = (hundredths) => rows.reduce((sum, { values }) => sum + Math.floor((Number(values.v) * hundredths + 50) / 100), 0);
  const dollars = (hundredths) => `$${spelled((cents(hundredths) / 100).toFixed(2))}`;
  const price = page.getByLabel('Price of a unit');
  await price.fill('0.0003');
  await until(() => revenue('A'), dollars(3));
  await price.pressSequentially('');
  await price.fill('0.0012');
  await until(() => revenue('A'), dollars(12));
  await page.reload();
  await until(() => revenue('A'), dollars(12));
}));

test('events are read from an address', async (context) => {
  const address = `${site.url}${Object.keys(sizesOf(site.folder)).find((name) => /2024-03.*ndjson/.test(name))}`;
  await onPage('', async (page) => {
    await page.getByLabel('Address of a file of events').fill(address);
    await page.getByRole('button', { name: 'Read' }).first().click();
    await answered(page);
    assert.equal(search(page).data, address);
    assert.match(await page.locator('.told').textContent(), /61 events/);
  })(context);
});

test('a file of another shape is mapped, and the mapping can be changed', onPage('', async (page) => {
  const records = [['c1', 40], ['c2', 50], ['c1', 2]].map(([id, ms], i) => ({ kind: 'call', org: id, ts: 1709632800 + i * 60, ms }));
  const buffer = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  await page.locator('#file').setInputFiles({ name: 'calls.ndjson', mimeType: 'application/x-ndjson', buffer });
  await answered(page);
  await until(() => tile(page, 'Total ms').locator('.number').textContent(), '92');
  assert.equal(await page.getByLabel('Customer', { exact: true }).inputValue(), '/org');
  await page.getByLabel('Unit of times').selectOption('ms');
  await page.getByRole('button', { name: 'Read again so' }).click();
  await until(() => page.locator('.main-card .card-head p').textContent().then((text) => text.includes('1970')), true);
}));

test('pasted CSV is read', onPage('', async (page) => {
  await page.getByLabel('Events to read').fill('event_name,external_customer_id,timestamp,properties.units\ncall,ann,2024-03-01T09:00:00Z,0.1\ncall,ben,2024-03-01T10:00:00Z,0.2\n');
  await page.locator('form', { has: page.getByLabel('Events to read') }).getByRole('button').click();
  await answered(page);
  await until(() => tile(page, 'Total units').locator('.number').textContent(), '0.3');
}));

test('a long reading tells how far it is, and can be stopped; what had arrived is shown', onPage('', async (page) => {
  await page.getByRole('button', { name: /Take a million/ }).click();
  await page.locator('.loading', { hasText: 'a second' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await answered(page);
  assert.match(await page.locator('.notice').textContent(), /^Stopped/);
  const events = Number((await page.locator('.told .quiet').textContent()).replace(/ events.*|,/g, ''));
  assert.ok(events > 0 && events < 1_000_000, String(events));
}));

test('at 360 px nothing is wider than the page', onPage('?data=sample', async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await answered(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
}));

test('without a network the page opens and counts', onPage('?data=sample', async (page) => {
  await answered(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await answered(page);
  assert.equal(await tile(page, 'Events').locator('.number').textContent(), spelled(ask({ ...RANGE, aggregations: { n: { type: 'count' } } }).totals.values.n));
}));

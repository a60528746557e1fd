// SPDX-License-Identifier: Apache-2.0
// If this fails, the dashboard asks the engine for something else than was chosen, or draws another answer.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';

import { createEngine } from 'tallyfold';

import { csvOf, cell, codeOf } from '../../web-demo/src/data/export.js';
import { sample, SAMPLE_END } from '../../web-demo/src/data/sample.js';
import { latestOnly } from '../../web-demo/src/engine/session.js';
import { makePicture } from '../../web-demo/src/picture.js';
import { rowsOf, totalOf } from '../../web-demo/src/query/answers.js';
import { heatOf } from '../../web-demo/src/query/heat.js';
import { heatQuestion, listQuestion, mainQuestions } from '../../web-demo/src/query/questions.js';
import { presets, shownRange, windowFor } from '../../web-demo/src/query/range.js';
import { defaults } from '../../web-demo/src/state/state.js';
import { ticksOf } from '../../web-demo/src/ui/ticks.js';

const DAY = 86_400_000;
const HOURS = { first: SAMPLE_END - 90 * DAY, last: SAMPLE_END };
const engine = await createEngine();
for (const piece of sample()) engine.append(piece, { more: true });
engine.append('');
after(() => engine.close());

const chosen = (changes) => ({ ...defaults(), metric: 'properties.cost', group: 'properties.model', ...changes });
const columns = (request) => engine.columns({ report: 'tallyfold.query', request, texts: true });
const report = (request) => engine.report({ report: 'tallyfold.query', request }).body;

function pictureFor(state) {
  const range = shownRange(state, HOURS);
  const asked = mainQuestions(state, range);
  const answers = Object.fromEntries(Object.entries(asked).map(([name, request]) => [name, columns(request)]));
  return { range, asked, answers, picture: makePicture(state, range, answers, () => '--series-1') };
}

test('the sample is the same everywhere, and has what real streams have', () => {
  const hash = createHash('sha256').update([...sample()].join('')).digest('hex');
  assert.equal(hash, 'b24e1e9db94d07a51d4dfc2b79d44113bf816c93a95b052a95b84f116859a3c5');
  const { counts } = engine.ledger();
  const request = { to: '2026-01-01', aggregations: { tokens: { type: 'sum', property: 'input_tokens' } } };
  const { ledger } = engine.report({ report: 'tallyfold.query', request });
  assert.ok(counts.malformed_line > 0 && counts.bad_timestamp > 0, JSON.stringify(counts));
  assert.ok(ledger.rejected.counts.duplicate > 0 && ledger.rejected.counts.not_a_number > 0, JSON.stringify(ledger.rejected.counts));
});

test('lines of groups, their sum and the period before are what the engine says by itself', () => {
  const { picture, range, answers } = pictureFor(chosen({ from: '2025-04-30', to: '2025-05-30', compare: true, zone: 'Europe/Berlin', top: '3' }));
  const alone = report({ ...range.request, window: 'day', compare: 'previous', fill: 'zero', aggregations: { value: { type: 'sum', property: 'cost' } } });
  assert.equal(picture.lines.length, 4);
  assert.equal(picture.lines.at(-1).name, 'All others');
  assert.deepEqual(picture.total.texts, alone.rows.map(({ values }) => values.value));
  assert.deepEqual(picture.previous.texts, alone.rows.map(({ previous }) => previous.value));
  assert.deepEqual(picture.starts, alone.rows.map(({ window_start: start }) => Date.parse(start)));
  assert.equal(totalOf(answers.groups, 'value').text, alone.totals.values.value);
  assert.equal(totalOf(answers.groups, 'value').changePercent, Number(alone.totals.change.value.percent));
});

test('what does not add up has a total of its own, and is drawn as lines', () => {
  const { picture, range } = pictureFor(chosen({ metric: 'properties.latency_ms', agg: 'p95' }));
  const alone = report({ ...range.request, window: 'day', aggregations: { value: { type: 'percentile', p: 95, property: 'latency_ms' } } });
  assert.equal(picture.kind, 'lines');
  assert.deepEqual(picture.total.texts, alone.rows.map(({ values }) => values.value));
});

test('cumulative lines end with the whole', () => {
  const { picture, answers } = pictureFor(chosen({ cumulative: true, group: 'customer' }));
  assert.equal(picture.total.texts.at(-1), totalOf(answers.groups, 'value').text);
});

test('filters hold everywhere but in the list of their own field', () => {
  const state = chosen({ filters: [{ field: 'customer', values: ['northwind', null], not: false }, { field: 'event', values: ['embedding'], not: true }] });
  const range = shownRange(state, HOURS);
  const own = rowsOf(columns(listQuestion(state, range, 'customer')), 'customer');
  assert.ok(own.length > 2 && own.at(-1).isOthers);
  const models = rowsOf(columns(listQuestion(state, range, 'properties.model')), 'properties.model');
  const expected = report({
    ...range.request, group_by: ['properties.model'], order_by: { by: 'v' }, aggregations: { v: { type: 'sum', property: 'cost' } },
    where: { and: [{ field: 'customer', op: 'eq', value: 'northwind' }, { field: 'event', op: 'ne', value: 'embedding' }] },
  });
  assert.deepEqual(models.map(({ key, text }) => [key, text]), expected.rows.map(({ group, values }) => [group['properties.model'], values.v]));
});

test('the heat map holds everything that is in the range', () => {
  const state = chosen({ metric: '', zone: 'Asia/Kolkata', from: '2025-05-01', to: '2025-05-15' });
  const range = shownRange(state, HOURS);
  const cells = heatOf(columns(heatQuestion(state, range)), range.zone).flat();
  const { totals } = report({ ...range.request, aggregations: { n: { type: 'count' } } });
  assert.equal(cells.length, 7 * 24);
  assert.equal(String(cells.reduce((sum, { number }) => sum + number, 0)), totals.values.n);
});

test('the range is that of all events, on local days, until one is chosen', () => {
  const all = shownRange(chosen({ zone: 'America/New_York' }), HOURS);
  assert.deepEqual(all.request, { from: '2025-02-28', to: '2025-05-30', time_zone: 'America/New_York' });
  assert.ok(all.isAll && !all.hasBefore);
  const part = shownRange(chosen({ from: '2025-05-01', to: '2025-05-03' }), HOURS);
  assert.deepEqual([part.window, part.hasBefore], ['hour', true]);
  // Upside down is nothing that can be shown.
  assert.ok(shownRange(chosen({ from: '2025-05-03', to: '2025-05-01' }), HOURS).isAll);
  assert.equal(windowFor('minute', 90 * DAY), 'hour');
  assert.deepEqual(presets(all.extent, 'UTC').map(({ name }) => name), ['7 days', '30 days', 'Last month', 'All']);
});

test('the axis of time has names at midnights where windows are hours', () => {
  const starts = Array.from({ length: 96 }, (_, i) => HOURS.first + (i * DAY) / 24);
  const { starts: named } = ticksOf({ starts, ends: starts, window: 'hour', zone: 'UTC' }, 8);
  assert.deepEqual(named, [0, 1, 2, 3].map((day) => HOURS.first + day * DAY));
});

test('CSV holds every digit, and nothing that a spreadsheet would compute', () => {
  const { picture } = pictureFor(chosen({ group: '' }));
  const lines = csvOf(picture, [{ name: '=cost', texts: picture.total.texts }]).trimEnd().split('\r\n');
  assert.equal(lines[0], "window_start,window_end,'=cost");
  assert.equal(lines[1], `2025-03-01T00:00:00.000Z,2025-03-02T00:00:00.000Z,${picture.total.texts[0]}`);
  assert.deepEqual([cell('-1.5'), cell('-x'), cell('a"b,c'), cell(null)], ['-1.5', "'-x", '"a""b,c"', '']);
});

test('a request as code asks the same', async () => {
  const { asked } = pictureFor(chosen({}));
  const { javascript, shell, curl } = codeOf(asked.groups, { format: 'ndjson', dialect: 'flexprice' });
  const [, literal] = /request: (\{[\s\S]*\}),\n\}\);/.exec(javascript);
  assert.deepEqual(JSON.parse(literal), asked.groups);
  for (const text of [shell, curl]) assert.ok(text.includes(JSON.stringify(asked.groups)), text);
});

test('a fast hand gets the answer to its last question, and no more than one waits', async () => {
  const asked = [];
  const open = [];
  const { askLatest } = latestOnly((questions) => new Promise((resolve) => {
    asked.push(questions);
    open.push(() => resolve(`answer ${questions}`));
  }));
  const answers = ['a', 'b', 'c', 'd'].map((questions) => askLatest('main', questions));
  assert.deepEqual(asked, ['a']);
  open[0]();
  await answers[0];
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(asked, ['a', 'd']);
  open[1]();
  assert.deepEqual(await Promise.all(answers), ['answer a', undefined, undefined, 'answer d']);
});

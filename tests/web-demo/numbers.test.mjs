// SPDX-License-Identifier: Apache-2.0
// If this fails, the dashboard shows numbers or times that are not those of the engine.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sumOf } from '../../web-demo/src/format/decimals.js';
import { change, compact, exact, share, trimmed } from '../../web-demo/src/format/numbers.js';
import { addDays, instantOf, isMidnight, makeClock, spell, windowName } from '../../web-demo/src/format/times.js';

const at = (text) => Date.parse(text);

test('an exact decimal keeps every digit', () => {
  assert.equal(exact('12345678901234567890.000100'), '12,345,678,901,234,567,890.000100');
  assert.equal(exact('-1234.5'), '−1,234.5');
  assert.equal(exact('999'), '999');
  assert.equal(exact(null), '–');
  assert.equal(trimmed('1.12345678', 6), '1.123456…');
  assert.equal(trimmed('1.123456', 6), '1.123456');
});

test('short numbers', () => {
  assert.deepEqual([compact(8469), compact(171.401573), compact(1234567), compact(0), compact(-2e9), compact(NaN)], ['8,469', '171.4', '1.235M', '0', '−2B', '–']);
  assert.deepEqual([change(12.34), change(-3.456), change(0.01), change(null), change(250000)], ['+12%', '−3.5%', '0%', null, '+250K%']);
  assert.deepEqual([share(1, 3), share(5, 3), share(1, 0)], ['33.3%', '', '']);
});

test('sums of decimals have every digit, whatever their scales and signs', () => {
  assert.equal(sumOf(new Array(10).fill('0.1')), '1');
  assert.equal(sumOf(['99999999999999999999', '0.00000000000000000001', null]), '99999999999999999999.00000000000000000001');
  assert.equal(sumOf(['-0.5', '0.25']), '-0.25');
  assert.equal(sumOf(['-0.25', '0.25', '10']), '10');
  assert.equal(sumOf([]), '0');
});

test('a date is its first instant in the zone, also where midnight is skipped or an offset changes', () => {
  assert.equal(instantOf('2025-03-30', 'Europe/Berlin'), at('2025-03-29T23:00:00Z'));
  assert.equal(instantOf('2025-03-31', 'Europe/Berlin'), at('2025-03-30T22:00:00Z'));
  assert.equal(instantOf('2025-11-03', 'America/New_York'), at('2025-11-03T05:00:00Z'));
  assert.equal(instantOf('2025-03-05T10:00:00Z', 'Asia/Kolkata'), at('2025-03-05T10:00:00Z'));
  assert.ok(Number.isNaN(instantOf('soon', 'UTC')));
});

test('instants are spelled as dates where a local day begins', () => {
  assert.equal(spell(at('2025-03-29T23:00:00Z'), 'Europe/Berlin'), '2025-03-30');
  assert.equal(spell(at('2025-03-29T23:30:00Z'), 'Europe/Berlin'), '2025-03-29T23:30:00Z');
  assert.ok(isMidnight(at('2025-03-04T18:30:00Z'), 'Asia/Kolkata'));
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
});

test('windows are named by the local clock', () => {
  const name = (from, to, window, zone) => windowName(at(from), at(to), window, zone);
  assert.equal(name('2025-03-04T18:30:00Z', '2025-03-05T18:30:00Z', 'day', 'Asia/Kolkata'), 'Wed, 5 Mar 2025');
  assert.equal(name('2025-03-04T18:30:00Z', '2025-03-04T19:30:00Z', 'hour', 'Asia/Kolkata'), 'Wed, 5 Mar 2025, 00:00–01:00');
  assert.match(name('2025-03-03T00:00:00Z', '2025-03-10T00:00:00Z', 'week', 'UTC'), /^3\D+9 Mar 2025$/);
});

test('hours and weekdays follow the clock through its changes', () => {
  const clock = makeClock('Europe/Berlin');
  assert.deepEqual(clock(at('2025-03-30T00:30:00Z')), { hour: 1, weekday: 6 });
  assert.deepEqual(clock(at('2025-03-30T01:30:00Z')), { hour: 3, weekday: 6 });
  assert.deepEqual(clock(at('2025-03-30T22:00:00Z')), { hour: 0, weekday: 0 });
  assert.deepEqual(makeClock('UTC')(at('1970-01-01T00:00:00Z')), { hour: 0, weekday: 3 });
});

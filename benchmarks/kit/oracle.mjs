// SPDX-License-Identifier: Apache-2.0
// The judge: the nine answers over any events, from JSON.parse, Maps and BigInt alone. Slow and plain.

import { fromMillionths, toMillionths } from './decimals.mjs';
import { forEachEvent } from './ndjson.mjs';
import { CUSTOMER, REGIONS } from './queries.mjs';
import { dayOf, hourOf, monthOf, weekOf } from './windows.mjs';

const MEAN_PLACES = 15;
const RANKED = 100;

/**
 * Rows of keys and one value, all as texts, by question: times in milliseconds, sums and amounts with
 * six places, averages with fifteen.
 */
export function answersOf(bytes) {
  const state = { calls: 0n, peaks: new Map(), latest: new Map(), means: new Map(), users: new Map() };
  for (const name of ['days', 'hours', 'regions', 'ranks']) state[name] = new Map();
  forEachEvent(bytes, (event) => {
    const time = Date.parse(event.timestamp);
    const amount = toMillionths(String(event.properties.bytes));
    if (amount === null) throw new Error(`no decimal of six places: ${event.properties.bytes}`);
    if (event.event_name === 'api_request') takeCall(state, event, time, amount);
    if (event.event_name === 'storage') takeStorage(state, event, time, amount);
    if (event.event_name === 'tokens') add(state.ranks, `${monthOf(time)} ${event.external_customer_id}`, amount);
  });
  return rowsOf(state);
}

function takeCall(state, event, time, amount) {
  const { region, status, user_id: user } = event.properties;
  const day = dayOf(time);
  state.calls += 1n;
  add(state.days, `${day}`, amount);
  if (event.external_customer_id === CUSTOMER) add(state.hours, `${hourOf(time)}`, amount);
  if (!state.users.has(`${day}`)) state.users.set(`${day}`, new Set());
  state.users.get(`${day}`).add(user);
  add(state.regions, `${day} ${region}`, amount);
  if (!REGIONS.includes(region) || status !== '200') return;
  const mean = state.means.get(`${weekOf(time)}`) ?? { sum: 0n, count: 0n };
  state.means.set(`${weekOf(time)}`, { sum: mean.sum + amount, count: mean.count + 1n });
}

function takeStorage(state, event, time, amount) {
  const hour = hourOf(time);
  if (!(state.peaks.get(hour) >= amount)) state.peaks.set(hour, amount);
  // Of two events at the same time the later one in the file counts.
  const last = state.latest.get(event.external_customer_id);
  if (!(last?.time > time)) state.latest.set(event.external_customer_id, { time, amount });
}

function add(sums, key, amount) {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function rowsOf({ calls, days, hours, users, regions, peaks, latest, means, ranks }) {
  const sums = (map) => [...map].map(([key, sum]) => [...key.split(' '), fromMillionths(sum)]);
  const peak = [...peaks.values()].reduce((sum, most) => sum + most, 0n);
  return {
    Q1: [[String(calls)]],
    Q2: sums(days),
    Q3: sums(hours),
    Q4: [...users].map(([day, set]) => [day, String(set.size)]),
    Q5: sums(regions),
    Q6: [[fromMillionths(peak)]],
    Q7: [...latest].map(([customer, { amount }]) => [customer, fromMillionths(amount)]),
    Q8: [...means].map(([week, mean]) => [week, meanText(mean)]),
    Q9: sums(new Map(first(ranks))),
  };
}

function meanText({ sum, count }) {
  const digits = String((sum * 10n ** BigInt(MEAN_PLACES - 6)) / count).padStart(MEAN_PLACES + 1, '0');
  return `${digits.slice(0, -MEAN_PLACES)}.${digits.slice(-MEAN_PLACES)}`;
}

/** The customers with the greatest sums of each month; equal sums go by name. */
function first(ranks) {
  const months = new Map();
  for (const entry of ranks) {
    const month = entry[0].split(' ')[0];
    if (!months.has(month)) months.set(month, []);
    months.get(month).push(entry);
  }
  return [...months.values()].flatMap((entries) => entries.sort(compare).slice(0, RANKED));
}

function compare([key, sum], [otherKey, otherSum]) {
  if (sum !== otherSum) return sum > otherSum ? -1 : 1;
  return key < otherKey ? -1 : 1;
}

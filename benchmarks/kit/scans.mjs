// SPDX-License-Identifier: Apache-2.0
// The nine questions over Columns: one loop each, dense accumulators, exact sums.

import { fromMillionths } from './decimals.mjs';
import { CUSTOMER, REGIONS } from './queries.mjs';
import { DAY_MS, HOUR_MS, WEEK_MS, dayOf, hourOf, monthOf, nextMonthOf, weekOf } from './windows.mjs';

const CARRY = 2 ** 52;
const RANKED = 100;

/** Sums of millionths in two doubles each, so that none is ever rounded. */
class Sums {
  constructor(size) {
    this.low = new Float64Array(size);
    this.high = new Float64Array(size);
    this.counts = new Int32Array(size);
  }

  add(slot, amount) {
    let low = this.low[slot] + amount;
    if (low >= CARRY) {
      low -= CARRY;
      this.high[slot] += 1;
    }
    this.low[slot] = low;
    this.counts[slot] += 1;
  }

  total(slot) {
    return BigInt(this.high[slot]) * BigInt(CARRY) + BigInt(this.low[slot]);
  }

  text(slot) {
    return fromMillionths(this.total(slot));
  }
}

/** Windows of one length from the first that has an event. */
function windowsOf(columns, startOf, length) {
  const start = startOf(columns.firstTime);
  return { start, length, count: Math.max(0, Math.floor((columns.lastTime - start) / length) + 1) };
}

/** A row for each window in which something was counted. */
function rowsOf({ start, length, count }, counts, valueOf) {
  const rows = [];
  for (let i = 0; i < count; ++i) if (counts[i] > 0) rows.push([start + i * length, valueOf(i)]);
  return rows;
}

function calls({ event, dictionaries, size }) {
  const code = dictionaries.event.find('api_request');
  let count = 0;
  for (let i = 0; i < size; ++i) if (event[i] === code) count += 1;
  return [[count]];
}

function sumByDay(columns) {
  const { event, time, amount, dictionaries, size } = columns;
  const code = dictionaries.event.find('api_request');
  const days = windowsOf(columns, dayOf, DAY_MS);
  const sums = new Sums(days.count);
  for (let i = 0; i < size; ++i) {
    if (event[i] === code) sums.add(((time[i] - days.start) / DAY_MS) | 0, amount[i]);
  }
  return rowsOf(days, sums.counts, (day) => sums.text(day));
}

function sumByHourOfCustomer(columns) {
  const { event, customer, time, amount, dictionaries, size } = columns;
  const code = dictionaries.event.find('api_request');
  const who = dictionaries.customer.find(CUSTOMER);
  const hours = windowsOf(columns, hourOf, HOUR_MS);
  const sums = new Sums(hours.count);
  for (let i = 0; i < size; ++i) {
    if (customer[i] !== who || event[i] !== code) continue;
    sums.add(((time[i] - hours.start) / HOUR_MS) | 0, amount[i]);
  }
  return rowsOf(hours, sums.counts, (hour) => sums.text(hour));
}

/** A bit for each user and day. */
function usersByDay(columns) {
  const { event, user, time, dictionaries, size } = columns;
  const code = dictionaries.event.find('api_request');
  const days = windowsOf(columns, dayOf, DAY_MS);
  const words = (dictionaries.user.texts.length + 31) >> 5;
  const seen = new Int32Array(days.count * words);
  const counts = new Int32Array(days.count);
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code) continue;
    const day = ((time[i] - days.start) / DAY_MS) | 0;
    const word = day * words + (user[i] >> 5);
    const bit = 1 << (user[i] & 31);
    if (seen[word] & bit) continue;
    seen[word] |= bit;
    counts[day] += 1;
  }
  return rowsOf(days, counts, (day) => counts[day]);
}

function sumByDayAndRegion(columns) {
  const { event, region, time, amount, dictionaries, size } = columns;
  const code = dictionaries.event.find('api_request');
  const days = windowsOf(columns, dayOf, DAY_MS);
  const regions = dictionaries.region.texts;
  const sums = new Sums(days.count * regions.length);
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code) continue;
    sums.add((((time[i] - days.start) / DAY_MS) | 0) * regions.length + region[i], amount[i]);
  }
  const rows = [];
  for (let slot = 0; slot < sums.counts.length; ++slot) {
    if (sums.counts[slot] === 0) continue;
    const day = Math.floor(slot / regions.length);
    rows.push([days.start + day * DAY_MS, regions[slot % regions.length], sums.text(slot)]);
  }
  return rows;
}

function sumOfHourlyPeaks(columns) {
  const { event, time, amount, dictionaries, size } = columns;
  const code = dictionaries.event.find('storage');
  const hours = windowsOf(columns, hourOf, HOUR_MS);
  const peaks = new Float64Array(hours.count).fill(-1);
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code) continue;
    const hour = ((time[i] - hours.start) / HOUR_MS) | 0;
    if (amount[i] > peaks[hour]) peaks[hour] = amount[i];
  }
  const sums = new Sums(1);
  for (const peak of peaks) if (peak >= 0) sums.add(0, peak);
  return [[sums.text(0)]];
}

function latestByCustomer({ event, customer, time, amount, dictionaries, size }) {
  const code = dictionaries.event.find('storage');
  const customers = dictionaries.customer.texts;
  const times = new Float64Array(customers.length).fill(-Infinity);
  const amounts = new Float64Array(customers.length);
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code || time[i] < times[customer[i]]) continue;
    times[customer[i]] = time[i];
    amounts[customer[i]] = amount[i];
  }
  const rows = [];
  for (let who = 0; who < customers.length; ++who) {
    if (times[who] !== -Infinity) rows.push([customers[who], fromMillionths(BigInt(amounts[who]))]);
  }
  return rows;
}

function meanByWeek(columns) {
  const { event, region, status, time, amount, dictionaries, size } = columns;
  const code = dictionaries.event.find('api_request');
  const good = dictionaries.status.find('200');
  const isAsked = new Uint8Array(dictionaries.region.texts.length);
  for (const name of REGIONS) isAsked[dictionaries.region.find(name)] = 1;
  const weeks = windowsOf(columns, weekOf, WEEK_MS);
  const sums = new Sums(weeks.count);
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code || status[i] !== good || isAsked[region[i]] === 0) continue;
    sums.add(((time[i] - weeks.start) / WEEK_MS) | 0, amount[i]);
  }
  const mean = (week) => Number((sums.total(week) * 1000n) / BigInt(sums.counts[week])) / 1e9;
  return rowsOf(weeks, sums.counts, mean);
}

function greatestByMonth(columns) {
  const { event, customer, time, amount, dictionaries, size, firstTime, lastTime } = columns;
  const code = dictionaries.event.find('tokens');
  const customers = dictionaries.customer.texts;
  const starts = [];
  for (let at = monthOf(firstTime); at <= lastTime; at = nextMonthOf(at)) starts.push(at);
  const sums = new Sums(starts.length * customers.length);
  // Most events are in the month of the one before.
  let month = 0;
  for (let i = 0; i < size; ++i) {
    if (event[i] !== code) continue;
    while (time[i] < starts[month]) month -= 1;
    while (time[i] >= starts[month + 1]) month += 1;
    sums.add(month * customers.length + customer[i], amount[i]);
  }
  return starts.flatMap((start, month) => greatest(sums, month * customers.length, customers, start));
}

function greatest(sums, base, customers, start) {
  const { high, low, counts } = sums;
  const order = [];
  for (let who = 0; who < customers.length; ++who) if (counts[base + who] > 0) order.push(who);
  order.sort(
    (a, b) =>
      high[base + b] - high[base + a] || low[base + b] - low[base + a] || (customers[a] < customers[b] ? -1 : 1),
  );
  return order.slice(0, RANKED).map((who) => [start, customers[who], sums.text(base + who)]);
}

const SCANS = {
  Q1: calls,
  Q2: sumByDay,
  Q3: sumByHourOfCustomer,
  Q4: usersByDay,
  Q5: sumByDayAndRegion,
  Q6: sumOfHourlyPeaks,
  Q7: latestByCustomer,
  Q8: meanByWeek,
  Q9: greatestByMonth,
};

/** Rows of keys and one value. */
export function scan(columns, question) {
  return SCANS[question](columns);
}

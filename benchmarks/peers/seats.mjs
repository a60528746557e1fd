// SPDX-License-Identifier: Apache-2.0
// The month report of seating records as one would write it by hand: a map of objects, a list of changes each.
//   node benchmarks/peers/seats.mjs <file.ndjson> <YYYY-MM>

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [file, month] = process.argv.slice(2);
const [year, number] = month.split('-').map(Number);
const start = Date.UTC(year, number - 1, 1);
const end = Date.UTC(year, number, 1);
const monthOf = (time) => new Date(time).toISOString().slice(0, 7);
const objects = new Map();
const events = new Map();
const seen = new Set();

function actOf({ status, originType }) {
  if (originType === 'HELD_BY_USER') return 'select';
  if (originType === 'HOLD_RELEASED_BY_USER') return 'deselect';
  if (originType === 'HOLD_EXPIRED') return 'nothing';
  return status === 'free' ? 'release' : 'book';
}

for await (const text of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
  const record = JSON.parse(text);
  const name = `${record.eventId}/${record.objectLabel}`;
  if (seen.has(record.id)) continue;
  seen.add(record.id);
  const time = Date.parse(record.date);
  if (time >= end) continue;
  if (!events.has(record.eventId)) {
    events.set(record.eventId, { workspace: record.workspace, chart: { name: record.chartName, key: record.chartKey },
      event: { id: record.eventId, key: record.eventKey }, counters: [0, 0, 0, 0, 0, 0] });
  }
  let object = objects.get(name);
  if (!object) objects.set(name, (object = { event: record.eventId, area: record.objectType === 'generalAdmission', changes: [] }));
  object.changes.push({ time, id: record.id, act: actOf(record), token: record.holdToken, quantity: record.quantity ?? 1 });
}

function cancel(changes) {
  changes.forEach((change, index) => {
    if (change.act !== 'deselect') return;
    let left = change.quantity;
    for (let i = index - 1; i >= 0 && left > 0; i--) {
      const other = changes[i];
      if (monthOf(other.time) !== monthOf(change.time)) break;
      if (other.act !== 'select' || (other.token && change.token && other.token !== change.token)) continue;
      const taken = Math.min(left, other.left);
      other.left -= taken;
      left -= taken;
    }
  });
}

const inside = (time) => time >= start && time < end;
for (const { event, area, changes } of objects.values()) {
  const { counters } = events.get(event);
  changes.sort((a, b) => a.time - b.time || a.id - b.id);
  for (const change of changes) {
    change.left = change.quantity;
    if (change.act === 'select' && inside(change.time)) counters[5] += change.quantity;
  }
  cancel(changes);
  const [booked, selected] = [[], []];
  let occupied = 0;
  for (const { act, time, quantity, left } of changes) {
    if (act === 'book') {
      occupied += area ? quantity : 1;
      while (booked.length < (area ? occupied : 1)) booked.push(time);
    } else if (act === 'release') occupied = Math.max(0, occupied - quantity);
    else if (act === 'select') for (let n = 0; n < left && (area || selected.length < 1); n++) selected.push(time);
  }
  for (let place = 0; place < Math.max(booked.length, selected.length); place++) {
    const b = booked[place] ?? Infinity;
    const used = Math.min(b, selected[place] ?? Infinity);
    if (inside(b)) counters[1]++;
    if (!inside(used)) continue;
    counters[0]++;
    counters[2]++;
    if (b >= end) counters[area ? 3 : 4]++;
  }
}

const NAMES = ['numUsedObjects', 'numFirstBookings', 'numFirstBookingsOrSelections', 'numGASelectionsWithoutBooking',
  'numNonGASelectionsWithoutBooking', 'numObjectSelections'];
const less = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const rows = [...events.values()].sort((a, b) => less(a.workspace, b.workspace) || less(a.chart.key, b.chart.key) || less(a.event.id, b.event.id));
const report = [];
for (const { workspace, chart, event, counters } of rows) {
  if (report.at(-1)?.workspace !== workspace) report.push({ workspace, usageByChart: [] });
  const charts = report.at(-1).usageByChart;
  if (charts.at(-1)?.chart.key !== chart.key) charts.push({ chart, usageByEvent: [] });
  charts.at(-1).usageByEvent.push({ event, ...Object.fromEntries(NAMES.map((name, i) => [name, counters[i]])) });
}
console.log(JSON.stringify(report));

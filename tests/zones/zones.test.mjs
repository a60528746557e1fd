// SPDX-License-Identifier: Apache-2.0
// Shows where reports by local days would differ from what this machine's own clocks say.
//
// Reads the packed table on its own, without the core, and compares it with Intl and with the
// machine's compiled zone data. Other versions of tzdata say other things, so differences are
// reported and do not fail; a table that cannot be read does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TABLE_FOLDER = join(ROOT, 'core/src/time');
const ZONEINFO = '/usr/share/zoneinfo';
const TABLE_START = -5364662400;
const LAST_YEAR = 2262;
const TWO_WEEKS = 14 * 86400; // longer steps are known to miss pairs of changes
const SECONDS_OF_1970_TO_2037 = [0, Date.UTC(2038, 0, 1) / 1000];
const SHOWN = 20;

// ---- the table --------------------------------------------------------------------------------

function tableFile() {
  const files = readdirSync(TABLE_FOLDER).filter((name) => /^zone_table_.+\.cpp$/.test(name));
  assert.equal(files.length, 1, 'there is exactly one zone table');
  return files[0];
}

function readTable() {
  const text = readFileSync(join(TABLE_FOLDER, tableFile()), 'utf8');
  const version = /kZoneDataVersion\[\] = "([^"]+)"/.exec(text)[1];
  const entries = [...text.matchAll(/\{"([^"]+)", (\d+)\}/g)];
  const numbers = /kZoneBytes\[\] = \{(.*?)\};/s.exec(text)[1].replace(/\/\/.*/g, '');
  const bytes = Uint8Array.from(numbers.match(/\d+/g), Number);
  return { version, bytes, zones: entries.map(([, name, first]) => ({ name, first: Number(first) })) };
}

function unpack(bytes, first) {
  let next = first;
  const unsigned = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[next++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  const signed = () => {
    const value = unsigned();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const offsets = Array.from({ length: unsigned() }, signed);
  const changes = [{ time: -Infinity, offset: offsets[0] }];
  let time = TABLE_START;
  for (let count = unsigned(); count > 0; --count) {
    const step = unsigned();
    const unit = Math.floor(step / 2);
    time += unit % 2 ? (unit - 1) / 2 : (unit / 2) * 3600;
    // Without the last bit the clock goes back to the offset before the one it has.
    changes.push({ time, offset: step % 2 ? offsets[unsigned()] : changes.at(-2).offset });
  }
  const yearly = [];
  if (unsigned()) {
    for (let i = 0; i < 2; ++i) {
      const [offset, month, week] = [signed(), unsigned(), unsigned()];
      yearly.push({ offset, month, week, weekday: unsigned(), time: signed() });
    }
  }
  return addYearly(changes, yearly);
}

function addYearly(changes, yearly) {
  const until = changes.at(-1).time;
  const first = Number.isFinite(until) ? new Date(until * 1000).getUTCFullYear() : 1800;
  for (let year = first; year <= LAST_YEAR && yearly.length > 0; ++year) {
    for (const { offset, month, week, weekday, time } of yearly) {
      const days = [];
      for (let day = 1; ; ++day) {
        const date = new Date(Date.UTC(year, month - 1, day));
        if (date.getUTCMonth() !== month - 1) break;
        if (date.getUTCDay() === weekday) days.push(date.getTime() / 1000);
      }
      const at = (week === 5 ? days.at(-1) : days[week - 1]) + time;
      if (at > until && offset !== changes.at(-1).offset) changes.push({ time: at, offset });
    }
  }
  return changes;
}

// ---- this machine's clocks --------------------------------------------------------------------

function intlClock(timeZone) {
  const twoDigits = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric',
    month: twoDigits, day: twoDigits, hour: twoDigits, minute: twoDigits, second: twoDigits,
  });
  return (time) => {
    const [month, day, year, hour, minute, second] = format.format(time * 1000).match(/\d+/g);
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - time;
  };
}

/** Times worth asking for: both sides of each change, and every two weeks from 1970 to 2037. */
function* probes(changes) {
  for (const { time } of changes.slice(1)) yield* [time - 1, time];
  const [first, last] = SECONDS_OF_1970_TO_2037;
  for (let time = first; time < last; time += TWO_WEEKS) yield time;
}

function compareZone(changes, clock, differences, name) {
  const ordered = [...probes(changes)].sort((a, b) => a - b);
  let index = 0;
  for (const time of ordered) {
    while (index + 1 < changes.length && changes[index + 1].time <= time) ++index;
    const [ours, theirs] = [changes[index].offset, clock(time)];
    if (ours === theirs) continue;
    differences.push({ name, time, ours, theirs });
  }
  return ordered.length;
}

function era(time) {
  const [first, last] = SECONDS_OF_1970_TO_2037;
  if (time < first) return 'before 1970';
  return time < last ? '1970 to 2037' : 'after 2037';
}

function report(t, differences) {
  for (const when of ['before 1970', '1970 to 2037', 'after 2037']) {
    const here = differences.filter(({ time }) => era(time) === when);
    const names = [...new Set(here.map(({ name }) => name))];
    t.diagnostic(`${when}: ${here.length} differences in ${names.length} zones`);
    if (when === 'before 1970') continue;
    for (const name of names.slice(0, SHOWN)) {
      const { time, ours, theirs } = here.find((difference) => difference.name === name);
      const date = new Date(time * 1000).toISOString();
      t.diagnostic(`  ${name}, first at ${date}: ${ours} s here, ${theirs} s there`);
    }
  }
}

// ---- tests ------------------------------------------------------------------------------------

test('the table bears the version of its name and every history can be read', () => {
  const { version, bytes, zones } = readTable();
  assert.equal(tableFile(), `zone_table_${version}.cpp`);
  assert.ok(zones.length > 500);
  for (const { name, first } of zones) {
    const changes = unpack(bytes, first);
    for (let i = 1; i < changes.length; ++i) {
      assert.ok(changes[i].time > changes[i - 1].time, name);
      assert.notEqual(changes[i].offset, changes[i - 1].offset, name);
    }
  }
});

test('differences from Intl are reported', (t) => {
  const { version, bytes, zones } = readTable();
  const unknown = [];
  const differences = [];
  let compared = 0;
  for (const { name, first } of zones) {
    try {
      compared += compareZone(unpack(bytes, first), intlClock(name), differences, name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      unknown.push(name);
    }
  }
  t.diagnostic(`table ${version}, Intl ${process.versions.tz}: ${compared} times in ${zones.length} zones`);
  t.diagnostic(`names Intl does not know: ${unknown.join(' ') || 'none'}`);
  report(t, differences);
});

test('differences from a table made of the machine\'s zone data are reported', (t) => {
  if (!existsSync(join(ZONEINFO, 'tzdata.zi'))) return t.skip(`no ${ZONEINFO}/tzdata.zi`);
  const folder = mkdtempSync(join(tmpdir(), 'zones-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const said = execFileSync(process.execPath, [join(ROOT, 'scripts/zones'), ZONEINFO, folder]);
  t.diagnostic(said.toString().trim());
  const [made] = readdirSync(folder);
  const same =
    made === tableFile() &&
    readFileSync(join(folder, made)).equals(readFileSync(join(TABLE_FOLDER, made)));
  t.diagnostic(same ? 'the same bytes as the committed table' : 'not the committed table');
});

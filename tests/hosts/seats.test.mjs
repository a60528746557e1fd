// SPDX-License-Identifier: Apache-2.0
// If this fails, a catalog is lost or mixed up on its way into the engine, or the seats.io reports
// answer otherwise in JavaScript. The expected numbers are counted by hand from the story in
// scripts/make-sample-seats.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { createEngine, TallyfoldError } from 'tallyfold';

import { withEngine } from './support.mjs';

const read = (name) =>
  readFileSync(new URL(`../../examples/seatsio/${name}`, import.meta.url), 'utf8');
const CATALOG = JSON.parse(read('catalog.json'));
const LINES = (read('2022-11.ndjson') + read('2022-12.ndjson')).trimEnd().split('\n');
const SEATS = { dialect: 'seatsio' };
const NOW = '2023-01-05T00:00:00Z';
const MONTHS = { report: 'seatsio.usage', now: NOW, request: { shape: 'current' } };
const NOVEMBER = { report: 'seatsio.usage_month', now: NOW, request: { month: '2022-11' } };
const DECEMBER = { ...NOVEMBER, request: { month: '2022-12' } };

const usedIn = (report) => report.body.map(({ numUsedObjects }) => numUsedObjects);
const withSeason = (options, use) =>
  withEngine({ catalog: CATALOG, ...options }, (engine) => {
    assert.equal(engine.append(LINES.join('\n'), SEATS).refused, 1);
    return use(engine);
  });
/** The catalog with other workspaces: its test workspace is billed. */
const BILLED = { seatsio: { ...CATALOG.seatsio, workspaces: [] } };

test('the months are those of the story', () =>
  withSeason({}, (engine) => {
    const report = engine.report({ ...MONTHS, request: {} });
    assert.equal(
      report.text,
      '[{"month":{"month":11,"year":2022},"numUsedObjects":26,"numFirstBookings":19,' +
        '"numFirstBookingsByStatus":{"booked":18,"reserved":1},"numFirstBookingsOrSelections":26},' +
        '{"month":{"month":12,"year":2022},"numUsedObjects":31,"numFirstBookings":35,' +
        '"numFirstBookingsByStatus":{"booked":34,"reservedByToken":1},' +
        '"numFirstBookingsOrSelections":31}]',
    );
    assert.deepEqual(report.ledger.rejected.counts, { duplicate: 1 });
    assert.equal(report.ledger.handed_in, LINES.length);
    assert.equal(report.complete, false); // for the broken line
    assert.deepEqual(engine.report({ ...MONTHS, request: { version: 2 } }).body, {
      usageCutoffDate: '2023-01-05T00:00:00.000Z',
      usage: [
        { month: { month: 11, year: 2022 }, numUsedObjects: 26 },
        { month: { month: 12, year: 2022 }, numUsedObjects: 32 },
      ],
    });
  }));

test('a month is told by workspace, chart and event', () =>
  withSeason({}, (engine) => {
    const [{ workspace, usageByChart }] = engine.report(DECEMBER).body;
    assert.equal(workspace, 101);
    assert.deepEqual(
      usageByChart.map(({ chart }) => chart),
      [
        { name: 'Club', key: 'club' },
        { name: 'Great Hall', key: 'great-hall' },
      ],
    );
    assert.deepEqual(usageByChart[1].usageByEvent, [
      {
        event: { id: 5001, key: 'opening-night' },
        numUsedObjects: 19,
        numFirstBookings: 23,
        numFirstBookingsOrSelections: 19,
        numGASelectionsWithoutBooking: 0,
        numNonGASelectionsWithoutBooking: 0,
        numObjectSelections: 1,
      },
      {
        event: { id: 5002, key: 'winter-concert' },
        numUsedObjects: 12,
        numFirstBookings: 11,
        numFirstBookingsOrSelections: 12,
        numGASelectionsWithoutBooking: 0,
        numNonGASelectionsWithoutBooking: 1,
        numObjectSelections: 7,
      },
    ]);
    const brussels = { ...NOVEMBER.request, timeZone: 'Europe/Brussels', shape: 'legacy3' };
    const [club, hall] = engine.report({ ...NOVEMBER, request: brussels }).body[0].usageByChart;
    assert.equal(club.usageByEvent[0].numUsedObjects, 2);
    assert.deepEqual(hall.usageByEvent[0], {
      event: { id: 5001, key: 'opening-night' },
      numUsedObjects: 22,
      numFirstBookings: 18,
      numObjectSelections: 17,
    });
  }));

test("an event's objects are told in both versions, and an unknown event is a 404", () =>
  withSeason({}, (engine) => {
    const ask = (month, eventId) =>
      engine.report({ report: 'seatsio.usage_month_event', now: NOW, request: { month, eventId } });
    const november = ask('2022-11', 5003).body;
    assert.deepEqual(november, [
      {
        object: 'S-1',
        numFirstBookings: 1,
        firstBookingDate: '2022-11-21T20:05:00.000Z',
        numFirstSelections: 1,
        numFirstBookingsOrSelections: 1,
      },
      { object: 'S-2', numFirstBookings: 0, numFirstSelections: 1, numFirstBookingsOrSelections: 1 },
    ]);
    assert.deepEqual(ask('2022-12', 5001).body, [
      { object: 'B-10', numUsedObjects: 1, usageByReason: { ASSIGNED_TO_CHANNEL: 1 } },
      { object: 'B-9', numUsedObjects: 1, usageByReason: { ASSIGNED_TO_CHANNEL: 1 } },
      { object: 'Standing', numUsedObjects: 18, usageByReason: { STATUS_CHANGED: 18 } },
    ]);
    assert.equal(ask('2022-12', 5003).text, '[]');
    const unknown = ask('2022-12', 404);
    assert.equal(unknown.status, 404);
    assert.equal(unknown.body.errors[0].code, 'EVENT_NOT_FOUND');
  }));

test('the same events answer under another catalog', () =>
  withSeason({}, (engine) => {
    assert.deepEqual(usedIn(engine.report(MONTHS)), [26, 32]);
    assert.deepEqual(usedIn(engine.report({ ...MONTHS, catalog: BILLED })), [32, 34]);
    assert.deepEqual(
      usedIn(engine.report({ ...MONTHS, catalog: JSON.stringify(BILLED) })),
      [32, 34],
    );
    assert.deepEqual(usedIn(engine.report({ ...MONTHS, catalog: undefined })), [26, 32]);
    engine.setCatalog(BILLED);
    assert.deepEqual(usedIn(engine.report(MONTHS)), [32, 34]);
    // Without any fact the rehearsals count, and nothing bounds the standing area.
    assert.deepEqual(usedIn(engine.report({ ...MONTHS, catalog: {} })), [32, 37]);
  }));

test('an engine for one report has the catalog of the engine', async () => {
  await withSeason({ only: MONTHS }, (engine) => {
    assert.deepEqual(usedIn(engine.report(MONTHS)), [26, 32]);
    assert.throws(() => engine.report({ ...MONTHS, catalog: BILLED }), { code: 'misuse' });
  });
  await withSeason({ only: { ...MONTHS, catalog: BILLED } }, (engine) =>
    assert.deepEqual(usedIn(engine.report({ ...MONTHS, catalog: BILLED })), [32, 34]),
  );
});

const WRONG = { seatsio: { events: [{ id: 'x' }, { id: 5001, key: 7 }], seats: [] } };
const checkWrong = (error) => {
  assert.ok(error instanceof TallyfoldError);
  assert.equal(error.code, 'invalid_catalog');
  assert.equal(error.path, '$.seatsio.events[0].id');
  assert.deepEqual(
    error.problems.map(({ path }) => path),
    ['$.seatsio.events[0].id', '$.seatsio.events[1].key', '$.seatsio.seats'],
  );
  assert.equal(error.problems[1].message, 'must be a text');
  assert.match(error.message, /^\$\.seatsio\.events\[0\]\.id must be an integer; \$/);
  return true;
};

test('a bad catalog names its problems, and the one before it stands', () =>
  withSeason({}, async (engine) => {
    assert.throws(() => engine.setCatalog(WRONG), checkWrong);
    assert.throws(() => engine.report({ ...MONTHS, catalog: WRONG }), checkWrong);
    assert.throws(() => engine.plan({ ...MONTHS, catalog: WRONG }), checkWrong);
    await assert.rejects(createEngine({ catalog: WRONG }), checkWrong);
    assert.throws(() => engine.setCatalog('{"seatsio":'), {
      code: 'invalid_catalog',
      path: '$',
    });
    for (const catalog of [5, null, '', []]) {
      assert.throws(() => engine.setCatalog(catalog), { code: 'misuse', path: '$.catalog' });
      assert.throws(() => engine.report({ ...MONTHS, catalog }), { code: 'misuse' });
    }
    assert.throws(() => engine.setCatalog(), { code: 'misuse' });
    assert.deepEqual(usedIn(engine.report(MONTHS)), [26, 32]);
  }));

test('a bad request is an answer of a report, and an error of a plan', () =>
  withEngine({}, (engine) => {
    const request = { month: '2022-13', gaPlaces: 'most' };
    const { status, body } = engine.report({ ...NOVEMBER, request });
    assert.equal(status, 400);
    assert.equal(body.errors.length, 2);
    assert.throws(
      () => engine.plan({ ...NOVEMBER, request }),
      ({ code, problems }) => {
        assert.equal(code, 'invalid_request');
        assert.deepEqual(problems.map(({ path }) => path).sort(), ['$.gaPlaces', '$.month']);
        return true;
      },
    );
  }));

const withPlan = (call, use) =>
  withEngine({ keep: 'plans', catalog: CATALOG }, (engine) => use(engine, engine.plan(call)));

test('eight shards merge in any order with the same text', async () => {
  const objects = { month: '2022-12', eventId: 5001 };
  const calls = [MONTHS, NOVEMBER, DECEMBER];
  calls.push({ report: 'seatsio.usage_month_event', now: NOW, request: objects });
  for (const call of calls) {
    const expected = await withSeason({}, (engine) => engine.report(call).text);
    const shards = [];
    for (let source = 0; source < 8; ++source) {
      const part = LINES.filter((_, index) => index % 8 === source).join('\n');
      shards.push(
        await withPlan(call, (engine, plan) => {
          engine.append(part, { ...SEATS, source });
          return plan.snapshot();
        }),
      );
    }
    for (const order of [
      [0, 1, 2, 3, 4, 5, 6, 7],
      [5, 2, 7, 0, 3, 6, 1, 4],
    ]) {
      await withPlan(call, (_, plan) => {
        for (const index of order) plan.merge(shards[index]);
        const report = plan.report();
        assert.equal(report.text, expected, call.report);
        assert.equal(report.ledger.handed_in, LINES.length);
      });
    }
  }
});

test('a snapshot of another catalog is refused', () =>
  withSeason({}, (engine) => {
    const plan = engine.plan(MONTHS);
    const before = plan.report().text;
    const other = engine.plan({ ...MONTHS, catalog: BILLED });
    assert.deepEqual(usedIn(other.report()), [32, 34]);
    assert.throws(() => plan.merge(other.snapshot()), { code: 'invalid_snapshot' });
    assert.throws(() => plan.restore(other.snapshot()), { code: 'invalid_snapshot' });
    // The same facts written with spaces are the same catalog.
    const spaced = engine.plan({ ...MONTHS, catalog: JSON.stringify(CATALOG, null, 2) });
    plan.restore(spaced.snapshot());
    assert.equal(plan.report().text, before);
    // A plan keeps the catalog that it was made with.
    engine.setCatalog(BILLED);
    assert.equal(plan.report().text, before);
  }));

test('records come as objects, as JSON and as CSV', async () => {
  const whole = LINES.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  const columns = [...new Set(whole.flatMap(Object.keys))];
  const csv = [columns, ...whole.map((record) => columns.map((key) => record[key] ?? ''))]
    .map((row) => `${row.join(',')}\n`)
    .join('');
  const inputs = [
    [whole, SEATS],
    [JSON.stringify(whole), { ...SEATS, format: 'json' }],
    [JSON.stringify({ events: whole }), { ...SEATS, format: 'json' }],
    [csv, { ...SEATS, format: 'csv' }],
  ];
  for (const [data, options] of inputs) {
    await withEngine({ catalog: CATALOG }, (engine) => {
      assert.deepEqual(engine.append(data, options), { accepted: whole.length, refused: 0 });
      const report = engine.report(MONTHS);
      assert.deepEqual(usedIn(report), [26, 32]);
      assert.equal(report.complete, true);
    });
  }
});

test('items of the status changes are told their event by the catalog', async () => {
  const item = (id, objectLabel, eventId = 5001) => ({
    id,
    eventId,
    status: 'booked',
    date: '2022-12-01T10:00:00.000Z',
    objectLabel,
    quantity: 1,
    origin: { type: 'API_CALL', ip: '127.0.0.1' },
  });
  const csv =
    'id,date,eventId,objectLabel,status,origin.type\n' +
    '1,2022-12-01T10:00:00Z,5001,A-1,booked,API_CALL\n' +
    '2,2022-12-01T10:00:00Z,5001,A-2,reservedByToken,HELD_BY_USER\n';
  await withEngine({ catalog: CATALOG }, (engine) => {
    assert.equal(engine.append([item(1, 'A-1'), item(2, 'A-2', 12)], SEATS).accepted, 2);
    const report = engine.report(MONTHS);
    assert.deepEqual(usedIn(report), [1]);
    assert.deepEqual(report.ledger.rejected.counts, { unknown_event: 1 });
    assert.equal(report.complete, false);
  });
  await withEngine({ catalog: CATALOG }, (engine) => {
    assert.deepEqual(engine.append(csv, { ...SEATS, format: 'csv' }), { accepted: 2, refused: 0 });
    const [{ usageByChart }] = engine.report(DECEMBER).body;
    const [{ event, numUsedObjects, numFirstBookings }] = usageByChart[0].usageByEvent;
    assert.deepEqual([event.key, numUsedObjects, numFirstBookings], ['opening-night', 2, 1]);
  });
});

test('a record that is wrong is refused and named', () =>
  withEngine({}, (engine) => {
    const right = JSON.parse(LINES[0]);
    const wrong = [
      [{ kind: 'booking' }, 'unknown_kind'],
      [{ kind: undefined }, 'missing_field'],
      [{ objectLabel: '' }, 'missing_field'],
      [{ workspace: 'main' }, 'wrong_type'],
      [{ objectType: 'chair' }, 'wrong_type'],
      [{ date: 'yesterday' }, 'bad_timestamp'],
      [{ quantity: 0 }, 'bad_quantity'],
    ];
    const records = wrong.map(([change]) => ({ ...right, ...change }));
    assert.deepEqual(engine.append(records, SEATS), { accepted: 0, refused: wrong.length });
    assert.deepEqual(
      engine.ledger().entries.map(({ reason }) => reason),
      wrong.map(([, reason]) => reason),
    );
  }));

test('who has no key gets no body, as the service does it', () =>
  withEngine({}, (engine) => {
    for (const status of [401, 403]) {
      const refusal = engine.refusal({ service: 'seatsio', status });
      assert.deepEqual(refusal, { status, body: null, text: '' });
    }
    assert.throws(() => engine.refusal({ service: 'seatsio', status: 402 }), TallyfoldError);
  }));

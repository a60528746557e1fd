// SPDX-License-Identifier: Apache-2.0
// If this fails, events piped into a server are lost when it ends, or half a line is taken for an event.

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';

import { countsOf, event, until, withFolder, withServer } from './support.mjs';

const line = (n) => `${JSON.stringify(event(n))}\n`;

test('standard input counts while it goes on, and is there after a restart', async () => {
  await withFolder(async (_, path) => {
    const stdin = new PassThrough();
    const options = { data: path('a.db'), stdin };
    await withServer({ ...options, events: ['-'] }, async (ask, notices) => {
      stdin.write(line(1) + line(2) + line(3).slice(0, 20));
      await until(async () => Object.keys(await countsOf(ask)).length === 2);
      assert.equal((await ask('/v1/events', { body: event(4) })).status, 202);
      stdin.write(line(3).slice(20));
      await until(async () => Object.keys(await countsOf(ask)).length === 4);
      stdin.end(`broken\n${line(5).trimEnd()}`);
      await until(() => notices.length > 0);
      assert.deepEqual(notices, ['standard input: 4 events, 1 refused']);
      assert.deepEqual(await countsOf(ask), { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 });
    });
    await withServer({ data: path('a.db') }, async (ask) =>
      assert.deepEqual(await countsOf(ask), { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 }),
    );
  });
});

test('a document in one piece and one of several inputs keep their form', async () => {
  await withFolder(async (_, path) => {
    const serve = (stdin, more) => withServer({ data: path('a.db'), events: ['-'], stdin, ...more }, async (_, told) => {
      await until(() => told.length > 0);
      assert.match(told[0], /^standard input: 2 events, 0 refused$/);
    });
    const json = new PassThrough();
    json.end(JSON.stringify([event(1), event(2)], null, 2));
    await serve(json, { format: 'json' });
    const csv = new PassThrough();
    csv.write('at,n\n2024-05-01T00:00:00Z,3\n');
    setTimeout(() => csv.end('2024-05-01T00:00:00Z,4\n'), 60);
    await serve(csv, { format: 'csv', dialect: { name: { const: 'call' }, time: 'at', properties: ['n'] } });
    await withServer({ data: path('a.db') }, async (ask) =>
      assert.deepEqual(await countsOf(ask), { 1: 1, 2: 1, 3: 1, 4: 1 }),
    );
  });
});

test('a server that is ended leaves what was read up to the last whole line', async () => {
  await withFolder(async (_, path) => {
    const stdin = new PassThrough();
    const big = 'x'.repeat(1000);
    await withServer({ data: path('a.db'), stdin, events: ['-'] }, async (ask) => {
      for (let n = 0; n < 3000; ++n) stdin.write(line(`${n} ${big}`));
      stdin.write(line('half').slice(0, -2));
      await until(async () => Object.keys(await countsOf(ask)).length === 3000);
    });
    await withServer({ data: path('a.db') }, async (ask) => {
      const counts = await countsOf(ask);
      assert.equal(Object.keys(counts).length, 3000);
      assert.ok(Object.values(counts).every((count) => count === 1));
      assert.equal(counts.half, undefined);
    });
  });
});

test('what cannot be read as it is, is told', async () => {
  const stdin = new PassThrough();
  stdin.end(Buffer.from([0x1f, 0x8b, 8, 0]));
  await withServer({ events: ['-'], stdin }, async (_, told) => {
    await until(() => told.length > 0);
    assert.match(told[0], /compressed: unpack it first/);
  });
});

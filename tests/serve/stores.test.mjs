// SPDX-License-Identifier: Apache-2.0
// If this fails, a server writes into a file that is not its own, or two servers into one, or tells of a
// disk that is full as if events were kept.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';

import Database from 'better-sqlite3';
import { createEngine } from 'tallyfold';
import { startServer, StartError } from 'tallyfold-serve';

import { Dataset } from '../../hosts/serve/dataset.js';
import { openDatabase } from '../../hosts/serve/database.js';
import { readInput } from '../../hosts/serve/input.js';
import { Intake } from '../../hosts/serve/intake.js';
import { Store } from '../../hosts/serve/store.js';
import { countsOf, event, withFolder, withProgram, withServer } from './support.mjs';

const refused = (data, pattern) =>
  assert.rejects(startServer({ port: 0, data }), (error) => {
    assert.ok(error instanceof StartError, error.stack);
    assert.match(error.message, pattern);
    return true;
  });

test('files that are not ours are named, and left as they were', async () => {
  await withFolder(async (_, path) => {
    const contents = ['not a database', 'x'.repeat(5000), '{"event_name":"call"}\n'.repeat(1000)];
    for (const [i, content] of contents.entries()) {
      const data = path(`text${i}`);
      writeFileSync(data, content);
      await refused(data, /text\d is no database; name another file with --data/);
      assert.equal(readFileSync(data, 'utf8'), content);
    }
    const other = new Database(path('other.db'));
    other.exec('CREATE TABLE mine (x)');
    other.close();
    const before = readFileSync(path('other.db'));
    await refused(path('other.db'), /other\.db is a database of another program/);
    assert.deepEqual(readFileSync(path('other.db')), before);
    mkdirSync(path('folder'));
    await refused(path('folder'), /cannot open .*folder/);
    await refused(path('nowhere/a.db'), /cannot open .*nowhere/);
  });
});

test('a file of a later version, and one that is damaged, are named', async () => {
  await withFolder(async (_, path) => {
    await withServer({ data: path('a.db') }, async (ask) => {
      for (let i = 0; i < 20; ++i) await ask('/v1/events', { body: event('x'.repeat(2000) + i) });
    });
    copyFileSync(path('a.db'), path('later.db'));
    const database = new Database(path('later.db'));
    database.pragma('user_version = 2');
    database.close();
    await refused(path('later.db'), /later\.db was written by another version .* version 2, .* knows 1/);
    const bytes = readFileSync(path('a.db'));
    bytes.fill(0xff, 5 * 4096);
    writeFileSync(path('damaged.db'), bytes);
    const server = await startServer({ port: 0, data: path('damaged.db') });
    await assert.rejects(server.loaded, /damaged\.db is damaged/);
    await server.close();
    truncateSync(path('a.db'), 50);
    await refused(path('a.db'), /a\.db is damaged/);
  });
});

test('a second server on the same file is refused, and the first goes on', async () => {
  await withFolder(async (_, path) => {
    await withServer({ data: path('a.db') }, async (ask) => {
      await refused(path('a.db'), /a\.db is in use by another process/);
      await withProgram(['--data', path('a.db')], {}, async (program) => {
        assert.equal(await program.ended, 2);
        assert.match(program.stderr, /^tallyfold: .*a\.db is in use by another process\n$/);
      });
      assert.equal((await ask('/v1/events', { body: event(1) })).status, 202);
    });
  });
});

// An intake on a database of its own, whose disk can be made full.
async function withIntake(path, use) {
  const database = openDatabase(path);
  const store = new Store(database);
  const dataset = new Dataset('d', await createEngine(), undefined);
  dataset.keepIn(store);
  const told = [];
  const intake = new Intake(store, (error) => told.push(error.code));
  const send = (n) => {
    const body = Buffer.from(JSON.stringify(event(n)));
    const call = { endpoint: 'flexprice.events', receivedAt: '2024-06-01T00:00:00Z' };
    return intake.take(dataset, { ...call, body }, () => dataset.ingest({ ...call, request: body }));
  };
  try {
    await use({ database, dataset, intake, send, store, told });
  } finally {
    intake.close();
    store.close();
  }
}
const SUM = {
  report: 'tallyfold.query',
  now: '2024-07-01T00:00:00Z',
  request: { aggregations: { n: { type: 'count' } } },
};
const countOf = ({ engine }) => engine.report(SUM).body.rows[0].values.n;

test('on a full disk nothing is counted, and with room again everything goes on', async () => {
  await withFolder(async (_, path) => {
    await withIntake(path('a.db'), async ({ database, dataset, intake, send, told }) => {
      assert.equal((await send(1)).status, 202);
      const pages = database.pragma('page_count', { simple: true });
      database.pragma(`max_page_count = ${pages}`);
      const big = 'x'.repeat(10_000);
      const answers = await Promise.allSettled([send(2), send(big), send(3)]);
      for (const { status, reason } of answers) {
        assert.equal(status, 'rejected');
        assert.deepEqual([reason.status, reason.headers], [503, { 'retry-after': '10' }]);
      }
      assert.deepEqual(told, ['SQLITE_FULL']);
      assert.equal(countOf(dataset), '1');
      assert.equal(intake.isBroken, false);
      database.pragma('max_page_count = 1000000');
      assert.equal((await send(4)).status, 202);
      assert.equal(countOf(dataset), '2');
    });
  });
});

test('a pipe waits while the disk is full', async () => {
  await withFolder(async (_, path) => {
    await withIntake(path('a.db'), async ({ database, dataset, intake, store, told }) => {
      database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
      const stream = new PassThrough();
      const lines = Array.from({ length: 50 }, (_, n) => `${JSON.stringify(event(`${n} ${'x'.repeat(1000)}`))}\n`);
      stream.end(lines.join(''));
      const to = { dataset, store, intake, format: 'ndjson', signal: new AbortController().signal };
      const reading = readInput(stream, { ...to, now: () => new Date(), onProgress: () => {} });
      while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      database.pragma('max_page_count = 1000000');
      await reading;
      assert.equal(countOf(dataset), '50');
    });
  });
});

test('what waits together is written together, and applied in its order', async () => {
  await withFolder(async (_, path) => {
    await withIntake(path('a.db'), async ({ database, send }) => {
      const before = database.prepare('SELECT count(*) FROM log').pluck();
      const waiting = Array.from({ length: 50 }, (_, n) => send(n));
      assert.equal(before.get(), 0);
      await Promise.race(waiting);
      assert.equal(before.get(), 50);
      await Promise.all(waiting);
    });
  });
});

test('after a disk error nothing more is taken, and what was acknowledged is there', async () => {
  await withFolder(async (folder, path) => {
    // The process may write no file larger than 256 KiB.
    const serve = ['bash', '-c', 'ulimit -f 256; exec "$@"', 'bash', process.execPath];
    const command = [...serve, new URL('../../hosts/program/main.js', import.meta.url).pathname, 'serve'];
    let taken = 0;
    await withProgram([], { cwd: folder, command }, async (program) => {
      const ask = await program.ready();
      for (;;) {
        const { status, body, headers } = await ask('/v1/events', { body: event(`${taken} ${'x'.repeat(10_000)}`) });
        if (status !== 202) {
          assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'service_unavailable', '10']);
          break;
        }
        ++taken;
      }
      assert.ok(taken > 5 && taken < 100, `${taken}`);
      assert.deepEqual(await ask('/healthz').then(({ status, text }) => [status, text]), [503, '{"status":"failing"}']);
      assert.equal((await ask('/v1/events', { body: event(1) })).status, 503);
      assert.equal(Object.keys(await countsOf(ask)).length, taken);
      assert.match(program.stderr, /cannot use .*tallyfold\.db/);
    });
    await withServer({ data: path('tallyfold.db') }, async (ask) => {
      assert.equal(Object.keys(await countsOf(ask)).length, taken);
    });
  });
});

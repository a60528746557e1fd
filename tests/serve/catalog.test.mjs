// SPDX-License-Identifier: Apache-2.0
// If this fails, a catalog that was changed is not taken, or a broken one takes the good one's place.

import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startServer } from 'tallyfold-serve';

import { until, withFolder, withServer } from './support.mjs';

const here = (name) => fileURLToPath(new URL(`../../examples/seatsio/${name}`, import.meta.url));
const CATALOG = JSON.parse(readFileSync(here('catalog.json'), 'utf8'));
/** The catalog with another key for one of its events. */
const text = (key) => {
  const { seatsio } = CATALOG;
  const events = seatsio.events.map((event) => (event.id === 5001 ? { ...event, key } : event));
  return JSON.stringify({ seatsio: { ...seatsio, events } });
};

const keyOf = async (ask) => {
  const { text: answer } = await ask('/reports/usage/month/2022-11');
  return /"id":5001,"key":"(\w+)"/.exec(answer)?.[1];
};
test('a changed catalog counts from then on, and a bad one is told and left', async () => {
  await withFolder(async (_, path) => {
    writeFileSync(path('catalog.json'), text('first'));
    const options = { catalog: path('catalog.json'), events: [here('2022-11.ndjson')], dialect: 'seatsio' };
    await withServer(options, async (ask, notices) => {
      assert.equal(await keyOf(ask), 'first');
      writeFileSync(path('catalog.json'), text('second'));
      await until(async () => (await keyOf(ask)) === 'second');
      writeFileSync(path('catalog.json'), '{"seatsio":{"events":[{"id":"x"}],"workspaces":[{}]}}');
      await until(() => notices.at(-1)?.includes('stays in force'));
      const problems = notices.filter((notice) => notice.includes('catalog.json: $.seatsio'));
      assert.equal(problems.length, 2);
      assert.match(problems.join('\n'), /\$\.seatsio\.events\[0\]\.id /);
      assert.equal(await keyOf(ask), 'second');
      // As editors and deployments do it: another file takes its place.
      writeFileSync(path('new.json'), text('third'));
      renameSync(path('new.json'), path('catalog.json'));
      await until(async () => (await keyOf(ask)) === 'third');
    });
  });
});

test('a server does not start with a catalog that is refused, or not there', async () => {
  await withFolder(async (_, path) => {
    writeFileSync(path('bad.json'), '{"seatsio":{"events":[{"id":"x"}]}}');
    writeFileSync(path('empty.json'), '');
    const start = (catalog) => startServer({ port: 0, data: ':memory:', catalog });
    await assert.rejects(start(path('bad.json')), /bad\.json: \$\.seatsio\.events\[0\]\.id must/);
    await assert.rejects(start(path('empty.json')), /empty\.json is empty/);
    await assert.rejects(start(path('none.json')), /cannot read .*none\.json: there is no such file/);
  });
});

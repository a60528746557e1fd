// SPDX-License-Identifier: Apache-2.0
// If this fails, a room of the core has come to know a room that comes after it, and a change there
// can no longer be made by itself.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { read, ROOT, sourceFiles } from './files.mjs';

/** Each room includes from itself and those before it; core/CMakeLists.txt has the same list. */
const ROOMS = [
  'base',
  'numeric',
  'time',
  'json',
  'ledger',
  'expression',
  'catalog',
  'events',
  'decode',
  'select',
  'window',
  'aggregate',
  'price',
  'query',
  'report',
  'shape',
  'snapshot',
];
/** The only rooms that know these libraries. */
const LIBRARIES = { rapidjson: 'json', boost: 'numeric' };
/** What the core has no business with: files, clocks, locales, printing, threads. */
const FORBIDDEN =
  /^(iostream|fstream|ostream|istream|sstream|cstdio|stdio\.h|filesystem|locale|clocale|ctime|thread|mutex)$/;

const files = sourceFiles(['core/src'], ['.h', '.cpp']);
const includesOf = (path) =>
  [...read(path).matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)].map(([, name]) => name);
const roomOf = (path) => path.split('/')[2];

test('the rooms are those of the list', () => {
  const rooms = readdirSync(join(ROOT, 'core/src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of rooms) assert.ok(ROOMS.includes(name), `core/src/${name} is in no order`);
  const [, list] = /set\(tallyfold_rooms\s+([^)]+)\)/.exec(read('core/CMakeLists.txt'));
  assert.deepEqual(list.split(/\s+/).filter(Boolean), ROOMS);
});

test('a room includes only from itself and from rooms before it', () => {
  const wrong = [];
  for (const path of files) {
    const own = ROOMS.indexOf(roomOf(path));
    for (const name of includesOf(path)) {
      const other = ROOMS.indexOf(name.split('/')[0]);
      const isRoom = name.includes('/') && other >= 0;
      if (isRoom && own >= 0 && other > own) wrong.push(`${path} includes ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('only the engine itself includes files outside the rooms', () => {
  const wrong = files.filter(
    (path) =>
      ROOMS.includes(roomOf(path)) &&
      includesOf(path).some((name) => name.startsWith('engine') || name === 'tallyfold/engine.h'),
  );
  assert.deepEqual(wrong, []);
});

test('libraries are known in one room each, and public headers know none', () => {
  const wrong = [];
  for (const path of [
    ...files,
    ...sourceFiles(['core/include', 'hosts', 'wasm'], ['.h', '.cpp']),
  ]) {
    for (const name of includesOf(path)) {
      const room = LIBRARIES[name.split('/')[0]];
      if (room && !path.startsWith(`core/src/${room}/`)) wrong.push(`${path} includes ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('public headers include nothing of the inside', () => {
  for (const path of sourceFiles(['core/include'], ['.h'])) {
    for (const name of includesOf(path)) {
      assert.ok(!name.includes('/') || name.startsWith('tallyfold/'), `${path} includes ${name}`);
    }
  }
});

test('the core knows no files, clocks, locales or printing', () => {
  const wrong = files.flatMap((path) =>
    includesOf(path)
      .filter((name) => FORBIDDEN.test(name))
      .map((name) => `${path}: ${name}`),
  );
  assert.deepEqual(wrong, []);
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, the programs do not read compressed event files, or not in the same way.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

import { MANY, ZSTD_CALLS } from './compressed_support.mjs';
import { SUM, call, lines } from './support.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const programs = {
  native: [path('../../build/release/tallyfold')],
  npm: [process.execPath, path('../../hosts/program/main.js')],
};
const folder = mkdtempSync(join(tmpdir(), 'tallyfold-compressed-'));
after(() => rmSync(folder, { recursive: true }));

const half = MANY.text.length >> 1;
const GZIP = Buffer.concat([MANY.text.slice(0, half), MANY.text.slice(half)].map((part) => zlib.gzipSync(part)));
const damaged = Buffer.from(GZIP);
damaged[GZIP.length - 6] ^= 1;
const CALLS = lines(call(1), call(2), call(3));
const files = {
  'request.json': JSON.stringify(SUM),
  'many.ndjson': MANY.text,
  'many.ndjson.gz': GZIP,
  'no-ending': GZIP,
  'padded.gz': Buffer.concat([GZIP, Buffer.alloc(100_000)]),
  'list.json.gz': zlib.gzipSync(JSON.stringify([call(1), call(2), call(3)])),
  'calls.ndjson': CALLS,
  'calls.ndjson.zst': Buffer.from(ZSTD_CALLS, 'base64'),
  'short.gz': GZIP.subarray(0, -5),
  'damaged.gz': damaged,
  'junk.gz': Buffer.concat([GZIP, Buffer.from('junk')]),
  'junk-behind-zeros.gz': Buffer.concat([GZIP, Buffer.from('\0junk')]),
  'short.zst': Buffer.from(ZSTD_CALLS, 'base64').subarray(0, -1),
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

function run(name, words, input = '') {
  const [program, ...first] = programs[name];
  const { status, stdout, stderr } = spawnSync(program, [...first, 'report', '--request', 'request.json', ...words], {
    cwd: folder,
    input,
  });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

function same(words, input) {
  const native = run('native', words, input);
  assert.deepEqual(run('npm', words, input), native, words.join(' '));
  return native;
}

test('compressed files are told by their content and give the same report', () => {
  const plain = same(['--events', 'many.ndjson']);
  assert.equal(plain.status, 0, plain.stderr);
  for (const name of ['many.ndjson.gz', 'no-ending', 'padded.gz']) {
    assert.deepEqual(same(['--events', name]), plain);
    assert.deepEqual(same(['--events', name, '--threads', '2']), plain);
  }
  assert.deepEqual(same(['--events', '-'], GZIP), plain);
});

test('the format stands before the ending of the compression', () => {
  assert.deepEqual(same(['--events', 'list.json.gz']), same(['--events', 'calls.ndjson']));
});

test('zstd too', () => {
  const plain = run('native', ['--events', 'calls.ndjson']);
  assert.deepEqual(run('native', ['--events', 'calls.ndjson.zst']), plain);
  assert.match(run('native', ['--events', 'short.zst']).stderr, new RegExp(`^tallyfold: cannot read short\\.zst: .* too early, at byte ${files['short.zst'].length}\n$`));
  if (zlib.createZstdDecompress) {
    assert.deepEqual(run('npm', ['--events', 'calls.ndjson.zst']), plain);
    same(['--events', 'short.zst']);
    return;
  }
  const { status, stderr } = run('npm', ['--events', 'calls.ndjson.zst']);
  assert.equal(status, 2);
  assert.match(stderr, /npm install fzstd\n$/);
});

test('a broken file is named, with the place, and no report is printed', () => {
  const place = GZIP.length - (GZIP.length % 65_536);
  const expected = {
    'short.gz': `the gzip data ends too early, at byte ${GZIP.length - 5}`,
    'damaged.gz': `the gzip data is damaged in the 64 KiB from byte ${place}`,
    'junk.gz': `the gzip data is damaged in the 64 KiB from byte ${place}`,
    'junk-behind-zeros.gz': `the gzip data is damaged in the 64 KiB from byte ${place}`,
  };
  for (const [name, message] of Object.entries(expected)) {
    for (const more of [[], ['--threads', '2'], ['--state', 'none.state']]) {
      const { status, stdout, stderr } = same(['--events', 'many.ndjson', name, ...more]);
      assert.deepEqual([status, stdout], [2, '']);
      assert.equal(stderr, `tallyfold: cannot read ${name}: ${message}\n`);
    }
  }
});

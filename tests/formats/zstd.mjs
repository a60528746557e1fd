// SPDX-License-Identifier: Apache-2.0
// If this fails, events in zstd are lost, or a damaged file counts, where the library reads them: in
// Node before 22.15 and in most browsers.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEngine } from 'tallyfold';
import { unzstd } from 'tallyfold/zstd';

import { LINES, answersOver, assertSame, makeFolder } from './support.mjs';

const file = makeFolder();
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const compress = (text, ...words) => execFileSync('zstd', ['-q', '-c', ...words], { input: text });
const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const half = LINES.length >> 1;

const FORMS = {
  'one frame': compress(LINES),
  'without a checksum': compress(LINES, '--no-check'),
  'the strongest': compress(LINES, '-19'),
  'the quickest': compress(LINES, '--fast=20'),
  'a window of 64 MiB': compress(LINES, '--long=26'),
  'frames, and what is skipped': Buffer.concat([
    SKIPPED,
    compress(LINES.slice(0, half)),
    SKIPPED,
    compress(''),
    compress(LINES.slice(half), '--no-check'),
    SKIPPED,
  ]),
};

async function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

for (const [form, bytes] of Object.entries(FORMS)) {
  test(`${form}: whole, and in pieces of any size`, async () => {
    await assertSame(bytes, form);
    const sizes = form === 'one frame' ? [1, 13, 4096] : [17, 4096];
    for (const size of sizes) await assertSame(cut(bytes, size), `${form} by ${size}`);
    await assertSame(unzstd(new Blob([bytes])), form);
  });
}

const WHOLE = FORMS['the quickest'];

test('what is damaged or cut short is an error and keeps what came before', async () => {
  const fails = (bytes, message) => assert.rejects(answersOver(bytes), { code: 'invalid_input', message });
  await fails(WHOLE.subarray(0, -2), `the zstd data ends too early, at byte ${WHOLE.length - 2}`);
  const wrong = Buffer.from(WHOLE);
  wrong[WHOLE.length - 1] ^= 1;
  await fails(wrong, /^the zstd data is damaged in the 64 KiB from byte \d+$/);
  await fails(Buffer.concat([WHOLE, Buffer.from('junk')]), /is damaged/);
  await fails(SKIPPED.subarray(0, 6), 'the zstd data ends too early, at byte 6');
  const engine = await createEngine();
  const text = LINES.repeat(10);
  const long = compress(text, '--no-check');
  await assert.rejects(engine.appendFrom(long.subarray(0, -10), {}), { code: 'invalid_input' });
  const { total } = engine.ledger();
  assert.ok(total <= 1, `${total} lines were refused`);
  engine.close();
});

test('every flipped bit of a frame with a checksum is found', async () => {
  const bytes = compress(LINES.slice(0, 3000), '--check');
  let found = 0;
  for (let i = 0; i < 200; ++i) {
    const wrong = Buffer.from(bytes);
    wrong[4 + ((i * 7919) % (bytes.length - 4))] ^= 1 << i % 8;
    const content = [];
    try {
      for await (const piece of unzstd(wrong)) content.push(piece);
      // Bits that say nothing of the content may change.
      assert.equal(Buffer.concat(content).toString(), LINES.slice(0, 3000));
    } catch (error) {
      assert.equal(error.code, 'invalid_input', error.stack);
      ++found;
    }
  }
  assert.ok(found > 150, `${found} of 200`);
});

test('a frame that needs a dictionary or a huge window is refused with the reason', async () => {
  const dictionary = Buffer.from('28b52ffd 03 58 01000000'.replaceAll(' ', ''), 'hex');
  const window = Buffer.from('28b52ffd 00 a8 010000'.replaceAll(' ', ''), 'hex');
  const fails = (bytes, message) => assert.rejects(answersOver(bytes), { code: 'invalid_input', message });
  await fails(dictionary, 'the zstd frame at byte 0 needs a dictionary');
  await fails(Buffer.concat([SKIPPED, window]), 'the zstd frame at byte 11 needs a window of more than 128 MiB');
});

test('the native program and that of the package print the same', () => {
  writeFileSync(file('request.json'), JSON.stringify({
    report: 'tallyfold.query',
    now: '2024-04-01T00:00:00Z',
    request: { aggregations: { sum: { type: 'sum', property: 'big' } }, group_by: ['customer'] },
  }));
  const run = (program, name) => {
    const [command, ...words] = program;
    const given = [...words, 'report', '--events', file(name), '--request', file('request.json')];
    const { status, stdout, stderr } = spawnSync(command, given, { encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const native = [path('../../build/release/tallyfold')];
  const npm = [process.execPath, path('./node_modules/tallyfold/hosts/program/main.js')];
  const broken = Buffer.from(WHOLE);
  broken[5] ^= 0xff;
  const files = { ...FORMS, short: WHOLE.subarray(0, 99), junk: Buffer.concat([WHOLE, SKIPPED.subarray(1)]), broken };
  writeFileSync(file('plain'), LINES);
  const plain = run(native, 'plain');
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(file(name), bytes);
    const expected = run(native, name);
    assert.deepEqual(run(npm, name), expected, name);
    if (name in FORMS) assert.deepEqual(expected, plain);
    else assert.match(expected.stderr, /^tallyfold: cannot read [^\n]+\n$/);
  }
  assert.ok(readFileSync(file('plain')).length > 0);
});

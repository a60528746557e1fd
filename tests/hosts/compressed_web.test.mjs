// SPDX-License-Identifier: Apache-2.0
// If this fails, browsers lose what stands behind the first member of a gzip file, or show an error for
// a whole one: their DecompressionStream takes one member only.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import zlib from 'node:zlib';

import { MANY, cut } from './compressed_support.mjs';
import { OneMemberStream } from './compressed_web_stream.mjs';

// As it is in a browser.
process.getBuiltinModule = undefined;
globalThis.DecompressionStream = OneMemberStream;
const { contentOf } = await import('../../wasm/compression.js');

async function read(bytes, size = 5000) {
  let text = '';
  let error;
  try {
    for await (const piece of contentOf(cut(bytes, size), 'auto')) text += Buffer.from(piece).toString('latin1');
  } catch (thrown) {
    error = thrown;
  }
  return { text, error };
}

const third = Math.ceil(MANY.text.length / 3);
const parts = [0, 1, 2].map((i) => MANY.text.slice(i * third, (i + 1) * third));
const MEMBERS = Buffer.concat(['', ...parts, ''].map((part) => zlib.gzipSync(part)));

test('the stand-in refuses a second member, as browsers do', async () => {
  const stream = new Blob([MEMBERS]).stream().pipeThrough(new OneMemberStream('gzip'));
  await assert.rejects(new Response(stream).text(), TypeError);
});

for (const size of [1, 17, 5000, MEMBERS.length]) {
  test(`all members are read from pieces of ${size} bytes`, async () => {
    const few = Buffer.concat(['a', '', 'bc'].map((part) => zlib.gzipSync(part)));
    const { text, error } = await read(size === 1 ? few : MEMBERS, size);
    assert.equal(error, undefined);
    assert.ok(text === (size === 1 ? 'abc' : MANY.text));
  });
}

test('what only looks like a member goes on', async () => {
  const looks = `${MANY.text}\x1f\x8b\x08 and \x1f\x8b\x08`;
  const stored = zlib.gzipSync(Buffer.from(looks, 'latin1'), { level: 0 });
  const { text, error } = await read(stored);
  assert.equal(error, undefined);
  assert.ok(text === looks);
});

test('what is damaged, cut short or followed by something else is an error, and what came before stays', async () => {
  const cases = [
    [MEMBERS.subarray(0, -3), /ends too early or is followed by something else, at byte \d+$/],
    [Buffer.concat([MEMBERS, Buffer.from('junk')]), /ends too early or is followed|is damaged in the 64 KiB/],
    [MEMBERS.subarray(0, MEMBERS.length >> 1), /ends too early/],
  ];
  for (const [bytes, message] of cases) {
    const { text, error } = await read(bytes);
    assert.equal(error?.code, 'invalid_input');
    assert.match(error.message, message);
    assert.ok(text.length > MANY.text.length / 3 && MANY.text.startsWith(text));
  }
});

// SPDX-License-Identifier: Apache-2.0
// If this fails, compressed events are lost, counted from a damaged file without a word, or not
// recognised.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import zlib from 'node:zlib';

import { createEnginePool } from 'tallyfold';

import { MANY, ZSTD_CALLS, cut } from './compressed_support.mjs';
import { SUM, call, lines, sumOf, withEngine } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tallyfold-compressed-'));
after(() => rmSync(folder, { recursive: true }));

const GZIP = zlib.gzipSync(MANY.text);
const LOST = { code: 'invalid_input' };

for (const size of [1, 700, 65_536, GZIP.length]) {
  test(`gzip in pieces of ${size} bytes is recognised`, () =>
    withEngine({}, async (engine) => {
      const bytes = size === 1 ? zlib.gzipSync(lines(call(1), call(2))) : GZIP;
      await engine.appendFrom(cut(bytes, size));
      assert.equal(sumOf(engine), size === 1 ? 3 : MANY.sum);
      assert.equal(engine.ledger().total, 0);
    }));
}

test('several gzip members are one document, wherever they are cut', () =>
  withEngine({}, async (engine) => {
    const half = MANY.text.length / 2 + 7; // within a line
    const parts = [MANY.text.slice(0, half), '', MANY.text.slice(half)];
    const members = Buffer.concat(parts.map((part) => zlib.gzipSync(part)));
    const whole = { accepted: MANY.count, refused: 0 };
    assert.deepEqual(await engine.appendFrom(cut(members, 1000), { source: 1 }), whole);
    // Zeros may fill up a block.
    const padded = new Blob([members, new Uint8Array(70_000)]);
    assert.deepEqual(await engine.appendFrom(padded, { source: 2 }), whole);
    assert.equal(sumOf(engine), MANY.sum);
  }));

test('the other formats are compressed too, and offsets are those of the content', () =>
  withEngine({}, async (engine) => {
    const dialect = { name: { const: 'call' }, time: 'at', properties: ['v'] };
    const csv = zlib.gzipSync('at,v\n2024-03-05T10:00:00Z,12\nnever,1\n');
    await engine.appendFrom(csv, { format: 'csv', dialect, source: 1 });
    await engine.appendFrom(zlib.gzipSync(JSON.stringify([call(1)])), { format: 'json', source: 2 });
    assert.equal(sumOf(engine), 13);
    const [entry] = engine.ledger().entries;
    assert.deepEqual([entry.line, entry.byte_offset], [3, 29]);
  }));

test('progress tells both sizes', () =>
  withEngine({}, async (engine) => {
    let last;
    await engine.appendFrom(cut(GZIP, 5000), { onProgress: (now) => (last = now) });
    const { accepted, bytes, compressedBytes } = last;
    assert.deepEqual([accepted, bytes, compressedBytes], [MANY.count, MANY.text.length, GZIP.length]);
  }));

test('a gzip file that ends too early keeps its whole lines, and says where it ends', () =>
  withEngine({}, async (engine) => {
    const short = GZIP.subarray(0, GZIP.length >> 1);
    const message = `the gzip data ends too early, at byte ${short.length}`;
    await assert.rejects(engine.appendFrom(cut(short, 4096)), { ...LOST, message });
    const { counts, total } = engine.ledger();
    assert.deepEqual([counts.malformed_line, total], [1, 1]);
    const { body } = engine.report({ ...SUM, request: { ...SUM.request, aggregation_type: 'COUNT' } });
    assert.ok(body.value > 100 && body.value < MANY.count, `${body.value} events`);
  }));

test('a damaged gzip file is an error, also where only its checksum tells', () =>
  withEngine({}, async (engine) => {
    const place = GZIP.length - (GZIP.length % 65_536);
    const message = `the gzip data is damaged in the 64 KiB from byte ${place}`;
    const wrong = Buffer.from(GZIP);
    wrong[GZIP.length - 6] ^= 1;
    await assert.rejects(engine.appendFrom(wrong, { source: 1 }), { ...LOST, message });
    for (const tail of ['junk', '\0junk']) {
      const longer = Buffer.concat([GZIP, Buffer.from(tail)]);
      await assert.rejects(engine.appendFrom(longer, { source: 2 }), { ...LOST, message });
    }
    assert.deepEqual(await engine.appendFrom(lines(call(1)), { source: 1 }), { accepted: 1, refused: 0 });
  }));

test('zstd is read where the platform knows it, or the library is named', () =>
  withEngine({}, async (engine) => {
    const reading = engine.appendFrom(Buffer.from(ZSTD_CALLS, 'base64'));
    if (!zlib.createZstdDecompress) {
      await assert.rejects(reading, { code: 'misuse', message: /npm install fzstd/ });
      return;
    }
    await reading;
    assert.equal(sumOf(engine), 6);
  }));

test('texts are never compressed, and the option is checked', () =>
  withEngine({}, async (engine) => {
    assert.deepEqual(await engine.appendFrom(['\u001f\u008b\n']), { accepted: 0, refused: 1 });
    const first = engine.appendFrom(GZIP, { compression: 'none' });
    assert.equal((await first).accepted, 0);
    const asked = (input, compression) => engine.appendFrom(input, { compression });
    const message = 'the input does not begin as gzip data does';
    await assert.rejects(asked(Buffer.from(MANY.text), 'gzip'), { ...LOST, message });
    await assert.rejects(asked(MANY.text, 'zstd'), { code: 'misuse', path: '$.compression' });
    await assert.rejects(asked(new Uint8Array(0), 'gzip'), { ...LOST, message: /too early, at byte 0/ });
    await assert.rejects(asked(GZIP, 'brotli'), { code: 'misuse', message: /compression must be one of/ });
    assert.deepEqual(await asked(new Uint8Array(0), 'auto'), { accepted: 0, refused: 0 });
  }));

test('an aborted reading of compressed events keeps what came out', () =>
  withEngine({}, async (engine) => {
    const stop = new AbortController();
    const input = new ReadableStream({
      start: (controller) => controller.enqueue(GZIP.subarray(0, GZIP.length >> 1)),
    });
    const onProgress = () => setTimeout(() => stop.abort(), 5);
    await assert.rejects(engine.appendFrom(input, { signal: stop.signal, onProgress }), { name: 'AbortError' });
    assert.ok(sumOf(engine) > 0);
  }));

test('what comes out of a small input is taken piece by piece', () =>
  withEngine({ keep: 'plans', maxMemory: 8e6 }, async (engine) => {
    engine.plan({ ...SUM, request: { ...SUM.request, dedupe: 'none' } });
    const member = zlib.gzipSync(Buffer.alloc(1e6, '\n'));
    const bomb = Buffer.concat(Array(300).fill(member));
    const before = process.memoryUsage().rss;
    let [most, sizes] = [0, []];
    const onProgress = ({ bytes, compressedBytes }) => {
      most = Math.max(most, process.memoryUsage().rss);
      sizes = [bytes, compressedBytes];
    };
    await engine.appendFrom(bomb, { onProgress });
    assert.deepEqual(sizes, [300e6, bomb.length]);
    assert.ok(most - before < 150e6, `${most - before} bytes more`);
  }));

test('a pool reads compressed streams, Blobs and files', async () => {
  const pool = await createEnginePool({ workers: 2 });
  try {
    const path = join(folder, 'events.ndjson.gz');
    writeFileSync(path, GZIP);
    const whole = { accepted: MANY.count, refused: 0 };
    assert.deepEqual(await pool.appendFrom(cut(GZIP, 9999), { source: 1 }), whole);
    assert.deepEqual(await pool.appendFrom(new Blob([GZIP]), { source: 2 }), whole);
    let last;
    const { accepted: found } = await pool.appendFile(path, { source: 3, onProgress: (now) => (last = now) });
    assert.deepEqual([found, last.compressedBytes], [MANY.count, GZIP.length]);
    assert.equal((await pool.report(SUM)).body.value, MANY.sum);
    assert.equal((await pool.ledger()).total, 0);
    const { accepted } = await pool.appendFile(path, { source: 4, compression: 'none' });
    assert.equal(accepted, 0);
  } finally {
    await pool.close();
  }
});

// SPDX-License-Identifier: Apache-2.0
// An endless stream of usage events on standard output, faster than anything reads it:
//
//   node benchmarks/stream_events.mjs BYTES | ...
//
// Lines have one length, so that a block of them is written again and again with new ids and times.
// Event n happens n times 10 ms after 2024-01-01. Each sixteenth is event n - 7 once more, byte for
// byte. What a report over them has to answer follows from their number: see `expectedOf`.

import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const START_MS = Date.UTC(2024, 0, 1);
const STEP_MS = 10;
const BLOCK_LINES = 4096;
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'us-east-2'];
const isCopy = (n) => n % 16 === 15;

const lineOf = (n) =>
  `{"event_id":"evt_${digits(n, 12)}","event_name":"api_request","external_customer_id":"cus_${digits(n % 1000, 4)}",` +
  `"timestamp":"${timeOf(n)}","source":"gateway","properties":{"region":"${REGIONS[n % 4]}",` +
  `"model":"model-of-some-name-${digits(n % 16, 2)}","status":"200","bytes":${digits(100000 + (n % 1000), 6)},` +
  `"user_id":"u_${digits(n % 100000, 6)}"}}\n`;
const timeOf = (n) => new Date(START_MS + n * STEP_MS).toISOString();
const digits = (n, width) => String(n).padStart(width, '0');

const BLOCK = Buffer.from(
  Array.from({ length: BLOCK_LINES }, (_, n) => lineOf(isCopy(n) ? n - 7 : n)).join(''),
);
export const LINE_BYTES = BLOCK.length / BLOCK_LINES;
const ID_AT = BLOCK.indexOf('evt_') + 4;
const CUSTOMER_AT = BLOCK.indexOf('cus_') + 4;
const TIME_AT = BLOCK.indexOf('"timestamp":"') + 13;
const BYTES_AT = BLOCK.indexOf('"bytes":') + 8;
const USER_AT = BLOCK.indexOf('"u_') + 3;

/** How many events so many bytes are: whole blocks, so that copies stand behind what they copy. */
export function countOf(bytes) {
  return Math.max(1, Math.round(bytes / BLOCK.length)) * BLOCK_LINES;
}

/**
 * What `count` events come to: all of them, copies of earlier ones among them, and the sums of
 * `bytes` with and without those.
 */
export function expectedOf(count) {
  const expected = { events: count, copies: 0, sum: 0, sumOnce: 0 };
  for (let n = 0; n < count; ++n) {
    const value = 100000 + ((isCopy(n) ? n - 7 : n) % 1000);
    expected.sum += value;
    if (isCopy(n)) ++expected.copies;
    else expected.sumOnce += value;
  }
  return expected;
}

function putDigits(at, number, width) {
  for (let i = width - 1, rest = number; i >= 0; --i) {
    const next = Math.floor(rest / 10);
    BLOCK[at + i] = 48 + (rest - next * 10);
    rest = next;
  }
}

function putLine(at, n, minuteText) {
  putDigits(at + ID_AT, n, 12);
  putDigits(at + CUSTOMER_AT, n % 1000, 4);
  putDigits(at + BYTES_AT, 100000 + (n % 1000), 6);
  putDigits(at + USER_AT, n % 100000, 6);
  BLOCK.write(minuteText, at + TIME_AT, 'latin1'); // up to the minute
  const inMinute = (n * STEP_MS) % 60000;
  putDigits(at + TIME_AT + 17, Math.floor(inMinute / 1000), 2);
  putDigits(at + TIME_AT + 20, inMinute % 1000, 3);
}

function writeAll(bytes) {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error.code === 'EPIPE') return false;
      if (error.code !== 'EAGAIN') throw error;
    }
  }
  return true;
}

function stream(count) {
  let minute = -1;
  let minuteText = '';
  for (let first = 0; first < count; first += BLOCK_LINES) {
    for (let i = 0; i < BLOCK_LINES; ++i) {
      const n = isCopy(i) ? first + i - 7 : first + i;
      const its = Math.floor((n * STEP_MS) / 60000);
      if (its !== minute) {
        minute = its;
        minuteText = timeOf(n).slice(0, 16);
      }
      putLine(i * LINE_BYTES, n, minuteText);
    }
    if (!writeAll(BLOCK)) return;
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) stream(countOf(Number(argv[2])));

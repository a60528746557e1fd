// SPDX-License-Identifier: Apache-2.0
// What the generators share: the same draws on every machine, and lines written in large pieces.

import { closeSync, openSync, writeSync } from 'node:fs';

/** Small fast counter, 32 bits a call: integers only, so that every machine draws the same. */
export function makeRandom(seed) {
  let [a, b, c, d] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 20; i++) next();
  return next;
}

/** Writes line(0) to line(count - 1) to the file. */
export function writeLines(file, count, line) {
  const output = openSync(file, 'w');
  let chunk = '';
  for (let i = 0; i < count; i++) {
    chunk += line(i);
    if (chunk.length > 1 << 22) {
      writeSync(output, chunk);
      chunk = '';
    }
  }
  writeSync(output, chunk);
  closeSync(output);
}

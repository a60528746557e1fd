// SPDX-License-Identifier: Apache-2.0
// Makes the benchmark events; kit/events.mjs says what they are.
//   node benchmarks/generate.mjs <count> <seed> <file.ndjson>

import { makeLines } from './kit/events.mjs';
import { writeLines } from './random.mjs';

const [count, seed, file] = [Number(process.argv[2]), Number(process.argv[3] ?? 42), process.argv[4]];
if (!Number.isSafeInteger(count) || count < 1 || !file) {
  console.error('usage: node benchmarks/generate.mjs <count> <seed> <file.ndjson>');
  process.exit(2);
}
writeLines(file, count, makeLines(count, seed));

// SPDX-License-Identifier: Apache-2.0
// Bytes an event takes inside an engine, dictionaries included, with identity off and on.
//   node benchmarks/memory.mjs <file.ndjson>

import { createReadStream } from 'node:fs';

import { createEngine } from '../hosts/node/index.js'; // this folder is a package of its own

const file = process.argv[2];
if (!file) {
  console.error('usage: node benchmarks/memory.mjs <file.ndjson>   (made by benchmarks/generate.mjs)');
  process.exit(2);
}
for (const keepIds of [false, 'hashes', true]) {
  const engine = await createEngine({ keepIds });
  const { accepted } = await engine.appendFrom(createReadStream(file, { highWaterMark: 1 << 20 }));
  console.log(`keepIds ${keepIds}: ${accepted} events, ${(engine.memoryBytes / accepted).toFixed(1)} bytes an event`);
  engine.close();
}

// SPDX-License-Identifier: Apache-2.0
// What a browser would download: bytes of the engine, as they are and compressed.
//   node benchmarks/sizes.mjs

import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

console.log('| file | raw | gzip | brotli |\n|---|---|---|---|');
for (const name of ['engine.wasm', 'engine.mjs']) {
  const bytes = readFileSync(new URL(`../wasm/dist/${name}`, import.meta.url));
  console.log(`| ${name} | ${bytes.length} | ${gzipSync(bytes, { level: 9 }).length} | ${brotliCompressSync(bytes).length} |`);
}

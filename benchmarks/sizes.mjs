// SPDX-License-Identifier: Apache-2.0
// What a browser would download: bytes of the engine, as they are and compressed.
//   node benchmarks/sizes.mjs

import { basename } from 'node:path';

import { DOWNLOADS, sizesOf } from './kit/sizes.mjs';

console.log('| file | raw | gzip | brotli |\n|---|---|---|---|');
for (const path of DOWNLOADS.tallyfold) {
  const { raw, gzip, brotli } = sizesOf(path);
  console.log(`| ${basename(path)} | ${raw} | ${gzip} | ${brotli} |`);
}

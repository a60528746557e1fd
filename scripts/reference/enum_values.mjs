// SPDX-License-Identifier: Apache-2.0
// Doxygen lets values of enums pass without documentation: this does not.

import { readdirSync, readFileSync } from 'node:fs';

const folder = process.argv[2];
const missing = new Set();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml'))) {
  for (const [, value] of readFileSync(`${folder}/${file}`, 'utf8').matchAll(/<enumvalue [^>]*>(.*?)<\/enumvalue>/gs)) {
    if (!value.includes('<para>')) missing.add(/<name>(.*?)<\/name>/.exec(value)[1]);
  }
}
for (const name of missing) console.error(`error: the value ${name} of an enum is not documented.`);
if (missing.size > 0) process.exitCode = 1;

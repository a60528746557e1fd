// SPDX-License-Identifier: Apache-2.0
// One cold start in a process of its own: from before the import to the first answer (Q2) over the
// first 1,000 events of a file.
//   node cold.mjs PEER FILE
// Writes a line of JSON: {"cold_ms":11.2}

import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import process from 'node:process';

const EVENTS = 1000;
const MOST_BYTES = 1 << 20;
const [name, file] = process.argv.slice(2);

/** The first lines of the file; an event takes about 270 bytes. */
function firstEvents() {
  const descriptor = openSync(file);
  const bytes = Buffer.alloc(MOST_BYTES);
  const size = readSync(descriptor, bytes);
  closeSync(descriptor);
  let end = 0;
  for (let i = 0; i < EVENTS; ++i) {
    const newline = bytes.indexOf(10, end);
    if (newline < 0 || newline >= size) throw new Error(`${file} has less than ${EVENTS} events`);
    end = newline + 1;
  }
  return bytes.subarray(0, end);
}

const bytes = firstEvents();
const begin = performance.now();
const [module, variant] = name.split(':');
const peer = await import(`./peers/${module}.mjs`);
await peer.setup?.(variant);
await peer.ingest(bytes);
const rows = await peer.query('Q2');
const cold = performance.now() - begin;
if (rows.length === 0) throw new Error(`${name} has no answer`);
writeSync(1, `${JSON.stringify({ cold_ms: cold })}\n`);
process.exit(0);

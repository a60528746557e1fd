// SPDX-License-Identifier: Apache-2.0
// Pools for tests: pieces are so small that every input is shared out.

import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';

import { FilePool } from '../../hosts/node/file_pool.js';
import { makePort } from '../../hosts/node/port.js';
import { startPool } from '../../wasm/pool.js';
import { makeServer } from '../../wasm/pool_worker.js';

const module = await WebAssembly.compile(
  await readFile(new URL('../../wasm/dist/engine.wasm', import.meta.url)),
);

/** A pool whose pieces hold about `bufferBytes`. */
export function makePool(options, bufferBytes = 300) {
  const host = { makePort, processors: availableParallelism, PoolClass: FilePool, bufferBytes };
  return startPool(options, { ...host, moduleOf: async () => module });
}

/** The same with engines in this thread instead of workers, which start faster. */
export function makeLocalPool(options, bufferBytes) {
  const processors = () => 1;
  const host = { makePort: makeLocalPort, processors, bufferBytes, moduleOf: async () => module };
  return startPool(options, host);
}

function makeLocalPort({ receive }) {
  const cloned = (message, transfer) => structuredClone(message, { transfer });
  const tell = makeServer((message, transfer) => receive(cloned(message, transfer)));
  return {
    post: (message, transfer) => tell(cloned(message, transfer)),
    hold() {},
    async end() {},
  };
}

/** Runs a test's body with a pool that is closed afterwards. */
export async function withPool(options, use, bufferBytes = 300) {
  const pool = await makePool(options, bufferBytes);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

/** Numbers that look random and are the same every time. */
export function makeRandom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** NDJSON with values, copies of ids, broken and empty lines, and lines of every length. */
export function mixedLines(seed, count) {
  const random = makeRandom(seed);
  let text = '';
  for (let i = 0; i < count; ++i) {
    const kind = random(10);
    if (kind === 0) text += `broken ${'x'.repeat(random(40))}\n`;
    else if (kind === 1) text += random(2) ? '\n' : '\r\n';
    else text += `${JSON.stringify(eventOf(random, count))}\n`;
  }
  return text;
}

function eventOf(random, count) {
  const twoDigits = (number) => String(number).padStart(2, '0');
  return {
    event_id: `id${random(Math.ceil(count / 2))}`,
    event_name: random(4) ? 'call' : 'other',
    external_customer_id: `c${random(5)}`,
    timestamp: `2024-03-${twoDigits(1 + random(9))}T${twoDigits(random(24))}:00:00Z`,
    properties: {
      v: random(12) ? `${random(1000)}.${random(100)}` : 'none',
      text: 'é😀'.repeat(random(6)),
    },
  };
}

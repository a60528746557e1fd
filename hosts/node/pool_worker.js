// SPDX-License-Identifier: Apache-2.0
// A worker of a pool in Node, Deno and Bun.

import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

import { blobInput } from '../../wasm/pool_range.js';
import { makeServer } from '../../wasm/pool_worker.js';

const receive = makeServer((message, transfer) => parentPort.postMessage(message, transfer), open);
parentPort.on('message', receive);

let buffer = Buffer.alloc(0);

function open(input) {
  return input instanceof Blob ? blobInput(input) : { read: (at, size) => readFile(input, at, size) };
}

// Threads share the process's open files; positions are given, so nobody moves anybody else.
function readFile({ descriptor }, position, length) {
  if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(length);
  let size = 0;
  while (size < length) {
    const got = readSync(descriptor, buffer, size, length - size, position + size);
    if (got === 0) break;
    size += got;
  }
  return buffer.subarray(0, size);
}

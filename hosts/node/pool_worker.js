// SPDX-License-Identifier: Apache-2.0
// A worker of a pool in Node, Deno and Bun.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

import { blobInput } from '../../wasm/pool_range.js';
import { makeServer } from '../../wasm/pool_worker.js';

const receive = makeServer((message, transfer) => parentPort.postMessage(message, transfer), open);
parentPort.on('message', receive);

let buffer = Buffer.alloc(0);

function open(input) {
  if (input instanceof Blob) return blobInput(input);
  return { read: input.path === undefined ? sharedReader(input) : reopener(input) };
}

// Threads share the process's open files; positions are given, so nobody moves anybody else.
function sharedReader({ descriptor }) {
  return (position, length) => readFile(descriptor, position, length);
}

function reopener({ path, inode }) {
  return (position, length) => {
    const descriptor = openSync(path.startsWith('file:') ? new URL(path) : path);
    try {
      if (fstatSync(descriptor).ino !== inode)
        throw new Error(`${path} became another file while it was read`);
      return readFile(descriptor, position, length);
    } finally {
      closeSync(descriptor);
    }
  };
}

function readFile(descriptor, position, length) {
  if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(length);
  let size = 0;
  while (size < length) {
    const got = readSync(descriptor, buffer, size, length - size, position + size);
    if (got === 0) break;
    size += got;
  }
  return buffer.subarray(0, size);
}

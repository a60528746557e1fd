// SPDX-License-Identifier: Apache-2.0
// Where the benchmark keeps things, and whole files in memory.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of what stands so to the folder benchmarks/. */
export const inBenchmarks = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * All bytes of a file, also beyond 2 GB, with every page of them touched: by us and not by the system alone, for
 * in a virtual machine the first look of a process at a page takes longer than reading what is there.
 */
export function readWhole(path) {
  const descriptor = openSync(path);
  const bytes = Buffer.allocUnsafeSlow(fstatSync(descriptor).size);
  for (let at = 0; at < bytes.length;) {
    at += readSync(descriptor, bytes, at, Math.min(1 << 28, bytes.length - at));
  }
  closeSync(descriptor);
  bytes.indexOf(0); // which JSON has not, so this looks everywhere
  return bytes;
}

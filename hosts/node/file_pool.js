// SPDX-License-Identifier: Apache-2.0

import { open } from 'node:fs/promises';

import { HEAD_BYTES } from '../../wasm/compression.js';
import { Pool } from '../../wasm/pool.js';

/** A pool whose workers can read files themselves. */
export class FilePool extends Pool {
  async appendFile(path, options = {}) {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      const stream = () => file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
      // A pipe or a device has no positions.
      if (!facts.isFile()) return await this.appendFrom(stream(), options);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const head = buffer.subarray(0, bytesRead);
      const shared = { input: inputOf(path, file, facts), size: facts.size, head };
      return await this.takeFile(shared, options, stream);
    } finally {
      await file.close();
    }
  }
}

// Deno's threads have open files of their own, so there each of them opens the file again.
function inputOf(path, { fd }, { ino }) {
  return process.versions.deno ? { path: String(path), inode: ino } : { descriptor: fd };
}

// SPDX-License-Identifier: Apache-2.0

import { open } from 'node:fs/promises';

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
      const shared = { input: { descriptor: file.fd }, size: facts.size };
      return await this.takeFile(shared, options, stream);
    } finally {
      await file.close();
    }
  }
}

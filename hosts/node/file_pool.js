// SPDX-License-Identifier: Apache-2.0

import { open } from 'node:fs/promises';

import { Pool } from '../../wasm/pool.js';

/** A pool whose workers can read files themselves. */
export class FilePool extends Pool {
  async appendFile(path, options = {}) {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return await this.takeFile({ input: { descriptor: file.fd }, size }, options, () =>
        file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }),
      );
    } finally {
      await file.close();
    }
  }
}

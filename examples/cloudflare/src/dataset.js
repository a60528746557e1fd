// SPDX-License-Identifier: Apache-2.0
// A dataset that lives in a Durable Object: what is sent is written to its storage before it counts, and
// read again when the object starts anew.

import { DurableObject } from 'cloudflare:workers';

import { createEngine } from 'tallyfold';
import { createFetchHandler } from 'tallyfold/fetch';

export class Dataset extends DurableObject {
  #handle;

  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(() => this.#start(env.USAGE_KEY));
  }

  fetch(request) {
    return this.#handle(request);
  }

  async #start(key) {
    const { sql } = this.ctx.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS intake (n INTEGER PRIMARY KEY, call TEXT, request BLOB)');
    const engine = await createEngine({ maxMemory: 64 << 20 });
    for (const { call, request } of sql.exec('SELECT call, request FROM intake ORDER BY n'))
      engine.ingest({ ...JSON.parse(call), request: new Uint8Array(request) });
    this.#handle = createFetchHandler({
      engine,
      keys: ['tallyfold', 'flexprice'].map((service) => ({ key, service, may: 'write' })),
      maxBodyBytes: 1 << 20, // a row may have 2 MB
      intake: (call, apply) => this.#keep(call, apply),
    });
  }

  // Both or neither: when the engine takes nothing, because its memory is full, nothing is kept.
  #keep({ endpoint, receivedAt, request }, apply) {
    const { storage } = this.ctx;
    return storage.transactionSync(() => {
      const call = JSON.stringify({ endpoint, receivedAt });
      storage.sql.exec('INSERT INTO intake (call, request) VALUES (?, ?)', call, request);
      return apply();
    });
  }
}

export default {
  fetch(request, env) {
    const { hostname } = new URL(request.url); // one dataset for each name that leads here
    return env.DATASETS.get(env.DATASETS.idFromName(hostname)).fetch(request);
  },
};

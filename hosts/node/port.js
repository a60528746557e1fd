// SPDX-License-Identifier: Apache-2.0

import { Worker } from 'node:worker_threads';

/** Starts a worker of a pool. It keeps the process alive only while it has something to answer. */
export function makePort({ receive, fail }) {
  const worker = new Worker(new URL('./pool_worker.js', import.meta.url));
  let ended = false;
  worker.on('message', receive);
  worker.on('error', fail);
  worker.on('exit', (status) => ended || fail(new Error(`it ended with status ${status}`)));
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async end() {
      ended = true;
      await worker.terminate();
    },
  };
}

// SPDX-License-Identifier: Apache-2.0

import { Worker } from 'node:worker_threads';

/**
 * Starts a worker of a pool, by the option `worker` where there is one. It keeps the process alive
 * only while it has something to answer.
 */
export function makePort({ receive, fail, start = startOwn }) {
  const worker = start();
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

const startOwn = () => new Worker(new URL('./pool_worker.js', import.meta.url));

// SPDX-License-Identifier: Apache-2.0

/** Starts a worker of a pool. Bundlers find its file by this form of address. */
export function makePort({ receive, fail }) {
  const worker = new Worker(new URL('./pool_worker.js', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }) => receive(data));
  worker.addEventListener('error', (event) => fail(event.error ?? event));
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold() {},
    async end() {
      worker.terminate();
    },
  };
}

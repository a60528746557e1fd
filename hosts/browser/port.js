// SPDX-License-Identifier: Apache-2.0

import { misuse } from '../../wasm/errors.js';

/** Starts a worker of a pool, by the option `worker` where there is one. */
export function makePort({ receive, fail, start = startOwn }) {
  const worker = start();
  worker.addEventListener('message', ({ data }) => receive(data));
  worker.addEventListener('error', (event) => fail(causeOf(event)));
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold() {},
    async end() {
      worker.terminate();
    },
  };
}

// Bundlers find its file by this form of address.
function startOwn() {
  try {
    return new Worker(new URL('./pool_worker.js', import.meta.url), { type: 'module' });
  } catch (error) {
    // From another origin no worker may be started.
    throw notStarted(error.message, error);
  }
}

// A script that cannot be loaded is told by an event that says nothing.
function causeOf(event) {
  if (event.error ?? event.message) return event.error ?? event;
  return notStarted('its file is not there, or the page may not start it');
}

function notStarted(why, cause) {
  const remedy = "put the package's pool_worker.js beside the code, or start it with the option worker";
  return misuse(`a worker of the pool cannot be started: ${why}; ${remedy}`, '$.worker', cause);
}

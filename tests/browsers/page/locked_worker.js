// SPDX-License-Identifier: Apache-2.0
// A worker of a pool whose life can be seen from outside: it holds a lock until it ends.
import '/tallyfold/pool_worker.js';

navigator.locks.request(`worker ${Math.random()}`, () => new Promise(() => {}));

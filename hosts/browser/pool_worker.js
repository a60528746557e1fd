// SPDX-License-Identifier: Apache-2.0
// A worker of a pool in browsers.

import { blobInput } from '../../wasm/pool_range.js';
import { makeServer } from '../../wasm/pool_worker.js';

const receive = makeServer((message, transfer) => self.postMessage(message, transfer), blobInput);
self.addEventListener('message', ({ data }) => receive(data));

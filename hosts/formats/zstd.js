// SPDX-License-Identifier: Apache-2.0
// zstd where the platform has none; see zstd.d.ts.

import { contentOf } from '../../wasm/compression.js';
import { piecesOf } from '../../wasm/input.js';
import { peer } from './peer.js';

/** See zstd.d.ts. */
export function unzstd(input) {
  // Named here as it is, so that a bundler finds it.
  return contentOf(piecesOf(input), 'zstd', {}, () => peer('fzstd', () => import('fzstd')));
}

// SPDX-License-Identifier: Apache-2.0
// The most that hand-written JavaScript does: its own reader of bytes, typed arrays, exact sums.

import { ByteReader } from '../byte_reader.mjs';
import { Columns } from '../columns.mjs';
import { scan } from '../scans.mjs';

export const input = 'memory';

let columns;

export function ingest(bytes) {
  columns = new Columns();
  new ByteReader(bytes, columns).readAll();
}

export const query = (question) => scan(columns, question);

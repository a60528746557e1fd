// SPDX-License-Identifier: Apache-2.0
// What a careful programmer writes by hand: JSON.parse a line, typed arrays, exact sums.

import { Columns } from '../columns.mjs';
import { forEachEvent } from '../ndjson.mjs';
import { scan } from '../scans.mjs';

export const input = 'memory';

let columns;

export function ingest(bytes) {
  columns = new Columns();
  forEachEvent(bytes, (event) => columns.addEvent(event));
}

export const query = (question) => scan(columns, question);

// SPDX-License-Identifier: Apache-2.0
// Tallyfold in Node. The variant "ids" keeps exact identity, and every answer counts an id once.

import { createEngine } from '../../../dist/node/index.js';
import { requestsOf } from '../queries.mjs';
import { needsTexts, rowsOfColumns } from '../rows.mjs';

export const input = 'memory';

const NOW = '2025-01-01T00:00:00Z';
let engine;
let dedupe;
let calls = 0;

export async function setup(variant) {
  const keepsIds = variant === 'ids';
  dedupe = keepsIds ? 'id' : 'none';
  engine = await createEngine({ keepIds: keepsIds ? 'hashes' : false });
}

/** A question about no event closes the last block, so that all of the work is timed here. */
export function ingest(bytes) {
  engine.append(bytes);
  columnsOf({ event: 'none', aggregations: { n: { type: 'count' } } }, false);
}

/** No two calls ask the same: see queries.mjs. */
export function query(question) {
  const requests = requestsOf(question, calls++);
  const answers = requests.map((request) => columnsOf(request, needsTexts(question)));
  return rowsOfColumns(question, requests, answers);
}

function columnsOf(request, texts) {
  const call = { report: 'tallyfold.query', now: NOW, request: { ...request, dedupe }, texts };
  const columns = engine.columns(call);
  if (columns.status !== 200) throw new Error(columns.text);
  return columns;
}

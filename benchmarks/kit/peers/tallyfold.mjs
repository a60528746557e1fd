// SPDX-License-Identifier: Apache-2.0
// Tallyfold as one of the workload's peers: `ingest` makes bytes queryable, `query` answers a question as
// rows. The variant "ids" keeps exact identity.

import { createEngine } from '../../hosts/node/index.js';
import { requestsOf } from './queries.mjs';

export const input = 'memory';

const NOW = '2025-01-01T00:00:00Z';
let engine;
let dedupe;
let calls = 0;

export async function setup(variant) {
  dedupe = variant === 'ids' ? 'id' : 'none';
  engine = await createEngine({ keepIds: variant === 'ids' ? 'hashes' : false });
}

/** A question about no event closes the last block, so that all of the work is timed here. */
export function ingest(bytes) {
  engine.append(bytes);
  columnsOf({ event: 'none', aggregations: { n: { type: 'count' } } }, false);
}

function columnsOf(request, texts) {
  const call = { report: 'tallyfold.query', now: NOW, request: { ...request, dedupe } };
  const columns = engine.columns({ ...call, texts });
  if (columns.status !== 200) throw new Error(columns.text);
  return columns;
}

/** Sums and latest values are given as exact decimals, as the exact peers give them. */
export function query(question) {
  const requests = requestsOf(question, calls++);
  switch (question) {
    case 'Q1':
      return [[columnsOf(requests[0], false).values.n.total]];
    case 'Q2':
    case 'Q3': {
      const { windowStart, values } = columnsOf(requests[0], true);
      return rowsOf(windowStart, values.total.texts);
    }
    case 'Q4': {
      const { windowStart, values } = columnsOf(requests[0], false);
      return rowsOf(windowStart, values.n.numbers);
    }
    case 'Q5': {
      const { windowStart, groups, values } = columnsOf(requests[0], true);
      const { codes, texts } = groups['properties.region'];
      return values.total.texts.map((sum, row) => [windowStart[row], texts[codes[row]], sum]);
    }
    case 'Q6': {
      const { values } = columnsOf(requests[0], true);
      return [[values.most.texts.reduce((sum, most) => sum + micro(most), 0n)].map(fromMicro)];
    }
    case 'Q7': {
      const { groups, values } = columnsOf(requests[0], true);
      const { codes, texts } = groups.customer;
      return values.last.texts.map((last, row) => [texts[codes[row]], last]);
    }
    case 'Q8': {
      const { windowStart, values } = columnsOf(requests[0], false);
      return rowsOf(windowStart, values.mean.numbers);
    }
    default:
      return requests.flatMap((request) => {
        const { groups, values } = columnsOf(request, true);
        const { codes, texts } = groups.customer;
        const month = monthOf(request.to);
        return texts.map((_, row) => [month, texts[codes[row]], values.total.texts[row]]);
      });
  }
}

export const extra = () => ({ memoryBytes: engine.memoryBytes });

function rowsOf(times, values) {
  const rows = new Array(times.length);
  for (let row = 0; row < rows.length; ++row) rows[row] = [times[row], values[row]];
  return rows;
}

/** The month that a range of one month or a part of it ends. */
function monthOf(to) {
  const last = new Date(Date.parse(to) - 86_400_000);
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1);
}

/** A decimal of at most six places in millionths. */
function micro(text) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

const fromMicro = (sum) => `${sum / 1_000_000n}.${String(sum % 1_000_000n).padStart(6, '0')}`;

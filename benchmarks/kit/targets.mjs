// SPDX-License-Identifier: Apache-2.0
// What Tallyfold has to reach beside its peers, and what it aims for. A row names what is measured,
// ours and the other's figure, and the ratio or the limit.

import { QUESTION_NAMES } from './queries.mjs';

const isOurs = (name) => /^(tallyfold|native)\b/.test(name);
const HAND_WRITTEN = ['javascript-bytes', 'javascript'];

/** Rows of { what, ours, other, name, figure, must, aim, unit, isReached }; without those not measured. */
export function targetRows({ peers, workers }) {
  const wasm = peers.tallyfold;
  const rows = [
    faster('ingest in WebAssembly, MB/s', wasm, peers, 'javascript-bytes', 2.5, 3.5),
    faster('ingest in WebAssembly, MB/s', wasm, peers, 'chdb', 1.5, 2),
    faster('the same with exact identity, MB/s', peers['tallyfold:ids'], peers, 'tallyfold', 0.7, 0.8),
    faster('ingest native, MB/s', peers.native, peers, 'chdb', 3, 4),
    quicker('nine questions warm, WebAssembly, ms', wasm, peers, bestByHand(peers), 4, 7),
    quicker('nine questions warm, WebAssembly, ms', wasm, peers, 'duckdb-wasm', 30, 55),
    quicker('nine questions warm, native, ms', peers.native, peers, 'chdb', 8, 16),
    closest('the closest question warm, WebAssembly, ms', wasm, peers, 'warm_ms'),
    closest('the closest question at its first call, WebAssembly, ms', wasm, peers, 'first_ms'),
    atMost('memory above base, WebAssembly, MB', wasm?.memory_mb, 60, 40),
    atMost('the same with exact identity, MB', peers['tallyfold:ids']?.memory_mb, 100, 80),
    atMost('WebAssembly and glue, brotli, kB', wasm?.download_kb, 200, 140),
    atMost('cold start to the first answer, ms', wasm?.cold_ms, 25, 10),
    ...workerRows(workers),
  ];
  return rows.filter((row) => row !== undefined);
}

function faster(what, ours, peers, name, must, aim) {
  const other = peers[name]?.ingest_mb_per_s;
  if (!ours || other === undefined) return undefined;
  return ratioRow({ what, ours: ours.ingest_mb_per_s, other, name, ratio: ours.ingest_mb_per_s / other, must, aim });
}

function quicker(what, ours, peers, name, must, aim) {
  const other = peers[name]?.warm_ms.sum;
  if (!ours || other === undefined) return undefined;
  return ratioRow({ what, ours: ours.warm_ms.sum, other, name, ratio: other / ours.warm_ms.sum, must, aim });
}

function bestByHand(peers) {
  const present = HAND_WRITTEN.filter((name) => peers[name]);
  return present.sort((a, b) => peers[a].warm_ms.sum - peers[b].warm_ms.sum)[0];
}

/** The question at which the best of all peers comes nearest. */
function closest(what, ours, peers, part) {
  const others = Object.keys(peers).filter((name) => !isOurs(name));
  if (!ours || others.length === 0) return undefined;
  const pairs = QUESTION_NAMES.flatMap((question) =>
    others.map((name) => {
      const [own, other] = [ours[part][question], peers[name][part][question]];
      return { ours: own, other, ratio: other / own, name: `${name}, ${question}` };
    }),
  );
  const nearest = pairs.reduce((least, pair) => (pair.ratio < least.ratio ? pair : least));
  return ratioRow({ what, ...nearest, must: 1, aim: 2 });
}

function workerRows(workers) {
  if (!workers) return [];
  const { one_ms: other, two_ms: ours } = workers.together;
  const what = 'two workers on two cores, ten million events, ms';
  return [ratioRow({ what, ours, other, name: 'one engine', ratio: other / ours, must: 1.7, aim: 1.9 })];
}

function ratioRow({ ratio, must, aim, ...row }) {
  return { ...row, ratio, must: `${must} x`, aim: `${aim} x`, isReached: ratio >= must };
}

function atMost(what, ours, must, aim) {
  if (ours === undefined) return undefined;
  return { what, ours, must: `${must}`, aim: `${aim}`, isReached: ours <= must };
}

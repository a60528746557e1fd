// SPDX-License-Identifier: Apache-2.0
// Medians of all runs, a record for each peer.

import { statSync } from 'node:fs';

import { median } from './median.mjs';
import { QUESTION_NAMES } from './queries.mjs';

/**
 * `peers` has, by name: ingest_mb_per_s, memory_mb, first_ms and warm_ms by question and as a sum, and,
 * where they were measured, download_kb and cold_ms. `differences` are the wrong answers in words.
 */
export function summarize({ count, runs, file, measured, cold, downloads, workers }) {
  const bytes = statSync(file).size;
  const peers = {};
  const differences = [];
  for (const [name, all] of Object.entries(measured)) {
    if (all.length === 0) continue;
    differences.push(...differencesOf(name, all));
    const of = (part) => median(all.map(part));
    const byQuestion = (part) => sums(QUESTION_NAMES.map((question) => [question, of((run) => run.questions[question][part])]));
    peers[name] = {
      ingest_mb_per_s: bytes / 1000 / of((run) => run.ingest_ms),
      memory_mb: of((run) => run.memory_bytes) / 1e6,
      first_ms: byQuestion('first_ms'),
      warm_ms: byQuestion('warm_ms'),
      download_kb: downloads[name] && downloads[name] / 1000,
      cold_ms: cold[name]?.length ? median(cold[name].map((run) => run.cold_ms)) : undefined,
    };
  }
  return { count, runs, bytes, peers, differences, workers };
}

function sums(entries) {
  const sum = entries.reduce((total, [, ms]) => total + ms, 0);
  return { ...Object.fromEntries(entries), sum };
}

function differencesOf(name, all) {
  const found = all.flatMap((run) =>
    QUESTION_NAMES.filter((question) => run.questions[question].difference !== null).map(
      (question) => `${name}, ${question}: ${run.questions[question].difference}`,
    ),
  );
  return [...new Set(found)];
}

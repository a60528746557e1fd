// SPDX-License-Identifier: Apache-2.0
// The summary as Markdown.

import { QUESTION_NAMES } from './queries.mjs';
import { targetRows } from './targets.mjs';

const LABELS = {
  tallyfold: 'Tallyfold, WebAssembly',
  'tallyfold:ids': 'Tallyfold, WebAssembly, exact identity',
  native: 'Tallyfold, native',
  'native:ids': 'Tallyfold, native, exact identity',
  chdb: 'ClickHouse in process (chdb), native',
  duckdb: 'DuckDB, native, DECIMAL',
  'javascript-bytes': 'byte reader and typed arrays, JavaScript',
  javascript: 'JSON.parse and typed arrays, JavaScript',
  'duckdb-wasm': 'DuckDB, WebAssembly, DECIMAL',
  sqljs: 'SQLite, WebAssembly (sql.js)',
};

/** Prints what differs, then the tables; true where every answer is equal. */
export function print({ count, runs, bytes, peers, differences, workers }) {
  const size = `${count} events, ${(bytes / 1e6).toFixed(0)} MB`;
  console.log(`${size}; medians of ${runs} processes for each, in turn.`);
  if (differences.length > 0) console.log(`\nWRONG ANSWERS\n\n${differences.map((text) => `- ${text}`).join('\n')}`);
  else console.log('Every answer is equal to the exact one; averages are within 1e-9 of it.');
  printTargets(targetRows({ peers, workers }));
  const isIdentity = ([name]) => name.endsWith(':ids');
  const entries = Object.entries(peers);
  printOverview('ids not kept', entries.filter((entry) => !isIdentity(entry)));
  printOverview('exact identity: an id counts once', entries.filter(isIdentity));
  printQuestions('warm calls, ms', entries, 'warm_ms');
  printQuestions('first calls, ms', entries, 'first_ms');
  return differences.length === 0;
}

function printTargets(rows) {
  const lines = rows.map(({ what, ours, other, name, ratio, must, aim, isReached }) => [
    what,
    figure(ours),
    other === undefined ? '' : `${figure(other)} (${name})`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    must,
    aim,
    isReached ? 'yes' : 'no',
  ]);
  table(['what', 'ours', 'beside', 'ratio', 'must reach', 'aim for', 'reached'], lines);
}

function printOverview(title, entries) {
  const lines = entries.map(([name, peer]) => [
    LABELS[name],
    figure(peer.ingest_mb_per_s),
    figure(peer.warm_ms.sum),
    figure(peer.first_ms.sum),
    figure(peer.memory_mb),
    figure(peer.download_kb),
    figure(peer.cold_ms),
  ]);
  const heads = ['ingest MB/s', 'nine questions warm, ms', 'nine first calls, ms', 'memory above base, MB',
    'download, brotli, kB', 'cold start, ms'];
  table([title, ...heads], lines);
}

function printQuestions(title, entries, part) {
  const columns = [...QUESTION_NAMES, 'sum'];
  const lines = entries.map(([name, peer]) => [LABELS[name], ...columns.map((column) => figure(peer[part][column]))]);
  table([title, ...columns], lines);
}

function table(heads, lines) {
  if (lines.length === 0) return;
  const row = (cells) => `| ${cells.join(' | ')} |`;
  console.log(['', row(heads), row(heads.map(() => '---')), ...lines.map(row)].join('\n'));
}

/** Three digits or more. */
function figure(number) {
  if (number === undefined) return '';
  if (number >= 100) return number.toFixed(0);
  return number >= 10 ? number.toFixed(1) : number.toFixed(2);
}

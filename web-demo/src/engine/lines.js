// SPDX-License-Identifier: Apache-2.0
// The lines that a ledger names, read from the input again.

const MOST_BYTES = 1200;
const MOST_LINES = 120;

/**
 * @param {Blob | undefined} blob the input, where it is still there
 * @param {{ byte_offset: number }[]} entries
 * @returns {Promise<Record<number, string>>} by byte offset
 */
export async function linesOf(blob, entries) {
  if (!blob) return {};
  const offsets = [...new Set(entries.map(({ byte_offset: offset }) => offset))].slice(0, MOST_LINES);
  const texts = await Promise.all(offsets.map((at) => blob.slice(at, at + MOST_BYTES).text()));
  return Object.fromEntries(offsets.map((at, i) => [at, firstLine(texts[i])]));
}

function firstLine(text) {
  const end = text.search(/\r?\n/);
  if (end >= 0) return text.slice(0, end);
  return text.length >= MOST_BYTES ? `${text}…` : text;
}

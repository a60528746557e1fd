// SPDX-License-Identifier: Apache-2.0
// A worker reads its share of a file or Blob itself: the lines that begin in a range of bytes.

const READ_BYTES = 1 << 20;
const PROBE_BYTES = 1 << 14;
const NEWLINE = 0x0a;
const NOTHING = new Uint8Array(0);

/**
 * Something with bytes at positions. `read` gives fewer than `length` only at the end; the bytes
 * are valid until the next read.
 * @typedef {{ read: (position: number, length: number) => Uint8Array | Promise<Uint8Array> }} RangeInput
 */

/**
 * Appends the lines that begin in [begin, end). `base` is where the document begins in its source.
 * Answers { accepted, refused, lines, start }; `start` is where in the source the first of these
 * lines begins, absent when none does.
 */
export async function appendRange(instance, input, { begin, end, size, base }, call) {
  const total = { accepted: 0, refused: 0, lines: 0, start: undefined };
  let position = begin === 0 ? 0 : await lineStart(input, begin, end);
  if (position >= end && size > 0) return total;
  total.start = base + position;
  let piece = { pieceOffset: total.start, startsDocument: begin === 0 };
  for (let goesOn = true; goesOn;) {
    const bytes = await input.read(position, Math.min(READ_BYTES, size - position));
    const share = upToLine(bytes, end - position);
    position += share.length;
    const more = bytes.length > 0 && position < size;
    goesOn = more && share.length === bytes.length && !(position >= end && share.at(-1) === NEWLINE);
    const { accepted, refused, lines } = instance.append(
      share,
      JSON.stringify({ ...call, ...piece, more }),
    );
    total.accepted += accepted;
    total.refused += refused;
    total.lines = lines;
    piece = undefined;
  }
  return total;
}

// Where the first line begins at or after `begin`: behind a newline, which may be the byte before.
async function lineStart(input, begin, end) {
  for (let at = begin - 1; at < end;) {
    const bytes = await input.read(at, PROBE_BYTES);
    if (bytes.length === 0) return end;
    const newline = bytes.indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
    at += bytes.length;
  }
  return end;
}

// The bytes as far as the line goes that has the last byte before `end`.
function upToLine(bytes, end) {
  if (bytes.length < end) return bytes;
  const newline = bytes.indexOf(NEWLINE, Math.max(0, end - 1));
  return newline < 0 ? bytes : bytes.subarray(0, newline + 1);
}

/** The bytes of a Blob. */
export function blobInput(blob) {
  return {
    async read(position, length) {
      if (length <= 0) return NOTHING;
      return new Uint8Array(await blob.slice(position, position + length).arrayBuffer());
    },
  };
}

// SPDX-License-Identifier: Apache-2.0
// The content of gzip data: any number of members, one behind the other, as one.

import { joined } from './checks.js';
import { cutShort, damaged, NodeDecoder, nodeZlib, WebDecoder } from './decoder.js';

/** What a member begins with. */
const MEMBER = [0x1f, 0x8b, 0x08];
/** A member ends in its checksum and its size. */
const TRAILER_BYTES = 8;
/** How long what came out may take to arrive where a member may end, and in all: in turns of a millisecond. */
const PATIENCE = 25;
const ALL_PATIENCE = 500;

/** @param {AsyncIterable<import('./compression.js').Slice>} slices */
export function gunzip(slices) {
  const zlib = nodeZlib();
  return zlib ? gunzipNode(slices, zlib) : gunzipWeb(slices);
}

// Node's own reads all members, and stops at a zero: only zeros may follow, which fill up a block.
async function* gunzipNode(slices, zlib) {
  const decoder = new NodeDecoder(zlib.createGunzip);
  let size = 0;
  try {
    for await (const { bytes, start } of slices) {
      size = start + bytes.length;
      try {
        if (!decoder.ended) yield* decoder.push(bytes);
      } catch (error) {
        throw damaged('gzip', start, error);
      }
      const rest = decoder.ended ? bytes.subarray(Math.max(0, decoder.used - start)) : [];
      if (rest.some((byte) => byte !== 0)) throw damaged('gzip', start);
    }
    if (!decoder.ended) yield* endOf(decoder, size);
  } finally {
    decoder.close();
  }
}

async function* endOf(decoder, size, otherwise) {
  try {
    yield* decoder.end();
  } catch (error) {
    throw cutShort('gzip', size, otherwise, error);
  }
}

// A DecompressionStream takes one member and calls a second one an error. Where another may begin,
// the size before it tells: it is that of what came out, or this is no end.
async function* gunzipWeb(slices) {
  let decoder = new WebDecoder('gzip');
  let size = 0;
  let patience = ALL_PATIENCE;
  try {
    for await (const part of partsOf(slices)) {
      size = part.end;
      yield* orDamaged(decoder.push(part.bytes), part);
      const mayEnd = () => decoder.produced % 2 ** 32 === part.memberSize;
      if (part.memberSize === undefined) continue;
      patience -= yield* decoder.settle(mayEnd, Math.max(2, Math.min(PATIENCE, patience)));
      if (!mayEnd()) continue;
      yield* orDamaged(decoder.end(), part);
      decoder = new WebDecoder('gzip');
    }
    yield* endOf(decoder, size, ' or is followed by something else');
  } finally {
    decoder.close();
  }
}

async function* orDamaged(output, { start }) {
  try {
    yield* output;
  } catch (error) {
    throw damaged('gzip', start, error);
  }
}

/**
 * The input in parts that end where another member may begin. `memberSize`: what the bytes before
 * such a place say, if they are a trailer.
 */
async function* partsOf(slices) {
  let held = new Uint8Array(0); // the last bytes, in which a member may begin, and a trailer before
  let start = 0;
  let given = 0;
  const part = (end, memberSize) => {
    const bytes = held.subarray(given, end);
    const [from, to] = [start + given, start + end];
    given = end;
    return { bytes, start: from, end: to, memberSize };
  };
  for await (const { bytes } of slices) {
    held = joined(held, bytes);
    const last = held.length - MEMBER.length;
    for (let at = Math.max(given, TRAILER_BYTES); ; ++at) {
      at = held.indexOf(MEMBER[0], at);
      if (at < 0 || at > last) break;
      if (MEMBER.some((byte, i) => held[at + i] !== byte)) continue;
      yield part(at, new DataView(held.buffer).getUint32(at - 4, true));
    }
    if (last >= given) yield part(last + 1);
    const rest = Math.max(0, given - TRAILER_BYTES);
    held = held.slice(rest);
    start += rest;
    given -= rest;
  }
  if (given < held.length) yield part(held.length);
}

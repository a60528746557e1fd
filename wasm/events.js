// SPDX-License-Identifier: Apache-2.0
// Plain objects as NDJSON, ready to be appended.

import { misuse } from './errors.js';
import { jsonText } from './json.js';

const PIECE_CHARACTERS = 1 << 20;

/**
 * The events as texts of whole lines. All are written before any is appended, so that one that
 * cannot be written leaves nothing half done.
 * @param {readonly unknown[]} events
 */
export function linesOf(events) {
  const pieces = [];
  let piece = '';
  for (let index = 0; index < events.length; ++index) {
    piece += `${lineOf(events[index], index)}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    pieces.push(piece);
    piece = '';
  }
  pieces.push(piece);
  return pieces;
}

function lineOf(event, index) {
  if (event === null || typeof event !== 'object' || Array.isArray(event)) {
    throw misuse(`events[${index}] is not a plain object`, `$[${index}]`);
  }
  // Writing with BigInts takes ten times as long, so only events that need it pay for it.
  try {
    return JSON.stringify(event);
  } catch {
    return jsonText(event, `events[${index}]`, `$[${index}]`);
  }
}

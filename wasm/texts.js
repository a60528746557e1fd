// SPDX-License-Identifier: Apache-2.0
// Texts are cut between characters: a UTF-16 pair that is cut in two would become two others.

export function isHighSurrogate(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Where a slice of at most `most` units from `start` ends. */
export function endOfSlice(string, start, most) {
  const end = Math.min(start + most, string.length);
  return end < string.length && isHighSurrogate(string.charCodeAt(end - 1)) ? end - 1 : end;
}

/** Keeps a surrogate pair together that two pieces of text have cut. */
export class TextJoiner {
  #held = '';

  next(piece) {
    if (typeof piece !== 'string') return piece;
    const text = this.#held + piece;
    const cut = text.length > 0 && isHighSurrogate(text.charCodeAt(text.length - 1));
    this.#held = cut ? text.at(-1) : '';
    return cut ? text.slice(0, -1) : text;
  }

  rest() {
    return this.#held;
  }
}

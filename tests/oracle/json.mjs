// SPDX-License-Identifier: Apache-2.0
// Reads JSON without losing a digit: numbers stay text, objects keep their keys in a Map.
// JSON.parse would turn 9007199254740993 and 1e400 into doubles before the oracle sees them.

/** A JSON number as it was written. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * The value of a JSON text: null, boolean, string, JsonNumber, Array or Map.
 * Throws SyntaxError for anything that is not exactly one JSON value.
 */
export function parseExact(text) {
  const state = { text, at: 0 };
  const value = readValue(state);
  skip(state);
  if (state.at !== text.length) throw new SyntaxError(`unexpected text at ${state.at}`);
  return value;
}

function match(state, pattern) {
  pattern.lastIndex = state.at;
  const found = pattern.exec(state.text);
  if (!found) throw new SyntaxError(`unexpected text at ${state.at}`);
  state.at = pattern.lastIndex;
  return found[0];
}

function skip(state) {
  match(state, SPACE);
}

function readValue(state) {
  skip(state);
  const c = state.text[state.at];
  if (c === '{') return readObject(state);
  if (c === '[') return readArray(state);
  if (c === '"') return JSON.parse(match(state, STRING));
  for (const [word, value] of [['null', null], ['true', true], ['false', false]]) {
    if (state.text.startsWith(word, state.at)) {
      state.at += word.length;
      return value;
    }
  }
  return new JsonNumber(match(state, NUMBER));
}

function readArray(state) {
  const out = [];
  state.at++;
  skip(state);
  if (state.text[state.at] === ']') {
    state.at++;
    return out;
  }
  for (;;) {
    out.push(readValue(state));
    if (separator(state, ']')) return out;
  }
}

function readObject(state) {
  const out = new Map();
  state.at++;
  skip(state);
  if (state.text[state.at] === '}') {
    state.at++;
    return out;
  }
  for (;;) {
    skip(state);
    const key = JSON.parse(match(state, STRING));
    skip(state);
    if (state.text[state.at++] !== ':') throw new SyntaxError(`missing colon at ${state.at}`);
    out.set(key, readValue(state));
    if (separator(state, '}')) return out;
  }
}

// Steps over a comma (false) or the closing sign (true).
function separator(state, close) {
  skip(state);
  const c = state.text[state.at++];
  if (c === close) return true;
  if (c !== ',') throw new SyntaxError(`unexpected text at ${state.at}`);
  return false;
}

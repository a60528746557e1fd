// SPDX-License-Identifier: Apache-2.0
// What a request file and the flags beside it ask, by the rules of hosts/native/request_file.cpp.

import { isUtf8 } from 'node:buffer';

import { misuse } from '../../wasm/errors.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The call for `engine.report`: the request stays text, so that its numbers keep every digit. */
export function readRequestFile(given, bytes) {
  const path = given.request;
  checkText(path, bytes);
  const text = decoder.decode(bytes);
  const parsed = parse(text);
  // A bare request that is broken is for the report to refuse, as the service would.
  if (parsed === undefined && !given.report) throw misuse(`${path} is not JSON`);
  const isDocument = isObject(parsed) && Object.hasOwn(parsed, 'request');
  const document = isDocument ? readDocument(path, text, parsed) : { requestText: text };
  const call = {
    report: given.report ?? document.report ?? '',
    mode: given.mode ?? document.mode ?? '',
    now: given.now ?? document.now ?? '',
    requestText: document.requestText,
    catalog: document.catalogText,
  };
  if (!call.report) {
    throw misuse(
      `${path} names no report: it holds {"report": NAME, "request": {...}}, or --report names it`,
    );
  }
  if (call.mode && call.mode !== 'as-is' && call.mode !== 'exact') {
    throw misuse(`unknown mode "${call.mode}"; use as-is or exact`);
  }
  return { ...call, mode: call.mode || 'as-is', now: call.now || new Date().toISOString() };
}

/** Throws for a file that is no text. */
export function checkText(path, bytes) {
  if (!isUtf8(bytes)) throw misuse(`${path} is not UTF-8 text`);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// Takes the members of {"report","mode","request","now","catalog"}.
function readDocument(path, text, parsed) {
  for (const [key, value] of Object.entries(parsed)) {
    if (key === 'request' || key === 'catalog') {
      if (!isObject(value)) throw misuse(`${path}: ${key} must be an object`);
    } else if (!['report', 'mode', 'now'].includes(key)) {
      throw misuse(
        `${path}: unknown member "${key}"; there are report, mode, request, now and catalog`,
      );
    } else if (typeof value !== 'string') {
      throw misuse(`${path}: ${key} must be a text`);
    }
  }
  return {
    ...parsed,
    requestText: memberText(text, 'request'),
    catalogText: memberText(text, 'catalog'),
  };
}

/** The text of a member's value in the text of a JSON object; of a repeated member the last. */
export function memberText(json, name) {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;
  let depth = 0;
  let key = '';
  let start = -1;
  let found;
  for (let match; (match = token.exec(json));) {
    const [word] = match;
    const ends = depth === 1 && (word === ',' || word === '}');
    if (ends && start >= 0) {
      if (key === name) found = json.slice(start, match.index).trim();
      start = -1;
    }
    if (word === '{' || word === '[') ++depth;
    else if (word === '}' || word === ']') --depth;
    else if (depth === 1 && word === ':' && start < 0) start = token.lastIndex;
    else if (depth === 1 && start < 0 && word[0] === '"') key = JSON.parse(word);
  }
  return found;
}

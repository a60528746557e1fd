// SPDX-License-Identifier: Apache-2.0
// Reports in columns: typed arrays and texts that belong to JavaScript.

import { misuse } from './errors.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Takes `texts` out of a call's options: { texts, call }. */
export function readColumnsCall(options) {
  if (options !== undefined && (options === null || typeof options !== 'object')) {
    throw misuse('columns takes its options as an object');
  }
  const { texts = false, ...call } = options ?? {};
  if (typeof texts !== 'boolean') throw misuse('texts must be true or false', '$.texts');
  return { texts, call };
}

/** The answer. Its columns come in the order of wasm/columns_table.cpp. */
export function makeColumns({ facts, columns, text }, texts) {
  const { status, complete, ledger, notes } = facts;
  const answer = { status, complete, ledger, notes };
  if (columns === undefined) return { ...answer, body: JSON.parse(text), text };
  let next = 0;
  const take = (Type) => new Type(columns[next++]);
  answer.rows = facts.rows;
  if (facts.windows) {
    answer.windowStart = take(Float64Array);
    answer.windowEnd = take(Float64Array);
  }
  // From entries, because a name may be anything, `__proto__` too.
  answer.groups = Object.fromEntries(
    facts.groups.map((name) => {
      const codes = take(Uint32Array);
      return [name, { codes, texts: textsOf(take(Uint8Array), take(Uint32Array)) }];
    }),
  );
  if (facts.others) answer.others = take(Uint8Array);
  const valuesOf = (list) =>
    Object.fromEntries(
      list.map(({ name, totalText }) => {
        const value = { numbers: take(Float64Array), total: take(Float64Array)[0] };
        if (!texts) return [name, value];
        value.texts = textsOf(take(Uint8Array), take(Uint32Array), null);
        value.totalText = totalText === '' ? null : totalText;
        return [name, value];
      }),
    );
  answer.values = valuesOf(facts.values);
  if (facts.previous.length === 0) return answer;
  answer.previous = valuesOf(facts.previous);
  answer.change = valuesOf(facts.change);
  answer.changePercent = valuesOf(facts.changePercent);
  return answer;
}

/** Texts one behind the other, cut at the ends of their bytes; `none` stands for an empty one. */
function textsOf(bytes, ends, none = '') {
  const whole = decoder.decode(bytes);
  const texts = new Array(ends.length);
  let start = 0;
  // Where every byte is a unit of the text, and nearly always it is, cutting needs no bytes.
  const isAscii = whole.length === bytes.length;
  for (let i = 0; i < ends.length; ++i) {
    const end = ends[i];
    const text = isAscii ? whole.slice(start, end) : decoder.decode(bytes.subarray(start, end));
    texts[i] = text === '' ? none : text;
    start = end;
  }
  return texts;
}

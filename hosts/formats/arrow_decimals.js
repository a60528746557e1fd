// SPDX-License-Identifier: Apache-2.0

import { misuse } from '../../wasm/errors.js';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const MOST_DIGITS = 38;

/**
 * Decimals as numbers of 128 bits that have the same places: as many as the longest needs, or `scale`.
 * Throws for one that does not fit, and never rounds.
 * @param {(string | null)[]} texts
 */
export function decimalColumn(texts, scale, name) {
  const parts = texts.map((text) => (text === null ? null : DECIMAL.exec(text)));
  const broken = parts.findIndex((part, row) => part === null && texts[row] !== null);
  if (broken >= 0) throw tooLong(texts[broken], name);
  const longest = parts.reduce((most, part) => Math.max(most, part?.[3]?.length ?? 0), 0);
  const places = scale ?? longest;
  const data = new Uint32Array(texts.length * 4);
  const words = new BigInt64Array(data.buffer);
  parts.forEach((part, row) => {
    if (!part) return;
    const [, sign, whole, fraction = ''] = part;
    const digits = (whole + fraction.padEnd(places, '0')).replace(/^0+(?=\d)/, '');
    if (fraction.length > places || digits.length > MOST_DIGITS) throw tooLong(texts[row], name);
    const unscaled = BigInt(sign + digits);
    words[row * 2] = BigInt.asIntN(64, unscaled);
    words[row * 2 + 1] = unscaled >> 64n;
  });
  return { places, data };
}

function tooLong(text, name) {
  return misuse(
    `${text} in the column ${name} does not fit a decimal of ${MOST_DIGITS} digits with the same places ` +
      `as the others; numbers: 'text' takes any`,
    '$.numbers',
  );
}

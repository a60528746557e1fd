// SPDX-License-Identifier: Apache-2.0
// Numbers for people: exact decimals from their texts, short ones for axes and tiles.

const short = lazily({ notation: 'compact', maximumSignificantDigits: 4 });
const plain = lazily({ maximumSignificantDigits: 5 });
const axis = lazily({ notation: 'compact', maximumSignificantDigits: 3 });
const shares = lazily({ style: 'percent', maximumFractionDigits: 1 });
const NONE = '–';

/** A formatter that is made when it is first needed: making one takes milliseconds. */
function lazily(options) {
  let made;
  return { format: (number) => (made ??= new Intl.NumberFormat('en', options)).format(number) };
}

/** A decimal with its digits in threes. No digit is changed, however many there are. */
export function exact(text) {
  if (text === null || text === undefined) return NONE;
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(\..*)?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  return (sign && '−') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

/** As `exact`, up to a number of digits after the point, and "…" where there are more. For narrow places. */
export function trimmed(text, digits = 6) {
  const [whole, fraction = ''] = exact(text).split('.');
  if (fraction.length <= digits) return exact(text);
  return `${whole}.${fraction.slice(0, digits)}…`;
}

/** Short: 12,345,678 is 12.35M, and what has five digits before the point stays as it is. */
export function compact(number) {
  if (!Number.isFinite(number)) return NONE;
  return minus((Math.abs(number) < 100_000 ? plain : short).format(number));
}

/** For the labels of an axis. */
export const tick = (number) => minus(axis.format(number));

/** A part of a whole, or nothing where parts do not add up. */
export function share(part, whole) {
  return whole > 0 && part >= 0 && part <= whole ? shares.format(part / whole) : '';
}

/** A change in percent, with its sign; null where there is none. */
export function change(percent) {
  if (percent === null || percent === undefined || !Number.isFinite(percent)) return null;
  const size = Math.abs(percent);
  const text = size >= 1000 ? short.format(size) : size.toFixed(size < 10 ? 1 : 0);
  if (Number(text) === 0) return '0%';
  return `${percent < 0 ? '−' : '+'}${text}%`;
}

/** Bytes as a person says them. */
export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const size = count / 1000 ** step;
  return `${size.toFixed(step > 0 && size < 10 ? 1 : 0)} ${units[step]}`;
}

const minus = (text) => text.replace('-', '−');

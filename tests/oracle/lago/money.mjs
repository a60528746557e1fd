// SPDX-License-Identifier: Apache-2.0
// From an exact amount to the smallest units of a currency.

import { floorAt, num, roundAt } from './number.mjs';

const SUBUNITS = { MRO: 5, CLF: 10000 };
for (const code of ['BHD', 'JOD', 'KWD']) SUBUNITS[code] = 1000;
for (const code of [
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'HUF',
  'ISK',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
])
  SUBUNITS[code] = 1;

export const subunitOf = (currency) => SUBUNITS[currency] ?? 100;

/**
 * Rounded half up: as the service does it to the currency's decimals first, although its smallest
 * unit may be another.
 */
export function smallestUnits(amount, currency, mode) {
  const subunit = subunitOf(currency);
  if (mode === 'exact') return roundAt(amount.mul(num(subunit)), 0);
  const decimals = Math.round(Math.log10(subunit));
  return floorAt(roundAt(amount, decimals).mul(num(subunit)), 0);
}

/** { cents, unitCents } of an amount in a unit of its own: two decimals there, then converted. */
export function convertedUnits(amount, { rate }, currency, mode) {
  const inUnit = roundAt(amount, 2);
  return {
    cents: smallestUnits(inUnit.mul(num(rate)), currency, mode),
    unitCents: inUnit.mul(num(100)),
  };
}

// SPDX-License-Identifier: Apache-2.0
// Sums of decimals that are texts, with every digit.

/** @param {(string | null)[]} texts */
export function sumOf(texts) {
  let scale = 0;
  let sum = 0n;
  for (const text of texts) {
    if (text === null) continue;
    const [whole, fraction = ''] = text.split('.');
    const digits = BigInt(whole + fraction);
    if (fraction.length > scale) {
      sum *= 10n ** BigInt(fraction.length - scale);
      scale = fraction.length;
    }
    sum += digits * 10n ** BigInt(scale - fraction.length);
  }
  return spelled(sum, scale);
}

function spelled(sum, scale) {
  const sign = sum < 0n ? '-' : '';
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return sign + whole + (scale > 0 && fraction ? `.${fraction}` : '');
}

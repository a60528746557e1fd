// SPDX-License-Identifier: Apache-2.0
// The formulas of generate-plain.mjs as SQL. Where a variable is absent there is no value.

/** `decimal(text)` writes a literal. */
export function sqlFormula(text, decimal) {
  const columns = new Set();
  const sql = text
    .replace(/event\.properties\.(\w+)/g, (_, name) => (columns.add(name), name))
    .replace(/(?<![\w.])\d+(?:\.\d+)?/g, (number) => (/^round/.test(text) ? number : decimal(number)));
  const known = [...columns].map((name) => `${name} IS NOT NULL`).join(' AND ');
  return `CASE WHEN ${known} THEN ${sql} END`;
}

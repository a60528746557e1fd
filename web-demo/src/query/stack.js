// SPDX-License-Identifier: Apache-2.0
// Lines put on top of each other.

/** Whether lines can be stacked: parts that add up, none of them below zero. */
export const canStack = (lines) => lines.every(({ numbers }) => numbers.every((number) => number === null || number >= 0));

/** Upper edges of the layers, the first line at the bottom. Doubles will do: they are only drawn. */
export function stacked(lines) {
  const edge = new Array(lines[0]?.numbers.length ?? 0).fill(0);
  return lines.map(({ numbers }) => numbers.map((number, at) => (edge[at] += number ?? 0)));
}

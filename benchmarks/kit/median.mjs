// SPDX-License-Identifier: Apache-2.0

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

// SPDX-License-Identifier: Apache-2.0

/**
 * The program `tallyfold serve` as a function.
 *
 * @module tallyfold-serve/program
 */

/** Serves as the words behind `tallyfold serve` say, until a signal ends it. The promise is of the exit status. */
export function run(words: readonly string[]): Promise<number>;

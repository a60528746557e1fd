// SPDX-License-Identifier: Apache-2.0

/**
 * What went wrong in a call. Reports about bad requests are not errors but answers with a status;
 * this is thrown for misuse, bad mappings, foreign snapshots and full memory.
 */
export class TallyfoldError extends Error {
  /**
   * @param {string} code one of the stable names in index.d.ts
   * @param {string} message one sentence for a person
   * @param {{ path?: string, problems?: object[], cause?: unknown }} [more]
   */
  constructor(code, message, { path = '', problems, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TallyfoldError';
    this.code = code;
    this.path = path;
    if (problems) this.problems = problems;
  }
}

/** A call that is not allowed: `path` names the option or argument. */
export function misuse(message, path = '', cause) {
  return new TallyfoldError('misuse', message, { path, cause });
}

// SPDX-License-Identifier: Apache-2.0

/**
 * What went wrong in a call. Reports about bad requests are not errors but answers with a status;
 * this is thrown for misuse, bad mappings and catalogs, foreign snapshots and full memory.
 */
export class TallyfoldError extends Error {
  /**
   * @param {string} code one of the stable names in index.d.ts
   * @param {string} message one sentence for a person
   * @param {{ path?: string, problems?: object[], text?: string, cause?: unknown }} [more]
   *   `text`: a body of the service's, as JSON
   */
  constructor(code, message, { path = '', problems, text, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TallyfoldError';
    this.code = code;
    this.path = path;
    if (problems) this.problems = problems;
    if (text === undefined) return;
    this.body = JSON.parse(text);
    this.text = text;
  }

  /** The package's entries are bundled apart, and so is their code of this class: an error of one is one of all. */
  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === 'TallyfoldError' && 'code' in value;
  }
}

/** What the engine said, as an error. Of a catalog it names each problem. */
export function engineError({ code, message, path, problems, text }) {
  return new TallyfoldError(code, problems ? message.split('\n').join('; ') : message, {
    path,
    problems,
    text,
  });
}

/** A call that is not allowed: `path` names the option or argument. */
export function misuse(message, path = '', cause) {
  return new TallyfoldError('misuse', message, { path, cause });
}

// SPDX-License-Identifier: Apache-2.0

/**
 * What went wrong in a call. Reports about bad requests are not errors but answers with a status;
 * this is thrown for misuse, bad mappings and catalogs, foreign snapshots and full memory.
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

/** What the engine said, as an error. Of a catalog it names each problem on a line of its own. */
export function engineError({ code, message, path }) {
  if (code !== 'invalid_catalog') return new TallyfoldError(code, message, { path });
  const lines = message.split('\n').filter(Boolean);
  return new TallyfoldError(code, lines.join('; '), { path, problems: lines.map(problemOf) });
}

// "$.seatsio.events[0].id must be an integer"
function problemOf(line) {
  const space = line.startsWith('$') ? line.indexOf(' ') : -1;
  if (space < 0) return { path: '', message: line };
  return { path: line.slice(0, space), message: line.slice(space + 1) };
}

/** A call that is not allowed: `path` names the option or argument. */
export function misuse(message, path = '', cause) {
  return new TallyfoldError('misuse', message, { path, cause });
}

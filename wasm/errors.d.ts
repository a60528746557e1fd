// SPDX-License-Identifier: Apache-2.0
// What goes wrong in a call, by stable names.

import type { LagoError } from './lago.js';

/**
 * Thrown for misuse, bad mappings and catalogs, foreign snapshots and full memory, never by a report
 * of a bad request.
 *
 * ```js
 * try {
 *   engine.setCatalog({ seatsio: { events: [{ id: 'x' }] } });
 * } catch (error) {
 *   error instanceof TallyfoldError // true
 *   error.code                      // 'invalid_catalog'
 *   error.problems
 *   // [{ path: '$.seatsio.events[0].id', code: 'value_is_invalid', message: 'must be an integer' }]
 * }
 * ```
 */
export class TallyfoldError extends Error {
  /** Hosts of your own may throw it too. */
  constructor(
    code: ErrorCode,
    message: string,
    more?: { path?: string; problems?: Problem[]; text?: string; cause?: unknown },
  );
  /** What went wrong, as a stable name. */
  code: ErrorCode;
  /** JSON path of the offending value, or empty. */
  path: string;
  /** Of a refused request or catalog: every problem. */
  problems?: Problem[];
  /** Of a refused catalog: what Lago would answer, the codes of all problems by their JSON paths. */
  body?: LagoError;
  /** The same as it is sent. */
  text?: string;
}

/** One of the things that are wrong with a request or a catalog. */
export interface Problem {
  /** JSON path of the offending value. */
  path: string;
  /** For a person, to stand behind the path: `must be a text`. */
  message: string;
  /** Of a catalog: Lago's code, such as `value_is_invalid`. */
  code?: string;
}

/** Stable names of what can go wrong. */
export type ErrorCode =
  /** Never thrown: what is wrong with an event stands in the ledger. */
  | 'invalid_event'
  /** An input is not what it is said to be: packed data, Parquet or Arrow that is damaged or ends early. */
  | 'invalid_input'
  /** A plan was asked with a wrong name, type or value: `problems` names all of them. */
  | 'invalid_request'
  /** A catalog with problems: `problems` names all of them. The one before stands. */
  | 'invalid_catalog'
  /** A mapping that names no usable fields, or an unknown dialect. */
  | 'invalid_mapping'
  /** A snapshot of another question, format or zone data, or a damaged one. */
  | 'invalid_snapshot'
  /** There is no report of this name. */
  | 'unknown_report'
  /** The limit would be passed. What was there before still answers. */
  | 'out_of_memory'
  /** The call itself is wrong, or not allowed now: an unknown option, a closed engine. */
  | 'misuse'
  /** A broken promise inside Tallyfold, or a worker that stopped; please report it. */
  | 'internal';

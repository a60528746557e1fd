// SPDX-License-Identifier: Apache-2.0

/**
 * `tallyfold serve` as a function: the endpoints of tallyfold/fetch behind a socket, over events that are
 * kept in one SQLite file.
 *
 * ```js
 * import { startServer } from 'tallyfold-serve';
 *
 * const server = await startServer({ port: 0, data: ':memory:' });
 * await server.loaded;
 * const response = await fetch(`${server.url}/healthz`);
 * await response.json() // { status: 'ok' }
 * await server.close();
 * ```
 *
 * @module tallyfold-serve
 */

import type { Readable } from 'node:stream';

import type { DialectName, Mapping } from 'tallyfold';
import type { Key } from 'tallyfold/fetch';

/**
 * Starts a server. The promise is kept when it listens; until `loaded` it answers 503. Throws
 * TallyfoldError `misuse` for options that cannot be meant, and StartError for what is in the way:
 * a file that is not there, a catalog that is refused, a port or a database that is in use.
 */
export function startServer(options?: ServeOptions): Promise<Server>;

/** A server that listens. */
export interface Server {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * Kept when files are read and the log is played, or the server is closed before that. Rejected when they
   * cannot be; the server is then closed.
   */
  readonly loaded: Promise<void>;
  /** Finishes requests under way, for at most ten seconds, and closes the database. */
  close(): Promise<void>;
}

/** Why a server does not start, or stops loading, in a sentence for its user. */
export class StartError extends Error {}

/** Where a server listens, what it keeps, and who may ask. */
export interface ServeOptions extends DatasetOptions {
  /** 8080 when absent; 0 takes any that is free. */
  port?: number;
  /** 127.0.0.1 when absent. Without keys only an address that no other machine reaches is taken. */
  host?: string;
  /** The file that events are kept in, made when it is not there: `tallyfold.db` when absent; `:memory:` keeps nothing. */
  data?: string;
  /** Who may do what. The datasets are those that they name. Without keys there is one, `default`. */
  keys?: readonly Key[];
  /** Events and catalogs by dataset, where there are several. */
  datasets?: Record<string, DatasetOptions>;
  /** Origins whose pages may ask, or `*`. None when absent. */
  cors?: '*' | readonly string[];
  /** Bytes that each dataset may take in memory. */
  maxMemory?: number;
  /** Bytes a request body may have, unpacked; 16 MiB when absent. */
  maxBodyBytes?: number;
  /** How long a body may take to arrive; 30,000 when absent. */
  bodyTimeoutMs?: number;
  /** How long the head of a request may take to arrive; 10,000 when absent. */
  headersTimeoutMs?: number;
  /** Which of Lago's event stores its ingestion endpoints follow: `postgres` (default) or `clickhouse`. */
  store?: 'postgres' | 'clickhouse';
  /** What `-` among the events reads; the standard input of the process when absent. */
  stdin?: Readable;
  /** The clock: `now` of reports, and the time of reception. */
  now?: () => Date;
  /** Told what a person should know: a catalog that was refused, a disk that is full, an unexpected error. */
  onNotice?: (text: string) => void;
  /** Told what was read since the last time, while loading and from standard input. */
  onProgress?: (step: Step) => void;
}

/** Of the one dataset, or of one of several. */
export interface DatasetOptions {
  /** Files of events, read at every start, and `-` for standard input, which is kept. */
  events?: readonly string[];
  /** Of these events. */
  dialect?: DialectName | Mapping;
  /** Of these events, `ndjson`, `json` or `csv`; without it the ending of a file tells. */
  format?: 'ndjson' | 'json' | 'csv';
  /** A file of facts beside events, read again when it changes. */
  catalog?: string;
}

/** What was read since the last time. */
export interface Step {
  /** How much was read. */
  bytes: number;
  /** Events of files and standard input. */
  accepted: number;
  /** Records of them that are no events. */
  refused: number;
  /** Requests of the log that were played. */
  requests: number;
}

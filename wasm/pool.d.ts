// SPDX-License-Identifier: Apache-2.0
/// <reference lib="esnext.disposable" />
// Several engines in workers that answer as one, byte for byte.

import type {
  AppendFromOptions,
  AppendOptions,
  AppendResult,
  Bytes,
  Catalog,
  EngineOptions,
  EventInput,
  Ledger,
  Refusal,
  RefusalCall,
  Version,
} from './index.js';
import type { EndpointName, IngestAnswer, IngestCall } from './ingest.js';
import type { ColumnsCall, QueryColumns, RefusedColumns } from './query.js';
import type { Report, ReportCall, ReportName } from './reports.js';

/**
 * Starts a pool: a module worker for each engine, with the one compiled WebAssembly module. It needs
 * no SharedArrayBuffer and no special headers. In Node, Deno and Bun workers keep the process alive
 * only while they have something to do.
 *
 * ```js
 * import { createEnginePool } from 'tallyfold';
 *
 * const pool = await createEnginePool({ workers: 2, keepIds: false });
 * await pool.append([
 *   { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T10:00:00Z' },
 * ]);
 * const { body } = await pool.report({
 *   report: 'tallyfold.query',
 *   request: { dedupe: 'none', aggregations: { calls: { type: 'count' } } },
 * });
 * body.totals.values // { calls: '1' }
 * await pool.close();
 * ```
 */
export function createEnginePool(options?: PoolOptions): Promise<EnginePool>;

/** What all engines of a pool are made with. */
export interface PoolOptions extends EngineOptions {
  /** How many, from 1 to 64; as many as there are processors when absent. */
  workers?: number;
  /** Bytes that all engines together may hold; each has an even share, and so has what puts together. */
  maxMemory?: number;
  /**
   * Starts one worker over the package's file `tallyfold/pool-worker`, where it does not lie beside the
   * code: `() => new Worker('/js/pool_worker.js', { type: 'module' })`. Called once for each worker.
   */
  worker?: () => WorkerThread;
}

/** A Worker of browsers, or of `node:worker_threads`. */
export interface WorkerThread {
  /** Sends the worker a message; `transfer` is handed over, not copied. */
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once. */
  terminate(): unknown;
}

/**
 * The engine's methods, each with a promise. Calls for one source are done in the order in which
 * they were made. A report with a `lateness` is refused, because workers have no order of arrival.
 */
export interface EnginePool {
  /**
   * As `Engine.append`: the answer comes when all of it is decoded. The bytes are copied when their
   * turn comes, so they must not change before the answer. NDJSON is cut at line ends and shared
   * out; a source that had CSV or JSON belongs to one worker from then on.
   */
  append(data: Bytes | string | readonly object[], options?: AppendOptions): Promise<AppendResult>;

  /**
   * As `Engine.appendFrom`. Not more than 3 MiB for each worker are in flight; a slower pool holds
   * the stream back. The workers read a Blob or File of NDJSON themselves; a compressed one is
   * decompressed on the thread that calls. What `onProgress` is told to be accepted and refused is what
   * has been decoded so far.
   */
  appendFrom(
    input: EventInput | Promise<EventInput>,
    options?: AppendFromOptions,
  ): Promise<AppendResult>;

  /** Node, Deno and Bun: appends a file, which the workers read themselves. The quickest way in. */
  appendFile?(path: string | URL, options?: AppendFromOptions): Promise<AppendResult>;

  /** As `Engine.ingest`: duplicates are looked for in all workers. Input waits meanwhile. */
  ingest<Name extends EndpointName>(call: IngestCall<Name>): Promise<IngestAnswer<Name>>;

  /** Answers over everything that was appended before this call, waited for or not. */
  report<Name extends ReportName>(call: ReportCall<Name>): Promise<Report<Name>>;
  /** As `Engine.columns`. */
  columns(call: ColumnsCall): Promise<QueryColumns | RefusedColumns>;
  /** As `Engine.plan`. Its part in each worker has an entry for every id. */
  plan<Name extends ReportName>(call: ReportCall<Name>): Promise<PoolPlan<Name>>;
  /** As `Engine.setCatalog`. */
  setCatalog(catalog: Catalog | string | Bytes): Promise<void>;
  /** As `Engine.ledger`, with lines counted over whole inputs. */
  ledger(): Promise<Ledger>;
  /** As `Engine.refusal`. */
  refusal(call: RefusalCall): Promise<Refusal>;

  /** As `Engine.version`. */
  readonly version: Version;
  /** How many there are. */
  readonly workers: number;
  /** Bytes held by all engines. */
  readonly memoryBytes: Promise<number>;

  /**
   * Ends the workers at once. Calls that wait are rejected, and so are later ones. A pool that is
   * forgotten ends its workers too. A worker that stops by itself ends the pool's answers with the
   * error `internal`.
   */
  close(): Promise<void>;
  /** As `close`, at the end of a block that says `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A report's partial result in all workers. Snapshots are those of an engine's plan, both ways. */
export interface PoolPlan<Name extends ReportName = ReportName> {
  /** As `Plan.report`. */
  report(): Promise<Report<Name>>;
  /** As `Plan.columns`. */
  columns(options?: { texts?: boolean }): Promise<QueryColumns | RefusedColumns>;
  /** As `Plan.snapshot`. */
  snapshot(): Promise<Uint8Array>;
  /** As `Plan.restore`. */
  restore(snapshot: Bytes): Promise<void>;
  /** As `Plan.merge`. */
  merge(snapshot: Bytes): Promise<void>;
  /** As `Plan.close`. */
  close(): Promise<void>;
  /** As `close`, at the end of a block that says `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

// SPDX-License-Identifier: Apache-2.0
// Raw usage events in, exact usage reports out.
//
//   const engine = await createEngine();
//   engine.append([
//     { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T10:00:00Z' },
//   ]);
//   const { body } = engine.report({
//     report: 'flexprice.usage',
//     request: { event_name: 'call', aggregation_type: 'COUNT' },
//     now: '2024-03-06T00:00:00Z',
//   });
//   body // { value: 1, event_name: 'call', type: 'COUNT' }
//   engine.close();

import type { EndpointName, IngestAnswer, IngestCall } from './ingest.js';
import type { Report, ReportCall, ReportName } from './reports.js';
import type { LagoCatalog, LagoError } from './lago.js';
import type { ColumnsCall, QueryColumns, RefusedColumns } from './query.js';
import type { SeatsioCatalog } from './seatsio.js';

export type * from './ingest.js';
export * from './pool.js';
export type * from './reports.js';

/** Starts an engine. Nothing is shared between engines but the compiled module. */
export function createEngine(options?: EngineOptions): Promise<Engine>;

export interface EngineOptions {
  /**
   * `events` (default) keeps events, so that any report can be asked later. `plans` keeps only what
   * the plans made before the first event have learned: a stream of any length.
   */
  keep?: 'events' | 'plans';
  /**
   * What is remembered of event ids: `hashes` (default) so that an id counts once, `true` the ids
   * too, so that ledgers can name them, `false` nothing (requests then say `dedupe: 'none'`).
   */
  keepIds?: 'hashes' | boolean;
  /**
   * The one report that will be asked. What it does not read is scanned and not kept, which is
   * quicker and smaller; any other report is then refused. Give `now` where its range needs it.
   * Without a catalog of its own it has the engine's.
   */
  only?: ReportCall;
  /** Bytes the engine may hold, at most 3.5 GB. Calls that would pass it throw `out_of_memory`. */
  maxMemory?: number;
  /** The facts that reports need beside events: an object, or JSON as text or bytes. See `setCatalog`. */
  catalog?: Catalog | string | Bytes;
  /** Key of the id hashes. Engines whose snapshots are merged need the same one. */
  idKey?: string;
  /** Where the engine's WebAssembly comes from, when not from the package. */
  wasm?: WasmSource | Promise<WasmSource>;
}

export type WasmSource = URL | Response | Bytes | WebAssembly.Module;

/** A buffer, or any view on one. */
export type Bytes = ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** A dataset and the reports over it. */
export interface Engine {
  /**
   * Adds one document of events, or a part of one. An array of plain objects is written as JSON
   * first: a Date becomes its ISO text, a BigInt a text of its digits. Bytes and texts are quicker.
   * Records that are no events are counted as refused and named in `ledger()`.
   */
  append(data: Bytes | string | readonly object[], options?: AppendOptions): AppendResult;

  /**
   * Adds a document that arrives in pieces. When the input fails, or `signal` aborts, the error is
   * thrown and what has arrived stays; an unfinished last line is refused, whatever it holds.
   */
  appendFrom(
    input: EventInput | Promise<EventInput>,
    options?: AppendFromOptions,
  ): Promise<AppendResult>;

  /**
   * Keeps the events of a request as a service's ingestion endpoint would, and answers as it would;
   * a bad request is an answer too. With `out_of_memory` nothing of the request is kept.
   *
   *     engine.ingest({ endpoint: 'lago.events_batch', request: { events: [] } })
   *     // { status: 422, body: { status: 422, error: 'Unprocessable Entity',
   *     //   code: 'validation_errors', error_details: { events: ['no_events'] } }, text: '{"sta...' }
   */
  ingest<Name extends EndpointName>(call: IngestCall<Name>): IngestAnswer<Name>;

  /** Answers over all events so far. A bad request is an answer with status 400, not an error. */
  report<Name extends ReportName>(call: ReportCall<Name>): Report<Name>;

  /**
   * As `report` of a `tallyfold.query`, its rows in typed arrays that can be drawn or sent to a worker as
   * they are. Any other report throws `misuse`.
   *
   *     const { windowStart, groups, values } = engine.columns({ report: 'tallyfold.query', request });
   *     groups.customer.texts[groups.customer.codes[0]]  // 'c1'
   *     values.spend.numbers[0]                          // 3.75
   */
  columns(call: ColumnsCall): QueryColumns | RefusedColumns;

  /**
   * A report whose partial result can be saved, restored and merged. It sees every event of this
   * engine, earlier and later; with `keep: 'plans'` it is made before the first event.
   * `now` is fixed here. Throws `invalid_request` for a request that `report` answers with 400.
   */
  plan<Name extends ReportName>(call: ReportCall<Name>): Plan<Name>;

  /**
   * Replaces the catalog, for reports and plans made from now on; the events stay. Throws
   * `invalid_catalog` with every problem and Lago's 422 body, and the catalog before it then stands.
   * A large catalog is read quickest from its text or, better, its bytes.
   */
  setCatalog(catalog: Catalog | string | Bytes): void;

  /** What could not be decoded, over all inputs. */
  ledger(): Ledger;

  /**
   * What a service answers with status 401 or 403, which no report decides. `text` is the body as it is sent; seats.io sends
   * none, and `body` is then null.
   *
   *     engine.refusal({ service: 'seatsio', status: 401 })  // { status: 401, body: null, text: '' }
   */
  refusal(call: { service: 'flexprice' | 'lago' | 'seatsio'; status: 401 | 403 }): {
    status: number;
    body: object | null;
    text: string;
  };

  /** Versions of the package, of its time zone data, and of the snapshot format. */
  readonly version: {
    readonly tallyfold: string;
    readonly zones: string;
    readonly snapshot: number;
  };

  /** Bytes held in events, dictionaries and plans. */
  readonly memoryBytes: number;

  /** Gives the memory back; later calls throw. An engine that is forgotten gives it back too. */
  close(): void;
  [Symbol.dispose](): void;
}

/** Facts that no event tells. Members for reports of other services are passed over. */
export interface Catalog extends LagoCatalog {
  seatsio?: SeatsioCatalog | null;
  [other: string]: unknown;
}

export interface AppendOptions {
  /** The shape of the events: a built-in one (default `flexprice`), or a mapping of your own. */
  dialect?: DialectName | Mapping;
  /** `ndjson` (default), `json` (an array, an object, or `{"events": [...]}`) or `csv`. */
  format?: 'ndjson' | 'json' | 'csv';
  /** Number of the input, 0 when there is one. Inputs of different numbers may interleave. */
  source?: number;
  /** When the events were received: stands in for a missing time and settles ties. */
  receivedAt?: Date | string;
  /** The document goes on in the next append of this source; lines may be cut anywhere. */
  more?: boolean;
}

export interface AppendFromOptions extends Omit<AppendOptions, 'more'> {
  /** Called after each piece with the sums so far. */
  onProgress?: (progress: { bytes: number } & AppendResult) => void;
  /** Ends the reading. */
  signal?: AbortSignal;
}

export interface AppendResult {
  /** Records that became events. */
  accepted: number;
  /** Records that did not; the ledger says why. */
  refused: number;
}

export type EventInput =
  | Response
  | Blob
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | Bytes
  | string;

/**
 * `flexprice`: event_name, external_customer_id, customer_id, event_id, timestamp, source,
 * properties.
 * `cloudevents`: CloudEvents 1.0, with `type` as the name, `subject` as the customer and `data` as
 * the properties.
 * `seatsio`: kind, id, date, workspace, chartKey, chartName, eventId, eventKey, objectLabel,
 * objectType, quantity, status, originType, holdToken, orderId, channelKey; or an item of the API's
 * status changes, whose workspace, chart and event key the catalog then tells.
 */
export type DialectName = 'flexprice' | 'lago' | 'cloudevents' | 'seatsio';

/** Where in a record each fact stands. */
export interface Mapping {
  /** The event's name. */
  name: Place;
  /** The customer. */
  customer?: Place;
  subscription?: Place;
  /** RFC 3339 text, or a number of `timeUnit` since 1970. */
  time?: Place;
  /** Unit of numeric times; seconds when absent. */
  timeUnit?: 's' | 'ms' | 'us' | 'ns';
  /** An id that is sent again when the event is. */
  id?: Place;
  source?: Place;
  /** A pointer to an object, pointers to values, or `*`: every top-level field without a role. */
  properties?: string | string[];
}

/** A JSON Pointer (`/account/id`), a top-level key or CSV column, or a text for every event. */
export type Place = string | { const: string };

/** A report's partial result. */
export interface Plan<Name extends ReportName = ReportName> {
  /** The answer over what this plan has seen, merged snapshots included. */
  report(): Report<Name>;
  /** The same in columns, of a `tallyfold.query`: `Engine.columns`. */
  columns(options?: { texts?: boolean }): QueryColumns | RefusedColumns;
  /** The partial result as bytes of its own. */
  snapshot(): Uint8Array;
  /** Replaces the partial result by a snapshot of the same question. Throws `invalid_snapshot`. */
  restore(snapshot: Bytes): void;
  /** Adds a snapshot of the same question. Any order of merging gives the same report. */
  merge(snapshot: Bytes): void;
  /** Stops folding events for this plan. */
  close(): void;
  [Symbol.dispose](): void;
}

/** What was not counted, and why. */
export interface Ledger {
  /** Sum of the counts. */
  total: number;
  counts: Partial<Record<Reason, number>>;
  /** The first hundred, by source and place. */
  entries: LedgerEntry[];
}

export interface LedgerEntry {
  reason: Reason;
  /** Number of the input. */
  source: number;
  /** Line (NDJSON, CSV) or element (JSON) of that input, from 1. */
  line: number;
  /** Where the record starts in that input. */
  byte_offset: number;
  /** The event's id, where it is known and kept (`keepIds: true`). */
  id?: string;
  /** What exactly. */
  detail?: string;
}

export type Reason =
  | 'malformed_line'
  | 'not_an_event'
  | 'missing_field'
  | 'wrong_type'
  | 'unknown_kind'
  | 'bad_quantity'
  | 'bad_timestamp'
  | 'too_large'
  | 'missing_property'
  | 'not_a_number'
  | 'unknown_event'
  | 'duplicate'
  | 'conflicting_copy'
  | 'late';

/**
 * Thrown for misuse, bad mappings and catalogs, foreign snapshots and full memory, never by a report
 * of a bad request.
 */
export class TallyfoldError extends Error {
  constructor(
    code: ErrorCode,
    message: string,
    more?: { path?: string; problems?: Problem[]; text?: string; cause?: unknown },
  );
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

export interface Problem {
  path: string;
  /** For a person, to stand behind the path: `must be a text`. */
  message: string;
  /** Of a catalog: Lago's code, such as `value_is_invalid`. */
  code?: string;
}

export type ErrorCode =
  | 'invalid_event'
  | 'invalid_request'
  | 'invalid_catalog'
  | 'invalid_mapping'
  | 'invalid_snapshot'
  | 'unknown_report'
  | 'out_of_memory'
  | 'misuse'
  | 'internal';

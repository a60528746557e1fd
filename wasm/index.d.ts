// SPDX-License-Identifier: Apache-2.0
/// <reference lib="esnext.disposable" />

/**
 * Raw usage events in, exact usage reports out.
 *
 * ```js
 * import { createEngine } from 'tallyfold';
 *
 * const engine = await createEngine();
 * engine.append([
 *   { event_name: 'call', external_customer_id: 'c1', timestamp: '2024-03-05T10:00:00Z' },
 * ]);
 * const { body } = engine.report({
 *   report: 'flexprice.usage',
 *   request: { event_name: 'call', aggregation_type: 'COUNT' },
 *   now: '2024-03-06T00:00:00Z',
 * });
 * body // { value: 1, event_name: 'call', type: 'COUNT' }
 * engine.close();
 * ```
 *
 * @module tallyfold
 */

import type { EndpointName, IngestAnswer, IngestCall } from './ingest.js';
import type { Report, ReportCall, ReportName } from './reports.js';
import type { LagoCatalog } from './lago.js';
import type { Ledger } from './ledger.js';
import type { ColumnsCall, QueryColumns, RefusedColumns } from './query.js';
import type { SeatsioCatalog } from './seatsio.js';

export * from './errors.js';
export type * from './ingest.js';
export type * from './ledger.js';
export * from './pool.js';
export type * from './reports.js';

/** Starts an engine. Nothing is shared between engines but the compiled module. */
export function createEngine(options?: EngineOptions): Promise<Engine>;

/** How an engine keeps events. All of it is fixed when the engine is made. */
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

/** A file or an answer with the package's `engine.wasm`, its bytes, or the module that was compiled of it. */
export type WasmSource = URL | Response | Bytes | CompiledWasm;

/** A WebAssembly.Module, where the compiler knows of it: Node's types without the DOM's do not. */
export type CompiledWasm = typeof globalThis extends {
  WebAssembly: { Module: new (bytes: never) => infer Module };
}
  ? Module
  : never;

/** A buffer, or any view on one. */
export type Bytes = ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** A dataset and the reports over it. */
export interface Engine {
  /**
   * Adds one document of events, or a part of one. An array of plain objects is written as JSON
   * first: a Date becomes its ISO text, a BigInt a text of its digits. Bytes and texts are quicker.
   * Records that are no events are counted as refused and named in `ledger()`. Compressed bytes are for `appendFrom`.
   *
   * ```js
   * const event = {
   *   event_name: 'call',
   *   external_customer_id: 'c1',
   *   timestamp: '2024-03-05T10:00:00Z',
   * };
   * engine.append(`${JSON.stringify(event)}\nno event\n`) // { accepted: 1, refused: 1 }
   * engine.ledger().entries[0].line // 2
   * ```
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
   * ```js
   * engine.ingest({ endpoint: 'lago.events_batch', request: { events: [] } }).body
   * // { status: 422, error: 'Unprocessable Entity', code: 'validation_errors',
   * //   error_details: { events: ['no_events'] } }
   * ```
   */
  ingest<Name extends EndpointName>(call: IngestCall<Name>): IngestAnswer<Name>;

  /** Answers over all events so far. A bad request is an answer with status 400, not an error. */
  report<Name extends ReportName>(call: ReportCall<Name>): Report<Name>;

  /**
   * As `report` of a `tallyfold.query`, its rows in typed arrays that can be drawn or sent to a worker as
   * they are. Any other report throws `misuse`.
   *
   * ```js
   * engine.append([
   *   {
   *     event_name: 'call',
   *     external_customer_id: 'c1',
   *     timestamp: '2024-03-05T10:00:00Z',
   *     properties: { cost: 3.75 },
   *   },
   * ]);
   * const { groups, values } = engine.columns({
   *   report: 'tallyfold.query',
   *   request: {
   *     aggregations: { spend: { type: 'sum', property: 'cost' } },
   *     group_by: ['customer'],
   *   },
   * });
   * groups.customer.texts[groups.customer.codes[0]] // 'c1'
   * values.spend.numbers                            // Float64Array.of(3.75)
   * ```
   */
  columns(call: ColumnsCall): QueryColumns | RefusedColumns;

  /**
   * A report whose partial result can be saved, restored and merged. It sees every event of this
   * engine, earlier and later; with `keep: 'plans'` it is made before the first event.
   * `now` is fixed here. Throws `invalid_request` for a request that `report` answers with 400.
   *
   * ```js
   * const call = {
   *   report: 'flexprice.usage',
   *   request: { event_name: 'call', aggregation_type: 'COUNT' },
   *   now: '2024-03-06T00:00:00Z',
   * };
   * const other = await createEngine();
   * const [plan, elsewhere] = [engine.plan(call), other.plan(call)];
   * const event = {
   *   event_name: 'call',
   *   external_customer_id: 'c1',
   *   timestamp: '2024-03-05T10:00:00Z',
   * };
   * engine.append([{ event_id: '1', ...event }]);
   * other.append([{ event_id: '2', ...event }]);
   * plan.merge(elsewhere.snapshot());
   * plan.report().body.value // 2
   * ```
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
   * ```js
   * engine.refusal({ service: 'seatsio', status: 401 }) // { status: 401, body: null, text: '' }
   * engine.refusal({ service: 'lago', status: 401 }).text // '{"status":401,"error":"Unauthorized"}'
   * ```
   */
  refusal(call: RefusalCall): Refusal;

  /** Versions of the package, of its time zone data, and of the snapshot format. */
  readonly version: Version;

  /** Bytes held in events, dictionaries and plans. */
  readonly memoryBytes: number;

  /** Gives the memory back; later calls throw. An engine that is forgotten gives it back too. */
  close(): void;
  /** As `close`, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}

/** Which answer: of a service, without a key (401) or without the right (403). */
export interface RefusalCall {
  /** `flexprice`, `lago` or `seatsio`. */
  service: 'flexprice' | 'lago' | 'seatsio';
  /** The HTTP status. */
  status: 401 | 403;
}

/** What a service answers to who may not ask. */
export interface Refusal {
  /** The HTTP status. */
  status: number;
  /** The body as a value; null when there is none. */
  body: object | null;
  /** The body as it is sent. */
  text: string;
}

/** What made an answer. */
export interface Version {
  /** Of the package. */
  readonly tallyfold: string;
  /** Of the time zone data, such as `2025b`. */
  readonly zones: string;
  /** Of the snapshot format. Snapshots of another one are refused. */
  readonly snapshot: number;
}

/** Facts that no event tells. Members for reports of other services are passed over. docs/catalog.md has all fields. */
export interface Catalog extends LagoCatalog {
  /** For the reports of seats.io. */
  seatsio?: SeatsioCatalog | null;
  [other: string]: unknown;
}

/** What the bytes of an `append` are. */
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

/** What a stream of events is, and how its reading is watched and ended. */
export interface AppendFromOptions extends Omit<AppendOptions, 'more'> {
  /**
   * How the bytes of the input are compressed. `auto` (default) goes by how they begin, as no text in UTF-8 does; texts are
   * never taken for compressed. `gzip` and `zstd` insist on it, `none` takes the bytes as they are. What is read is the
   * content: any number of gzip members or zstd frames, one behind the other, as one document. Where it is damaged or ends
   * early, `invalid_input` is thrown with the place. docs/formats.md says which platform reads zstd by itself.
   */
  compression?: 'auto' | 'none' | 'gzip' | 'zstd';
  /**
   * Called after each piece with the sums so far: `bytes` are those of the content, `compressedBytes`, of a compressed
   * input, those of the input.
   */
  onProgress?: (progress: { bytes: number; compressedBytes?: number } & AppendResult) => void;
  /** Ends the reading. */
  signal?: AbortSignal;
}

/** How many records became events. */
export interface AppendResult {
  /** Records that became events. */
  accepted: number;
  /** Records that did not; the ledger says why. */
  refused: number;
}

/** What `appendFrom` reads: an answer of `fetch`, a File, a stream, anything that gives pieces, or the whole at once. */
export type EventInput =
  | Response
  | Blob
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | Bytes
  | string;

/**
 * The shapes of events that are built in.
 *
 * `flexprice`: event_name, external_customer_id, customer_id, event_id, timestamp, source,
 * properties.
 *
 * `lago`: code, transaction_id, external_subscription_id, timestamp, precise_total_amount_cents,
 * properties.
 *
 * `cloudevents`: CloudEvents 1.0, with `type` as the name, `subject` as the customer and `data` as
 * the properties.
 *
 * `seatsio`: kind, id, date, workspace, chartKey, chartName, eventId, eventKey, objectLabel,
 * objectType, quantity, status, originType, holdToken, orderId, channelKey; or an item of the API's
 * status changes, whose workspace, chart and event key the catalog then tells.
 */
export type DialectName = 'flexprice' | 'lago' | 'cloudevents' | 'seatsio';

/**
 * Where in a record each fact stands.
 *
 * ```js
 * engine.append('{"type":"call","account":{"id":"c1"},"at":1709632800000,"uuid":"u1","ms":40}', {
 *   dialect: {
 *     name: '/type',
 *     customer: '/account/id',
 *     time: '/at',
 *     timeUnit: 'ms',
 *     id: '/uuid',
 *     properties: '*',
 *   },
 * });
 * const { body } = engine.report({
 *   report: 'flexprice.usage',
 *   request: {
 *     event_name: 'call',
 *     external_customer_id: 'c1',
 *     aggregation_type: 'MAX',
 *     property_name: 'ms',
 *   },
 *   now: '2024-03-06T00:00:00Z',
 * });
 * body.value // 40
 * ```
 */
export interface Mapping {
  /** The event's name. */
  name: Place;
  /** The customer. */
  customer?: Place;
  /** The subscription, for reports in Lago's words. */
  subscription?: Place;
  /** RFC 3339 text, or a number of `timeUnit` since 1970. */
  time?: Place;
  /** Unit of numeric times: `s` (default), `ms`, `us` or `ns`. */
  timeUnit?: 's' | 'ms' | 'us' | 'ns';
  /** An id that is sent again when the event is. */
  id?: Place;
  /** Where the event comes from. */
  source?: Place;
  /** A pointer to an object, pointers to values, or `*`: every top-level field without a role. */
  properties?: string | string[];
}

/** A JSON Pointer (`/account/id`), a top-level key or CSV column, or a text for every event. */
export type Place =
  | string
  | {
      /** The text for every event. */
      const: string;
    };

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
  /** As `close`, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}

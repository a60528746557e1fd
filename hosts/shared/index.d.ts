// SPDX-License-Identifier: Apache-2.0

/**
 * The endpoints of seats.io, Lago and Flexprice, and our own query, as one function from Request to
 * Response. It runs wherever these two classes are: Node, Deno, Bun, edge functions, service workers.
 *
 * ```js
 * import { createEngine } from 'tallyfold';
 * import { createFetchHandler } from 'tallyfold/fetch';
 *
 * const engine = await createEngine();
 * const handle = createFetchHandler({ engine });
 * const response = await handle(
 *   new Request('http://localhost/v1/events', {
 *     method: 'POST',
 *     headers: { 'content-type': 'application/json' },
 *     body: '{"event_name":"call","external_customer_id":"c1"}',
 *   }),
 * );
 * response.status // 202
 * ```
 *
 * @module tallyfold/fetch
 */

import type { Engine } from '../../wasm/index.js';
import type { EnginePool } from '../../wasm/pool.js';
import type { EndpointName, IngestAnswer } from '../../wasm/ingest.js';

/**
 * Makes the function that answers requests.
 *
 * | route | answers |
 * |---|---|
 * | `POST /v1/events`, `/v1/events/bulk`, `/v1/events/usage`, `/v1/events/usage/meter`, also without `/v1` | Flexprice |
 * | `POST /api/v1/events`, `/api/v1/events/batch`; `GET /api/v1/analytics/usage`, `/api/v1/customers/{id}/current_usage` | Lago |
 * | `GET /reports/usage`, `/reports/usage/month/{month}`, `/reports/usage/month/{month}/event/{eventId}` | seats.io |
 * | `POST /query` | our own query |
 * | `GET /healthz`, `/metrics`, `/openapi.json`, `/` | health, counters, this table in OpenAPI, a page |
 *
 * A header `Tallyfold-Mode: exact` asks for the exact mode of a service's report. Reports carry `Tallyfold-Complete` and
 * `Tallyfold-Notes`, every answer `X-Request-Id`, answers to GET an `ETag`. The promise is never rejected: what goes wrong is an
 * answer in the service's own shape.
 */
export function createFetchHandler(
  options: FetchHandlerOptions,
): (request: Request) => Promise<Response>;

/** Whose events a handler answers for, and who may ask. */
export interface FetchHandlerOptions {
  /** The one dataset. */
  engine?: Engine | EnginePool;
  /** Or several, by name. A key says which one it is for. */
  engines?: Record<string, Engine | EnginePool>;
  /** Who may do what. Without keys everyone may do everything. */
  keys?: readonly Key[];
  /** Origins whose pages may ask, or `*`. None when absent. */
  cors?: '*' | readonly string[];
  /** Bytes a request body may have, unpacked; 16 MiB when absent. A larger one is answered with 413. */
  maxBodyBytes?: number;
  /** How long a body may take to arrive; 30,000 when absent. A slower one is answered with 408. */
  bodyTimeoutMs?: number;
  /** Which of Lago's event stores its ingestion endpoints follow: `postgres` (default) or `clickhouse`. See `Engine.ingest`. */
  store?: 'postgres' | 'clickhouse';
  /**
   * Stands between the arrival of events and the engine, so that they can be written down first.
   * `apply` hands them to the engine and gives its answer. When it throws a Failure, that is the answer, and 500 otherwise.
   */
  intake?: (
    call: IntakeCall,
    apply: () => IngestAnswer | Promise<IngestAnswer>,
  ) => IngestAnswer | Promise<IngestAnswer>;
  /** Answers a GET of what is no endpoint, such as `/`; nothing for 404. */
  page?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  /** The clock: `now` of reports, and the time of reception. */
  now?: () => Date | string;
  /** Told of what was answered with a status from 500 on. */
  onError?: (error: unknown, context: { request: Request; id: string }) => void;
}

/** Thrown by what the host brings (`intake`, `page`, an engine of its own): answered in the words of the service that was asked. */
export class Failure extends Error {
  /** `status` is the answer's, from 400 on; `message` is told to who asked. */
  constructor(
    status: number,
    message: string,
    more?: { headers?: Record<string, string>; cause?: unknown },
  );
  /** The HTTP status of the answer. */
  status: number;
  /** Headers of the answer beside those that every answer has. */
  headers: Record<string, string>;
}

/** What somebody who knows it may do. */
export interface Key {
  /**
   * Where it stands in a request: `x-api-key` (Flexprice, and our own query), the word behind
   * `Authorization: Bearer` (Lago, and our own query), or the user name of `Authorization: Basic` (seats.io).
   */
  key: string;
  /** Whose endpoints it is for: `flexprice`, `lago`, `seatsio`, or `tallyfold` for our own. */
  service: 'flexprice' | 'lago' | 'seatsio' | 'tallyfold';
  /** Name of its engine; not needed where there is one. */
  dataset?: string;
  /** `read` (default): reports. `write`: events too. */
  may?: 'read' | 'write';
}

/** Events on their way in. */
export interface IntakeCall {
  /** Name of the engine they are for; `default` when there is one. */
  dataset: string;
  /** What was asked for. */
  endpoint: EndpointName;
  /** The body as it was sent, unpacked. */
  request: Uint8Array;
  /** When they came, RFC 3339: the time of events that have none. */
  receivedAt: string;
  /** Of Lago's endpoints: `postgres` or `clickhouse`, as the handler's option says. */
  store?: 'postgres' | 'clickhouse';
}

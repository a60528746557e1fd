// SPDX-License-Identifier: Apache-2.0
// The ingestion endpoints by name: what each is sent, and what it answers.

import type { Bytes } from './index.js';
import type { FlexpriceError } from './reports.js';

/** Requests and answers of every ingestion endpoint. */
export interface IngestEndpoints {
  /** `POST /api/v1/events` of Lago. */
  'lago.events': {
    request: { event: LagoEventInput };
    body: { event: LagoEventBody } | LagoIngestError;
  };
  /** `POST /api/v1/events/batch` of Lago: 1 to 100 events, all or none. */
  'lago.events_batch': {
    request: { events: readonly LagoEventInput[] };
    body: { events: LagoEventBody[] } | LagoIngestError;
  };
  /** `POST /v1/events` of Flexprice. */
  'flexprice.events': {
    request: FlexpriceEventInput;
    body: { event_id: string; message: string } | FlexpriceError;
  };
  /** `POST /v1/events/bulk` of Flexprice: 1 to 1000 events, up to the first that is wrong. */
  'flexprice.events_bulk': {
    request: { events: readonly FlexpriceEventInput[] };
    body: { message: string } | FlexpriceError;
  };
}

export type EndpointName = keyof IngestEndpoints;

export interface IngestCall<Name extends EndpointName = EndpointName> {
  endpoint: Name;
  /** The body that was sent: as it came, or as an object. */
  request: IngestEndpoints[Name]['request'] | string | Bytes;
  /** When it was received, the time of events that have none. Now when absent. */
  receivedAt?: Date | string;
  /**
   * Lago's event store: `postgres` (default) refuses an event whose subscription and transaction
   * are known, `clickhouse` none.
   */
  store?: 'postgres' | 'clickhouse';
}

export interface IngestAnswer<Name extends EndpointName = EndpointName> {
  /** HTTP status: 200 (Lago) or 202 (Flexprice) when the events were kept. */
  status: number;
  body: IngestEndpoints[Name]['body'];
  /** The body as it is sent. */
  text: string;
}

export interface LagoEventInput {
  transaction_id: string;
  code: string;
  external_subscription_id?: string | null;
  /** Seconds since 1970, with any fraction; the moment of reception when absent. */
  timestamp?: number | string | null;
  /** In the smallest unit of the currency. What is no number is 0. */
  precise_total_amount_cents?: string | number | null;
  properties?: Record<string, unknown> | null;
}

export interface LagoEventBody {
  /** A hash of subscription and transaction in the shape of a UUID; null with `clickhouse`. */
  lago_id: string | null;
  transaction_id: string;
  lago_customer_id: null;
  code: string;
  /** With three digits of a second: `2024-03-05T10:00:00.000Z`. */
  timestamp: string;
  precise_total_amount_cents: string | null;
  /** As sent, with what the metric's expression makes of them. */
  properties: Record<string, unknown>;
  lago_subscription_id: null;
  external_subscription_id: string | null;
  /** When it was received; null with `clickhouse`. */
  created_at: string | null;
}

/** A request without an event has only `status` and `error`. */
export interface LagoIngestError {
  status: 400 | 422;
  error: string;
  code?: 'validation_errors';
  /** By field, or in a batch by the event's index. A failed expression is told as a text. */
  error_details?: string | Record<string, string | string[] | Record<string, string[]>>;
}

export interface FlexpriceEventInput {
  event_name: string;
  external_customer_id: string;
  customer_id?: string | null;
  event_id?: string | null;
  /** RFC 3339; the moment of reception when absent. */
  timestamp?: string | null;
  source?: string | null;
  properties?: Record<string, unknown> | null;
}

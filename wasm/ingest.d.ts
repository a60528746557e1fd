// SPDX-License-Identifier: Apache-2.0
// The ingestion endpoints by name: what each is sent, and what it answers.

import type { Bytes } from './index.js';
import type { FlexpriceError } from './flexprice.js';

/**
 * Requests and answers of every ingestion endpoint.
 *
 * ```js
 * const event = {
 *   transaction_id: 't1',
 *   code: 'calls',
 *   external_subscription_id: 's1',
 *   timestamp: 1709632800,
 * };
 * const first = engine.ingest({ endpoint: 'lago.events', request: { event } });
 * first.body.event.timestamp // '2024-03-05T10:00:00.000Z'
 * const second = engine.ingest({ endpoint: 'lago.events', request: { event } });
 * second.body.error_details // { transaction_id: ['value_already_exist'] }
 * ```
 */
export interface IngestEndpoints {
  /** `POST /api/v1/events` of Lago. */
  'lago.events': {
    /** What is sent. */
    request: {
      /** The event. */
      event: LagoEventInput;
    };
    /** What is answered: 200 with the event, or 400 or 422. */
    body:
      | {
          /** The event as it was kept. */
          event: LagoEventBody;
        }
      | LagoIngestError;
  };
  /** `POST /api/v1/events/batch` of Lago: 1 to 100 events, all or none. */
  'lago.events_batch': {
    /** What is sent. */
    request: {
      /** 1 to 100 events. */
      events: readonly LagoEventInput[];
    };
    /** What is answered: 200 with the events, or 400 or 422. */
    body:
      | {
          /** The events as they were kept, in the order in which they were sent. */
          events: LagoEventBody[];
        }
      | LagoIngestError;
  };
  /** `POST /v1/events` of Flexprice. */
  'flexprice.events': {
    /** What is sent. */
    request: FlexpriceEventInput;
    /** What is answered: 202, or 400. */
    body:
      | {
          /** As sent, or made up where none was; one that was made up is not kept. */
          event_id: string;
          /** For a person. */
          message: string;
        }
      | FlexpriceError;
  };
  /** `POST /v1/events/bulk` of Flexprice: 1 to 1000 events, up to the first that is wrong. */
  'flexprice.events_bulk': {
    /** What is sent. */
    request: {
      /** 1 to 1000 events. */
      events: readonly FlexpriceEventInput[];
    };
    /** What is answered: 202, or 400, with which events before the first wrong one may have been kept. */
    body:
      | {
          /** For a person. */
          message: string;
        }
      | FlexpriceError;
  };
}

/** The name of an ingestion endpoint: service and what is sent. */
export type EndpointName = keyof IngestEndpoints;

/** A request to an ingestion endpoint. */
export interface IngestCall<Name extends EndpointName = EndpointName> {
  /** Which one. */
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

/** What the service would answer. */
export interface IngestAnswer<Name extends EndpointName = EndpointName> {
  /** HTTP status: 200 (Lago) or 202 (Flexprice) when the events were kept. */
  status: number;
  /** The body as a value. */
  body: IngestEndpoints[Name]['body'];
  /** The body as it is sent. */
  text: string;
}

/** An event as Lago is sent one. */
export interface LagoEventInput {
  /** An id that is sent again when the event is; with the subscription it is the event's identity. */
  transaction_id: string;
  /** The metric's code: the event's name. */
  code: string;
  /** Whose usage it is; an event without one is never a duplicate. */
  external_subscription_id?: string | null;
  /** Seconds since 1970, with any fraction; the moment of reception when absent. */
  timestamp?: number | string | null;
  /** In the smallest unit of the currency. What is no number is 0. */
  precise_total_amount_cents?: string | number | null;
  /** What metrics are of; anything but an object counts as none. */
  properties?: Record<string, unknown> | null;
}

/** An event as Lago shows it. */
export interface LagoEventBody {
  /** A hash of subscription and transaction in the shape of a UUID; null with `clickhouse`. */
  lago_id: string | null;
  /** As sent. */
  transaction_id: string;
  /** Always null, as there. */
  lago_customer_id: null;
  /** As sent. */
  code: string;
  /** With three digits of a second: `2024-03-05T10:00:00.000Z`. */
  timestamp: string;
  /** A decimal as text, rounded half up to 15 digits after the point: `"0.0"`; null when none was sent. */
  precise_total_amount_cents: string | null;
  /** As sent, with what the metric's expression makes of them. */
  properties: Record<string, unknown>;
  /** Always null, as there. */
  lago_subscription_id: null;
  /** As sent. */
  external_subscription_id: string | null;
  /** When it was received; null with `clickhouse`. */
  created_at: string | null;
}

/** What was wrong with the events; a request without an event has only `status` and `error`. */
export interface LagoIngestError {
  /** The HTTP status once more. */
  status: 400 | 422;
  /** The status in words: `Unprocessable Entity`. */
  error: string;
  /** Of a 422, always `validation_errors`. */
  code?: 'validation_errors';
  /** By field, or in a batch by the event's index. A failed expression is told as a text. */
  error_details?: string | Record<string, string | string[] | Record<string, string[]>>;
}

/** An event as Flexprice is sent one. */
export interface FlexpriceEventInput {
  /** Its name: what meters ask for. */
  event_name: string;
  /** The customer as the sender knows it. */
  external_customer_id: string;
  /** The customer as the service knows it. */
  customer_id?: string | null;
  /** An id that is sent again when the event is. An event without one is never a duplicate. */
  event_id?: string | null;
  /** RFC 3339; the moment of reception when absent. */
  timestamp?: string | null;
  /** Where it comes from. */
  source?: string | null;
  /** What aggregations are of. */
  properties?: Record<string, unknown> | null;
}

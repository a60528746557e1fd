// SPDX-License-Identifier: Apache-2.0
// The usage reports of Flexprice: what each is asked, and what it answers.

import type { DateTime } from './reports.js';

/** How Flexprice works out a value. */
export type AggregationType =
  /** How many events. */
  | 'COUNT'
  /** The sum of a property. */
  | 'SUM'
  /** The mean of a property. */
  | 'AVG'
  /** How many different values a property has. */
  | 'COUNT_UNIQUE'
  /** A property of the latest event. */
  | 'LATEST'
  /** The sum of a property, times the multiplier. */
  | 'SUM_WITH_MULTIPLIER'
  /** The greatest value of a property. */
  | 'MAX'
  /** Each value weighted with the part of the range that is left after it. */
  | 'WEIGHTED_SUM';

/**
 * Length of a window or bucket: `MINUTE`, `15MIN`, `30MIN`, `HOUR`, `3HOUR`, `6HOUR`, `12HOUR`, `DAY`, `WEEK` or
 * `MONTH`, on the clock of the request's time zone.
 */
export type WindowSize =
  'MINUTE' | '15MIN' | '30MIN' | 'HOUR' | '3HOUR' | '6HOUR' | '12HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** What both usage reports take. */
export interface FlexpriceRange {
  /** The customer as the sender knows it. */
  external_customer_id?: string;
  /** The customer as the service knows it: finds only events that were sent with it. */
  customer_id?: string;
  /** Inclusive; seven days before the end when absent. */
  start_time?: DateTime;
  /** Exclusive; now when absent. */
  end_time?: DateTime;
  /** One result per window with an event in it. */
  window_size?: WindowSize;
  /** Moves windows and buckets of size MONTH to this day of the month; exact: and time of day. */
  billing_anchor?: DateTime;
  /** IANA zone of windows and buckets, such as `Asia/Kathmandu`; UTC when absent. */
  timezone?: string;
  /** Values by property: any of a list, and all properties. */
  filters?: Record<string, string[]>;

  /** Ours. Exact mode: `json` (default) answers doubles, `text` exact decimals as texts. */
  numbers?: 'json' | 'text';
  /** Ours. The service's rule (`dialect`, the default), an `id` once over the whole range, or every copy (`none`). */
  dedupe?: 'dialect' | 'id' | 'none';
  /**
   * Ours. ISO 8601, such as `PT24H`: how far events may arrive behind the latest one. A plan then
   * forgets older ids, and what arrives later is in the ledger as `late`.
   */
  lateness?: string;
}

/**
 * `POST /events/usage`: a value of one customer's or all customers' events of a name.
 *
 * ```js
 * const call = { event_name: 'call', external_customer_id: 'c1' };
 * engine.append([
 *   { ...call, timestamp: '2024-03-05T10:00:00Z', properties: { tokens: 0.1 } },
 *   { ...call, timestamp: '2024-03-06T10:00:00Z', properties: { tokens: 0.2 } },
 * ]);
 * const { body } = engine.report({
 *   report: 'flexprice.usage',
 *   mode: 'exact',
 *   request: {
 *     event_name: 'call',
 *     aggregation_type: 'SUM',
 *     property_name: 'tokens',
 *     window_size: 'DAY',
 *   },
 *   now: '2024-03-07T00:00:00Z',
 * });
 * body.value      // 0.3
 * body.results[1] // { window_size: '2024-03-06T00:00:00Z', value: 0.2 }
 * ```
 */
export interface FlexpriceUsageRequest extends FlexpriceRange {
  /** Events of this name; spaces around an event's own name do not count. */
  event_name: string;
  /** What to work out. */
  aggregation_type: AggregationType;
  /** A first-level key of the properties; not needed for COUNT. */
  property_name?: string;
  /** MAX and SUM: one result per bucket, and their sum as the value. Wins over `window_size`. */
  bucket_size?: WindowSize;
  /** SUM_WITH_MULTIPLIER: a decimal above zero. */
  multiplier?: string | number | bigint;
  /** Groups by one property. As-is only with MAX and a bucket size. */
  group_by_property?: string;
  /** `properties.<name>`; exact also `source`, `customer_id`, `external_customer_id`, any number. */
  group_by?: string[];
}

/** `POST /events/usage/meter`: the same by a meter, which stands in the request. */
export interface FlexpriceMeterUsageRequest extends FlexpriceRange {
  /** What to work out. */
  meter: FlexpriceMeter;
}

/** A meter as the service has it. What is not named here is passed over. */
export interface FlexpriceMeter {
  /** Events of this name. */
  event_name: string;
  /** How a value comes of them. */
  aggregation: {
    /** What to work out. */
    type: AggregationType;
    /** The property. */
    field?: string;
    /** SUM_WITH_MULTIPLIER: a decimal above zero. */
    multiplier?: string | number | bigint;
    /** MAX and SUM: one result per bucket, and their sum as the value. */
    bucket_size?: WindowSize;
    /** Groups by one property. As-is only with MAX and a bucket size. */
    group_by?: string;
  };
  /** `BILLING_PERIOD` (default): the range alone. `NEVER` adds everything before the start to the value. */
  reset_usage?: 'BILLING_PERIOD' | 'NEVER';
  [other: string]: unknown;
}

/** The answer of status 200. */
export interface FlexpriceUsageBody {
  /** As-is: absent when empty. */
  results?: FlexpriceUsageResult[];
  /** As-is: absent when zero, and with windows. A text with `numbers: 'text'`. */
  value?: number | string | null;
  /** As asked. */
  event_name: string;
  /** What was worked out. */
  type: AggregationType;
}

/** A window's, bucket's or group's value. */
export interface FlexpriceUsageResult {
  /** The window's start. */
  window_size?: string;
  /** Exact mode: the row's group, entries named as the request names them; null where absent. */
  group?: Record<string, string | null>;
  /** A text with `numbers: 'text'`; null where a double cannot hold it. */
  value: number | string | null;
}

/** The answer of status 400 and above. */
export interface FlexpriceError {
  /** A stable name. */
  code: FlexpriceErrorCode;
  /** For a person. */
  message: string;
  /** The HTTP status once more. */
  http_status_code: number;
  /** What is wrong, by field or by JSON path. */
  details?: Record<string, unknown>;
}

/**
 * The service's codes. Reports and ingestion answer `validation_error` (400); over HTTP there are `not_found` (404),
 * `invalid_operation` (405), `internal_error` (500) and `service_unavailable` (503) too. The others are the service's own:
 * `already_exists`, `version_conflict`, `permission_denied`, `http_client_error`, `database_error`, `system_error`.
 */
export type FlexpriceErrorCode =
  | 'not_found'
  | 'already_exists'
  | 'version_conflict'
  | 'validation_error'
  | 'invalid_operation'
  | 'permission_denied'
  | 'http_client_error'
  | 'database_error'
  | 'system_error'
  | 'internal_error'
  | 'service_unavailable';

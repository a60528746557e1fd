// SPDX-License-Identifier: Apache-2.0
// The reports by name: what each is asked, and what it answers.

import type { Bytes, Catalog, Ledger } from './index.js';
import type {
  LagoAnalyticsUsageBody,
  LagoAnalyticsUsageRequest,
  LagoCurrentUsageBody,
  LagoCurrentUsageRequest,
  LagoError,
} from './lago.js';
import type {
  SeatsioError,
  SeatsioUsageBody,
  SeatsioUsageMonthBody,
  SeatsioUsageMonthEventBody,
  SeatsioUsageMonthEventRequest,
  SeatsioUsageMonthRequest,
  SeatsioUsageRequest,
} from './seatsio.js';
import type { TallyfoldQueryBody, TallyfoldQueryError, TallyfoldQueryRequest } from './query.js';

export type * from './lago.js';
export type * from './query.js';
export type * from './seatsio.js';

/** Requests and answers of every report. */
export interface Reports {
  /** `POST /events/usage` of Flexprice. */
  'flexprice.usage': { request: FlexpriceUsageRequest; body: FlexpriceUsageBody | FlexpriceError };
  /** `POST /events/usage/meter` of Flexprice, with the meter in the request. */
  'flexprice.usage_by_meter': {
    request: FlexpriceMeterUsageRequest;
    body: FlexpriceUsageBody | FlexpriceError;
  };
  /** `GET /analytics/usage` of Lago: units and cents by period, metric and currency. */
  'lago.analytics_usage': {
    request: LagoAnalyticsUsageRequest;
    body: LagoAnalyticsUsageBody | LagoError;
  };
  /** `GET /customers/{external_customer_id}/current_usage` of Lago: a subscription's running period. */
  'lago.current_usage': { request: LagoCurrentUsageRequest; body: LagoCurrentUsageBody | LagoError };
  /** `GET /reports/usage` of seats.io: one row per month. */
  'seatsio.usage': { request: SeatsioUsageRequest; body: SeatsioUsageBody | SeatsioError };
  /** `GET /reports/usage/month/{month}` of seats.io: workspaces, charts, events. */
  'seatsio.usage_month': {
    request: SeatsioUsageMonthRequest;
    body: SeatsioUsageMonthBody | SeatsioError;
  };
  /** `GET /reports/usage/month/{month}/event/{eventId}` of seats.io: one row per object. */
  'seatsio.usage_month_event': {
    request: SeatsioUsageMonthEventRequest;
    body: SeatsioUsageMonthEventBody | SeatsioError;
  };
  /** Our own: several exact aggregations in one pass, in windows and groups. */
  'tallyfold.query': {
    request: TallyfoldQueryRequest;
    body: TallyfoldQueryBody | TallyfoldQueryError;
  };
}

export type ReportName = keyof Reports;

/** What to report: a request as an object, or as JSON text where its numbers need every digit. */
export type ReportCall<Name extends ReportName = ReportName> = {
  report: Name;
  /** `as-is` (default) answers what the service answers; `exact` repairs what is a defect there. */
  mode?: Mode;
  /** Stands in for the end of a range that has none. The clock when absent. */
  now?: Date | string;
  /** The facts for this call alone: an object, or JSON as text or bytes. Those of the engine when absent. */
  catalog?: Catalog | string | Bytes;
} & (
  | { request: Reports[Name]['request']; requestText?: undefined }
  | { requestText: string; request?: undefined }
);

export type Mode = 'as-is' | 'exact';

export interface Report<Name extends ReportName = ReportName> {
  /** What the service's endpoint would answer: 200, 400 or 422 for a bad request, or 404. */
  status: number;
  /** The body as a value. */
  body: Reports[Name]['body'];
  /** The body's exact text: send this on, rather than writing `body` again. */
  text: string;
  /** Whether everything asked for could be counted. */
  complete: boolean;
  /** Where every event handed in has gone; null for a refused request. */
  ledger: ReportLedger | null;
  /** Names of the as-is rules that changed this answer, and other remarks. */
  notes: Note[];
}

/** handed_in = counted + not_asked_for + intake.total + rejected.total. */
export interface ReportLedger {
  handed_in: number;
  counted: number;
  /** Of another name, customer, time or filter. */
  not_asked_for: number;
  /** Could not be decoded. */
  intake: Ledger;
  /** Asked for and not counted. */
  rejected: Ledger;
  /** Counted with a value that an as-is rule put in place, or by some aggregations of a query only. */
  coerced: Ledger;
}

export type Note =
  | 'anchor_day_only'
  | 'anchor_overflows'
  | 'bounds_cut_to_seconds'
  | 'bucket_size_ignored'
  | 'count_without_property'
  | 'grouping_ignored'
  | 'labels_are_dates'
  | 'minutes_count_in_utc'
  | 'negative_is_zero'
  | 'no_total_with_windows'
  | 'not_finite_is_zero'
  | 'number_exceeds_double'
  | 'test_workspaces_left_out'
  | 'unknown_size_is_day'
  | 'unknown_zone_is_utc'
  | 'unreadable_is_zero'
  | 'weeks_start_on_sunday'
  | 'zero_value_omitted'
  | (string & {});

export type AggregationType =
  | 'COUNT'
  | 'SUM'
  | 'AVG'
  | 'COUNT_UNIQUE'
  | 'LATEST'
  | 'SUM_WITH_MULTIPLIER'
  | 'MAX'
  | 'WEIGHTED_SUM';

export type WindowSize =
  'MINUTE' | '15MIN' | '30MIN' | 'HOUR' | '3HOUR' | '6HOUR' | '12HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** RFC 3339, such as `2024-03-13T00:00:00Z`. */
export type DateTime = string | Date;

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

  /** Ours. Exact mode: `text` answers exact decimals as texts. */
  numbers?: 'json' | 'text';
  /** Ours. The service's rule (default), an id once over the whole range, or every copy. */
  dedupe?: 'dialect' | 'id' | 'none';
  /**
   * Ours. ISO 8601, such as `PT24H`: how far events may arrive behind the latest one. A plan then
   * forgets older ids, and what arrives later is in the ledger as `late`.
   */
  lateness?: string;
}

export interface FlexpriceUsageRequest extends FlexpriceRange {
  event_name: string;
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

export interface FlexpriceMeterUsageRequest extends FlexpriceRange {
  meter: FlexpriceMeter;
}

export interface FlexpriceMeter {
  event_name: string;
  aggregation: {
    type: AggregationType;
    /** The property. */
    field?: string;
    multiplier?: string | number | bigint;
    bucket_size?: WindowSize;
    group_by?: string;
  };
  /** NEVER adds everything before the start to the value. */
  reset_usage?: 'BILLING_PERIOD' | 'NEVER';
  [other: string]: unknown;
}

/** The answer of status 200. */
export interface FlexpriceUsageBody {
  /** As-is: absent when empty. */
  results?: FlexpriceUsageResult[];
  /** As-is: absent when zero, and with windows. A text with `numbers: 'text'`. */
  value?: number | string | null;
  event_name: string;
  type: AggregationType;
}

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
  code: FlexpriceErrorCode;
  message: string;
  http_status_code: number;
  details?: Record<string, unknown>;
}

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

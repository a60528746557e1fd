// SPDX-License-Identifier: Apache-2.0
// The reports by name: what each is asked, and what it answers.

import type {
  FlexpriceError,
  FlexpriceMeterUsageRequest,
  FlexpriceUsageBody,
  FlexpriceUsageRequest,
} from './flexprice.js';
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

export type * from './flexprice.js';
export type * from './lago.js';
export type * from './query.js';
export type * from './seatsio.js';

/** Requests and answers of every report, by its name. docs/dialects.md has every rule of the services' reports. */
export interface Reports {
  /** `POST /events/usage` of Flexprice. */
  'flexprice.usage': {
    /** What is asked. */
    request: FlexpriceUsageRequest;
    /** What is answered: 200, or 400. */
    body: FlexpriceUsageBody | FlexpriceError;
  };
  /** `POST /events/usage/meter` of Flexprice, with the meter in the request. */
  'flexprice.usage_by_meter': {
    /** What is asked. */
    request: FlexpriceMeterUsageRequest;
    /** What is answered: 200, or 400. */
    body: FlexpriceUsageBody | FlexpriceError;
  };
  /** `GET /analytics/usage` of Lago: units and cents by period, metric and currency. */
  'lago.analytics_usage': {
    /** What is asked. */
    request: LagoAnalyticsUsageRequest;
    /** What is answered: 200, or 422. */
    body: LagoAnalyticsUsageBody | LagoError;
  };
  /** `GET /customers/{external_customer_id}/current_usage` of Lago: a subscription's running period. */
  'lago.current_usage': {
    /** What is asked. */
    request: LagoCurrentUsageRequest;
    /** What is answered: 200, 422, or 404 for an unknown customer or subscription. */
    body: LagoCurrentUsageBody | LagoError;
  };
  /** `GET /reports/usage` of seats.io: one row per month. */
  'seatsio.usage': {
    /** What is asked. */
    request: SeatsioUsageRequest;
    /** What is answered: 200, or 400. */
    body: SeatsioUsageBody | SeatsioError;
  };
  /** `GET /reports/usage/month/{month}` of seats.io: workspaces, charts, events. */
  'seatsio.usage_month': {
    /** What is asked. */
    request: SeatsioUsageMonthRequest;
    /** What is answered: 200, or 400. */
    body: SeatsioUsageMonthBody | SeatsioError;
  };
  /** `GET /reports/usage/month/{month}/event/{eventId}` of seats.io: one row per object. */
  'seatsio.usage_month_event': {
    /** What is asked. */
    request: SeatsioUsageMonthEventRequest;
    /** What is answered: 200, 400, or 404 for an unknown event. */
    body: SeatsioUsageMonthEventBody | SeatsioError;
  };
  /** Our own: several exact aggregations in one pass, in windows and groups. */
  'tallyfold.query': {
    /** What is asked. */
    request: TallyfoldQueryRequest;
    /** What is answered: 200, 400, or 413 for too many rows. */
    body: TallyfoldQueryBody | TallyfoldQueryError;
  };
}

/** The name of a report: service and what is asked. */
export type ReportName = keyof Reports;

/** What to report: a request as an object, or as JSON text where its numbers need every digit. */
export type ReportCall<Name extends ReportName = ReportName> = {
  /** Which one. */
  report: Name;
  /** `as-is` (default) answers what the service answers; `exact` repairs what is a defect there. */
  mode?: Mode;
  /** Stands in for the end of a range that has none. The clock when absent. */
  now?: Date | string;
  /** The facts for this call alone: an object, or JSON as text or bytes. Those of the engine when absent. */
  catalog?: Catalog | string | Bytes;
} & (
  | {
      /** The service's request. */
      request: Reports[Name]['request'];
      /** Only without `request`. */
      requestText?: undefined;
    }
  | {
      /** The service's request as JSON text. */
      requestText: string;
      /** Only without `requestText`. */
      request?: undefined;
    }
);

/** `as-is` answers what the service answers, quirks included; `exact` repairs what is a defect there. */
export type Mode = 'as-is' | 'exact';

/**
 * What the service would answer, and what stands behind it.
 *
 * ```js
 * const event = {
 *   event_id: 'e1',
 *   event_name: 'call',
 *   external_customer_id: 'c1',
 *   timestamp: '2024-03-05T10:00:00Z',
 * };
 * engine.append([event, event]);
 * const { text, complete, ledger } = engine.report({
 *   report: 'flexprice.usage',
 *   request: { event_name: 'call', aggregation_type: 'COUNT' },
 *   now: '2024-03-06T00:00:00Z',
 * });
 * text                   // '{"value":1,"event_name":"call","type":"COUNT"}'
 * complete               // true
 * ledger.handed_in       // 2
 * ledger.rejected.counts // { duplicate: 1 }
 * ```
 */
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

/** Where events have gone: handed_in = counted + not_asked_for + intake.total + rejected.total. */
export interface ReportLedger {
  /** All of them, with those that could not be decoded. */
  handed_in: number;
  /** In the answer. */
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

/** A rule of the as-is mode that changed an answer, or another remark. docs/dialects.md has all of them. */
export type Note =
  /** Flexprice: only the day of `billing_anchor` was used, not its time of day. */
  | 'anchor_day_only'
  /** Flexprice: a month shorter than the anchor's day begins in the next one. */
  | 'anchor_overflows'
  /** Flexprice: the range was cut to whole seconds. */
  | 'bounds_cut_to_seconds'
  /** Flexprice: only MAX and SUM have buckets. */
  | 'bucket_size_ignored'
  /** Lago: the tiers of every group began with what all groups carry over. */
  | 'carried_units_of_all_groups'
  /** Lago: a live metric has the code of a deleted one, and is shown as deleted. */
  | 'code_of_deleted_metric'
  /** Flexprice: without `property_name` events were counted instead. */
  | 'count_without_property'
  /** Lago: an event that a filter left to a narrower one counts nowhere. */
  | 'filters_leave_out'
  /** Lago: an event counted in several filters of a charge. */
  | 'filters_overlap'
  /** Lago: free units of a percentage had no effect. */
  | 'free_units_never_apply'
  /** Lago: a value that was removed before the period counted for a day. */
  | 'gone_value_counts_a_day'
  /** Flexprice: groups that were asked for were not made. */
  | 'grouping_ignored'
  /** Lago: half of the smallest unit of MRO was dropped. */
  | 'half_subunit_dropped'
  /** Flexprice: weeks and months are labelled with a date at midnight UTC. */
  | 'labels_are_dates'
  /** Flexprice: windows of up to 30 minutes do not follow the time zone. */
  | 'minutes_count_in_utc'
  /** Flexprice: a negative result is shown as 0. */
  | 'negative_is_zero'
  /** Lago: running totals below 0 cut the number of free events. */
  | 'negative_totals_cut_free_events'
  /** Flexprice: there is no `value` beside windows. */
  | 'no_total_with_windows'
  /** Flexprice: a number that is none, or no double, made the result 0. */
  | 'not_finite_is_zero'
  /** Flexprice, exact: a result that no double holds is null; `numbers: 'text'` shows it. */
  | 'number_exceeds_double'
  /** Lago: the number of packages was computed with doubles. */
  | 'packages_by_doubles'
  /** Lago on ClickHouse: digits that the store does not keep were cut. */
  | 'stored_digits'
  /** seats.io: records of test workspaces were not counted. */
  | 'test_workspaces_left_out'
  /** Lago: a unit on the bound of two tiers was priced in both. */
  | 'tier_bound_counts_twice'
  /** Flexprice: a window or bucket of unknown size is a DAY. */
  | 'unknown_size_is_day'
  /** Flexprice: an unknown time zone is UTC. */
  | 'unknown_zone_is_utc'
  /** Flexprice, and Lago on ClickHouse: a missing or unreadable number counted as 0. */
  | 'unreadable_is_zero'
  /** Flexprice: weeks start on Sunday. */
  | 'weeks_start_on_sunday'
  /** Lago: steps of a weighted sum were rounded as the database does. */
  | 'weighted_sum_digits'
  /** Flexprice: `value` is absent because it is 0. */
  | 'zero_value_omitted'
  /** More may come. */
  | (string & {});

/** RFC 3339, such as `2024-03-13T00:00:00Z`. */
export type DateTime = string | Date;

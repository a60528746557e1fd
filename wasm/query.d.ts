// SPDX-License-Identifier: Apache-2.0
// Tallyfold's own query: what `tallyfold.query` is asked, and what it answers. docs/query.md.

import type { DateTime, ReportCall, ReportLedger } from './reports.js';

export interface TallyfoldQueryRequest {
  /** One name or several; all events when absent. */
  event?: string | string[];
  where?: QueryCondition;
  /** An instant, or a date in `time_zone`; inclusive. */
  from?: DateTime;
  /** Exclusive; now when absent. */
  to?: DateTime;
  /** An id counts once (default), or every copy does. */
  dedupe?: 'dialect' | 'id' | 'none';
  /**
   * An ISO 8601 duration such as `PT24H`: what arrives further behind the latest event asked for is
   * not counted and in the ledger as `late`, and a plan forgets ids behind that.
   */
  lateness?: `P${string}`;
  /** At least one, by name. */
  aggregations: Record<string, QueryAggregation>;
  group_by?: QueryField[];
  /** A name, or an ISO 8601 duration such as `PT6H`. */
  window?: QueryWindow;
  /** IANA name; UTC when absent. */
  time_zone?: string;
  /** Where a window begins. */
  anchor?: DateTime;
  fill?: 'none' | 'zero' | 'previous';
  /** A window's values are of everything since `from`. */
  cumulative?: boolean;
  /** Beside every value that of the period before. */
  compare?: 'previous';
  order_by?: {
    /** The name of an aggregation, `group` or `window`. */
    by: string;
    direction?: 'asc' | 'desc';
  };
  /** So many groups, and one row of all others. */
  limit?: number;
}

export type QueryWindow =
  'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | (`P${string}` & {});

export type QueryField =
  | 'event'
  | 'customer'
  | 'customer_id'
  | 'subscription'
  | 'source'
  | 'id'
  | `properties.${string}`;

export type QueryCondition =
  | { and: QueryCondition[] }
  | { or: QueryCondition[] }
  | { not: QueryCondition }
  | { field: QueryField; op: 'eq' | 'ne'; value: string | number | bigint | boolean }
  | { field: QueryField; op: 'in' | 'not_in'; values: (string | number | bigint | boolean)[] }
  | { field: QueryField; op: 'lt' | 'lte' | 'gt' | 'gte'; value: string | number | bigint }
  | { field: QueryField; op: 'exists'; value?: boolean }
  | { field: QueryField; op: 'contains' | 'starts_with'; value: string };

/** A number that may need more digits than a double has. */
type QueryNumber = string | number | bigint;

/** What an aggregation is of. */
type QuerySource =
  { property: string; expression?: undefined } | { expression: string; property?: undefined };

export type QueryAggregation =
  | { type: 'count'; property?: string; expression?: string }
  | ({ type: 'sum' | 'avg' | 'min' | 'max' | 'first' | 'latest' | 'count_unique' } & QuerySource)
  | ({ type: 'percentile'; p: QueryNumber } & QuerySource)
  | ({ type: 'sum_with_multiplier'; multiplier: QueryNumber } & QuerySource)
  | ({ type: 'weighted_sum' | 'time_weighted_avg'; opening?: QueryNumber } & QuerySource);

/** A decimal as text by the aggregation's name; null where there is none. */
export type QueryValues = Record<string, string | null>;

export interface QueryChange {
  absolute: string | null;
  /** Of the value before; null where that is zero. */
  percent: string | null;
}

export interface QueryTotals {
  values: QueryValues;
  /** With `compare`. */
  previous?: QueryValues;
  change?: Record<string, QueryChange>;
}

export interface QueryRow extends QueryTotals {
  /** With a window: RFC 3339 in the time zone. */
  window_start?: string;
  window_end?: string;
  /** By the fields of `group_by`; null where the events had none. */
  group?: Record<string, string | null>;
  /** Of all groups beyond the limit. */
  others?: true;
}

/** The answer of status 200. */
export interface TallyfoldQueryBody {
  rows: QueryRow[];
  totals: QueryTotals;
}

/** The answer of status 400 or 413. */
export interface TallyfoldQueryError {
  error: 'invalid_query';
  message: string;
  problems: { path: string; message: string }[];
}

/** The rows of the answer in columns, entry i of each for row i. All of it belongs to the caller. */
export interface QueryColumns {
  status: 200;
  /** How many. */
  rows: number;
  /** With a window: milliseconds since 1970. */
  windowStart?: Float64Array;
  windowEnd?: Float64Array;
  /** By the fields of `group_by`. */
  groups: Record<string, GroupColumn>;
  /** Where a limit left groups out: 1 for rows of all others. */
  others?: Uint8Array;
  /** By the aggregation's name. */
  values: Record<string, ValueColumn>;
  /** With `compare`: of the period before, the difference to it, and that in percent of it. */
  previous?: Record<string, ValueColumn>;
  change?: Record<string, ValueColumn>;
  changePercent?: Record<string, ValueColumn>;
  complete: boolean;
  ledger: ReportLedger;
  notes: string[];
}

export interface GroupColumn {
  /** The place in `texts`, or 2^32 - 1 where events have none and in rows of all others. */
  codes: Uint32Array;
  /** Each once. */
  texts: string[];
}

export interface ValueColumn {
  /** The double nearest to the exact value; NaN where there is none. */
  numbers: Float64Array;
  total: number;
  /** With `texts: true`, the exact values as decimals; null where there is none. */
  texts?: (string | null)[];
  totalText?: string | null;
}

/** A request that could not be answered. */
export interface RefusedColumns {
  status: 400 | 413;
  body: TallyfoldQueryError;
  text: string;
  complete: boolean;
  ledger: ReportLedger | null;
  notes: string[];
}

/** A call of `tallyfold.query`; `texts` asks for the exact values beside the doubles. */
export type ColumnsCall = ReportCall<'tallyfold.query'> & { texts?: boolean };

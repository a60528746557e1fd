// SPDX-License-Identifier: Apache-2.0
// Tallyfold's own query: what `tallyfold.query` is asked, and what it answers. docs/query.md.

import type { DateTime, ReportCall, ReportLedger } from './reports.js';

/**
 * Which events, what to work out of them, and in which windows and groups. A member that is not named here is
 * refused. docs/query.md has every rule, each with an example.
 *
 * ```js
 * const call = { event_name: 'call', timestamp: '2024-03-05T10:00:00Z' };
 * engine.append([
 *   { ...call, external_customer_id: 'ann', properties: { units: 0.1 } },
 *   { ...call, external_customer_id: 'ann', properties: { units: '0.2' } },
 *   { ...call, external_customer_id: 'ben', properties: { units: 4 } },
 * ]);
 * const { body } = engine.report({
 *   report: 'tallyfold.query',
 *   request: {
 *     event: 'call',
 *     aggregations: {
 *       calls: { type: 'count' },
 *       units: { type: 'sum', property: 'units' },
 *     },
 *     group_by: ['customer'],
 *   },
 * });
 * body.rows[0] // { group: { customer: 'ann' }, values: { calls: '2', units: '0.3' } }
 * body.totals // { values: { calls: '3', units: '4.3' } }
 * ```
 */
export interface TallyfoldQueryRequest {
  /** One name or several; all events when absent. */
  event?: string | string[];
  /** Which of these events; all when absent. */
  where?: QueryCondition;
  /** An instant, or a date in `time_zone`; inclusive. From the first event on when absent. */
  from?: DateTime;
  /** Exclusive; now when absent. */
  to?: DateTime;
  /** An id counts once (`dialect` and `id`, the default), or every copy does (`none`). */
  dedupe?: 'dialect' | 'id' | 'none';
  /**
   * An ISO 8601 duration such as `PT24H`: what arrives further behind the latest event asked for is
   * not counted and in the ledger as `late`, and a plan forgets ids behind that. None when absent.
   */
  lateness?: `P${string}`;
  /** At least one, by name. `group` and `window` cannot be names. */
  aggregations: Record<string, QueryAggregation>;
  /** A row for each combination of these fields that occurs; one row for all when absent. */
  group_by?: QueryField[];
  /** A row for each of these windows; one for the whole range when absent. */
  window?: QueryWindow;
  /** IANA name; UTC when absent. */
  time_zone?: string;
  /** Where a window begins. Without it weeks begin on Monday, and all is counted from 1970-01-01. */
  anchor?: DateTime;
  /**
   * Rows of windows in which nothing happened: `none` (default), `zero` for 0 where there is no value, or
   * `previous` for the value before.
   */
  fill?: 'none' | 'zero' | 'previous';
  /** A window's values are of everything since `from`. */
  cumulative?: boolean;
  /** `previous`: beside every value that of the period before, which ends at `from`. */
  compare?: 'previous';
  /** By window, then group, when absent. */
  order_by?: {
    /** The name of an aggregation, `group` or `window`. */
    by: string;
    /** `asc`, or `desc`, which is the default of an aggregation's name. */
    direction?: 'asc' | 'desc';
  };
  /** So many groups, those with the greatest values of what `order_by` names, and one row of all others. */
  limit?: number;
}

/**
 * Length of a window on the clock of `time_zone`: `minute`, `hour`, `day`, `week` (from Monday), `month`, `quarter`,
 * `year`, or an ISO 8601 duration of whole seconds such as `PT6H`.
 */
export type QueryWindow =
  'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | (`P${string}` & {});

/**
 * A fact of an event: its name (`event`), `customer`, `customer_id`, `subscription`, `source`, `id` (in engines with
 * `keepIds: true`), or a first-level property.
 */
export type QueryField =
  | 'event'
  | 'customer'
  | 'customer_id'
  | 'subscription'
  | 'source'
  | 'id'
  | `properties.${string}`;

/**
 * Whether an event is taken: a test of one field, or several conditions joined. Numbers are compared exactly, with
 * numbers and with texts that spell one. A test of a field that the event does not have is false.
 *
 * ```js
 * const call = {
 *   event_name: 'call',
 *   external_customer_id: 'ann',
 *   timestamp: '2024-03-05T10:00:00Z',
 * };
 * engine.append([{ ...call, properties: { units: '1.50' } }, call]);
 * const { body } = engine.report({
 *   report: 'tallyfold.query',
 *   request: {
 *     where: { field: 'properties.units', op: 'eq', value: 1.5 },
 *     aggregations: { calls: { type: 'count' } },
 *   },
 * });
 * body.totals.values // { calls: '1' }
 * ```
 */
export type QueryCondition =
  | {
      /** All of these hold. */
      and: QueryCondition[];
    }
  | {
      /** At least one of these holds. */
      or: QueryCondition[];
    }
  | {
      /** This does not hold. */
      not: QueryCondition;
    }
  | {
      /** What is tested. */
      field: QueryField;
      /** Equal (`eq`), or not (`ne`, also where there is no such field). */
      op: 'eq' | 'ne';
      /** What to. */
      value: string | number | bigint | boolean;
    }
  | {
      /** What is tested. */
      field: QueryField;
      /** Equal to one of `values` (`in`), or to none (`not_in`, also where there is no such field). */
      op: 'in' | 'not_in';
      /** What to. */
      values: (string | number | bigint | boolean)[];
    }
  | {
      /** What is tested. */
      field: QueryField;
      /** Is a number below (`lt`), up to (`lte`), above (`gt`), or from the value on (`gte`). */
      op: 'lt' | 'lte' | 'gt' | 'gte';
      /** A number, or a text that spells one. */
      value: string | number | bigint;
    }
  | {
      /** What is tested. */
      field: QueryField;
      /** `exists`: the event has it, and it is not null. */
      op: 'exists';
      /** False turns it around. */
      value?: boolean;
    }
  | {
      /** What is tested. */
      field: QueryField;
      /** The field's text has the value somewhere (`contains`), or begins with it (`starts_with`). */
      op: 'contains' | 'starts_with';
      /** The text that is looked for. */
      value: string;
    };

/** A number that may need more digits than a double has. */
export type QueryNumber = string | number | bigint;

/** What an aggregation is of: a property, or a formula in the language of Lago's metrics. */
export type QuerySource =
  | {
      /** A first-level key of the properties. */
      property: string;
      /** Only without `property`. */
      expression?: undefined;
    }
  | {
      /** Such as `event.properties.units * event.properties.rate`. */
      expression: string;
      /** Only without `expression`. */
      property?: undefined;
    };

/**
 * What to work out of a window's or group's events. An event that one aggregation cannot take (no such property, no
 * number) counts for the others, and is in the ledger.
 */
export type QueryAggregation =
  | {
      /** `count`: events; with a property or an expression, those that have it. */
      type: 'count';
      /** A first-level key of the properties. */
      property?: string;
      /** A formula, instead of `property`. */
      expression?: string;
    }
  | ({
      /**
       * Of the numbers: `sum`, the mean (`avg`), the least (`min`), the greatest (`max`), the earliest (`first`) or
       * last (`latest`) by time. `count_unique`: how many different texts; 1.50 and 1.5 are one.
       */
      type: 'sum' | 'avg' | 'min' | 'max' | 'first' | 'latest' | 'count_unique';
    } & QuerySource)
  | ({
      /** `percentile`: the least number that `p` percent of the numbers do not exceed; always one that occurred. */
      type: 'percentile';
      /** From 0 to 100, fractions too. */
      p: QueryNumber;
    } & QuerySource)
  | ({
      /** `sum_with_multiplier`: the sum times `multiplier`. */
      type: 'sum_with_multiplier';
      /** Any decimal. */
      multiplier: QueryNumber;
    } & QuerySource)
  | ({
      /**
       * The average of a level over the window's time. Each number is added to the level (`weighted_sum`), or
       * replaces it (`time_weighted_avg`). Both need `from`.
       */
      type: 'weighted_sum' | 'time_weighted_avg';
      /** The level before `from`. When absent, 0 (`weighted_sum`), or none until the first number. */
      opening?: QueryNumber;
    } & QuerySource);

/**
 * A decimal as text by the aggregation's name; null where there is none. A quotient that does not end has 34
 * significant digits.
 */
export type QueryValues = Record<string, string | null>;

/** How far a value is from that of the period before. */
export interface QueryChange {
  /** The value minus the one before; null where one of them is. */
  absolute: string | null;
  /** That in percent of the value before; null where that is zero, or one of them is null. */
  percent: string | null;
}

/** The values of a row, or of all events. */
export interface QueryTotals {
  /** Of the range that was asked for, or of the row's part of it. */
  values: QueryValues;
  /** With `compare`: of the period before. */
  previous?: QueryValues;
  /** With `compare`: the difference, by the aggregation's name. */
  change?: Record<string, QueryChange>;
}

/** The values of a window, a group, or both. */
export interface QueryRow extends QueryTotals {
  /** With a window: RFC 3339 in the time zone. Shown whole, also where the range cuts it. */
  window_start?: string;
  /** With a window: where the next one begins. */
  window_end?: string;
  /** By the fields of `group_by`; null where the events had none. */
  group?: Record<string, string | null>;
  /** Of all groups beyond the limit. */
  others?: true;
}

/** The answer of status 200. */
export interface TallyfoldQueryBody {
  /** In the order of `order_by`. Without groups and windows there is one, whatever happened. */
  rows: QueryRow[];
  /** What the query answers without groups and windows. */
  totals: QueryTotals;
}

/**
 * The answer of status 400, or of 413 where a row for every window would be more than a million.
 *
 * ```js
 * const { status, body } = engine.report({
 *   report: 'tallyfold.query',
 *   request: { aggregations: { calls: { type: 'count' } }, limit: 1 },
 * });
 * status        // 400
 * body.problems // [{ path: '$.limit', message: 'needs a group_by' }]
 * ```
 */
export interface TallyfoldQueryError {
  /** Always `invalid_query`. */
  error: 'invalid_query';
  /** The first problem, behind its path. */
  message: string;
  /** Each problem by itself. */
  problems: {
    /** JSON path in the request. */
    path: string;
    /** For a person, to stand behind the path. */
    message: string;
  }[];
}

/** The rows of the answer in columns, entry i of each for row i. All of it belongs to the caller. */
export interface QueryColumns {
  /** Always 200; other answers are `RefusedColumns`. */
  status: 200;
  /** How many. */
  rows: number;
  /** With a window: where each begins, in milliseconds since 1970. */
  windowStart?: Float64Array;
  /** With a window: where each ends, in milliseconds since 1970. */
  windowEnd?: Float64Array;
  /** By the fields of `group_by`. */
  groups: Record<string, GroupColumn>;
  /** Where a limit left groups out: 1 for rows of all others. */
  others?: Uint8Array;
  /** By the aggregation's name. */
  values: Record<string, ValueColumn>;
  /** With `compare`: of the period before. */
  previous?: Record<string, ValueColumn>;
  /** With `compare`: the difference to it. */
  change?: Record<string, ValueColumn>;
  /** With `compare`: the difference in percent of it. */
  changePercent?: Record<string, ValueColumn>;
  /** Whether everything asked for could be counted. */
  complete: boolean;
  /** Where every event handed in has gone. */
  ledger: ReportLedger;
  /** Remarks, as in a report. */
  notes: string[];
}

/** The texts of a field, each row's by its code. */
export interface GroupColumn {
  /** The place in `texts`, or 2^32 - 1 where events have none and in rows of all others. */
  codes: Uint32Array;
  /** Each once. */
  texts: string[];
}

/** The values of an aggregation. */
export interface ValueColumn {
  /** The double nearest to the exact value; NaN where there is none. */
  numbers: Float64Array;
  /** The same of all rows together: what the query answers without groups and windows. */
  total: number;
  /** With `texts: true`, the exact values as decimals; null where there is none. */
  texts?: (string | null)[];
  /** With `texts: true`, the exact total. */
  totalText?: string | null;
}

/** A request that could not be answered in columns: what `report` would answer. */
export interface RefusedColumns {
  /** 400 for a bad request, 413 for more than a million rows of windows. */
  status: 400 | 413;
  /** What is wrong with the request. */
  body: TallyfoldQueryError;
  /** The body as it is sent. */
  text: string;
  /** Whether everything asked for could be counted. */
  complete: boolean;
  /** Where every event handed in has gone; null for a bad request. */
  ledger: ReportLedger | null;
  /** Remarks, as in a report. */
  notes: string[];
}

/** A call of `tallyfold.query` for its answer in columns. */
export type ColumnsCall = ReportCall<'tallyfold.query'> & {
  /** True asks for the exact values beside the doubles. */
  texts?: boolean;
};

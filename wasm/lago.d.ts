// SPDX-License-Identifier: Apache-2.0
// Reports in Lago's words: their requests, their bodies, and the catalog's members.

/**
 * Query parameters of `GET /analytics/usage`. Texts may come in double quotes; unknown parameters are passed over.
 *
 * ```js
 * engine.setCatalog({
 *   billable_metrics: [{ code: 'calls', aggregation_type: 'count_agg' }],
 *   plans: [
 *     {
 *       code: 'basic',
 *       interval: 'monthly',
 *       amount_currency: 'EUR',
 *       charges: [
 *         { billable_metric_code: 'calls', charge_model: 'standard', properties: { amount: '0.25' } },
 *       ],
 *     },
 *   ],
 *   customers: [{ external_id: 'ann' }],
 *   subscriptions: [
 *     {
 *       external_id: 's1',
 *       external_customer_id: 'ann',
 *       plan_code: 'basic',
 *       started_at: '2024-03-01T00:00:00Z',
 *     },
 *   ],
 * });
 * engine.append(
 *   [
 *     { code: 'calls', transaction_id: 't1', external_subscription_id: 's1', timestamp: 1709632800 },
 *     { code: 'calls', transaction_id: 't2', external_subscription_id: 's1', timestamp: 1709636400 },
 *   ],
 *   { dialect: 'lago' },
 * );
 * const { body } = engine.report({
 *   report: 'lago.analytics_usage',
 *   request: {},
 *   now: '2024-03-06T00:00:00Z',
 * });
 * body.usages[0].units        // '2.0'
 * body.usages[0].amount_cents // 50
 * ```
 */
export interface LagoAnalyticsUsageRequest extends LagoRules {
  /** Length of a row's period: `daily` (default), `weekly` (Monday to Sunday), `monthly` or `yearly`. */
  time_granularity?: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** Plans of this currency only. */
  currency?: string;
  /** First day (`YYYY-MM-DD`), inclusive; weeks, months and years that overlap the range are whole. Default: all history. */
  from_date?: string;
  /** Last day, inclusive. */
  to_date?: string;
  /** Customers of this kind only: `individual` or `company`. */
  customer_type?: 'individual' | 'company';
  /** This customer only. */
  external_customer_id?: string;
  /** Customers of this country only. */
  customer_country?: string;
  /** This subscription only. */
  external_subscription_id?: string;
  /** Metrics only that are recurring, or only that are not; also as text, `true` or `false`. */
  is_billable_metric_recurring?: boolean | 'true' | 'false';
  /** Subscriptions of this plan only. */
  plan_code?: string;
  /** This metric only. */
  billable_metric_code?: string;
  /**
   * Our addition: tells rows apart by these too and adds the fields; names as an array or between commas. `charge` is a
   * charge's code, else its id, else its path in the catalog; `filter` its values, null where no filter takes the usage.
   */
  group_by?: string | LagoGroupField[];
}

/**
 * What rows can be told apart by: `external_customer_id`, `external_subscription_id`, `plan_code`, `charge`, and the
 * charge's `filter`.
 */
export type LagoGroupField = 'external_customer_id' | 'external_subscription_id' | 'plan_code' | 'charge' | 'filter';

/** What to ask of a subscription's running period. One that is not in the catalog is answered with 404. */
export interface LagoCurrentUsageRequest extends LagoRules {
  /** The customer as the sender knows it. */
  external_customer_id: string;
  /** One of the customer's subscriptions. */
  external_subscription_id: string;
}

/** Our additions. */
export interface LagoRules {
  /**
   * Which of the service's event stores is followed where they differ: docs/dialects.md. `postgres` (default) or
   * `clickhouse`. In mode `exact` it is only the default of `identity`.
   */
  store?: 'postgres' | 'clickhouse';
  /**
   * Which copy of a transaction counts: `postgres`, of a subscription's transaction the first that came; `clickhouse`,
   * also of the same code and millisecond, the last. Default: that of `store`.
   */
  identity?: 'postgres' | 'clickhouse';
  /** `none`: every copy counts. `dialect` (default) and `id`: the rule of `identity`. */
  dedupe?: 'dialect' | 'id' | 'none';
}

/** The answer of status 200. */
export interface LagoAnalyticsUsageBody {
  /** By period, metric code and currency, in that order. Rows of no units and no cents are left out. */
  usages: LagoUsageRow[];
}

/** What a metric's usage came to in a period and a currency. */
export interface LagoUsageRow {
  /** `lago_id` of the catalog's organization; empty when it has none. */
  organization_id: string;
  /** First day, `YYYY-MM-DD`, of the customers' own days. */
  start_of_period_dt: string;
  /** Last day; with `daily` the same as the first. */
  end_of_period_dt: string;
  /** Code of ISO 4217, that of the plans. */
  amount_currency: string;
  /** In the currency's smallest unit; negative where usage was taken back. */
  amount_cents: number;
  /** The metric. */
  billable_metric_code: string;
  /** A decimal as text: `"1.0"`. */
  units: string;
  /** Whether some deleted metric has this code. */
  is_billable_metric_deleted: boolean;
  /** Where `group_by` names it: the customer. */
  external_customer_id?: string;
  /** Where `group_by` names it: the subscription. */
  external_subscription_id?: string;
  /** Where `group_by` names it: the subscription's plan. */
  plan_code?: string;
  /** Where `group_by` names it: the charge's code, else its id, else its path in the catalog. */
  charge?: string;
  /** Where `group_by` names it: the filter's values by key; null where no filter takes the usage. */
  filter?: Record<string, string[]> | null;
}

/** The answer of status 200. */
export interface LagoCurrentUsageBody {
  /** Usage from the period's start up to now. */
  customer_usage: {
    /** First second of the period, RFC 3339 in UTC. */
    from_datetime: string;
    /** Last second of the period. */
    to_datetime: string;
    /** The period's last day for the customer, `YYYY-MM-DD`. */
    issuing_date: string;
    /** Code of ISO 4217, that of the plan. */
    currency: string;
    /** Of all charges, in the currency's smallest unit. */
    amount_cents: number;
    /** The same: without taxes nothing is added. */
    total_amount_cents: number;
    /** Taxes are not computed. */
    taxes_amount_cents: 0;
    /** Always null: there is no invoice yet. */
    lago_invoice_id: null;
    /** One entry for each charge of the plan. */
    charges_usage: LagoChargeUsage[];
  };
}

/** Units and what they come to, of a charge or of a part of it. */
export interface LagoAmounts {
  /** What is priced, a decimal as text: `"62.5"`. */
  units: string;
  /** What `units` are made of, a decimal as text: of a weighted sum the sum not weighted, and negative sums too. */
  total_aggregated_units: string;
  /** How many events. */
  events_count: number;
  /** In the currency's smallest unit. */
  amount_cents: number;
  /** When the charge is priced in a unit of its own; else null. */
  pricing_unit_details: {
    /** In hundredths of that unit. */
    amount_cents: number;
    /** The unit's code. */
    short_name: string;
    /** What one of it is in the plan's currency, a decimal as text. */
    conversion_rate: string;
  } | null;
}

/** The usage that a filter of a charge takes. */
export interface LagoFilterUsage extends LagoAmounts {
  /** The filter's name; null when it has none. */
  invoice_display_name: string | null;
  /** The filter's values by key; null for what no filter takes. */
  values: Record<string, string[]> | null;
}

/** The usage of one charge. */
export interface LagoChargeUsage extends LagoAmounts {
  /** Code of ISO 4217. */
  amount_currency: string;
  /** The charge, as the catalog has it. */
  charge: {
    /** Null when the catalog has none. */
    lago_id: string | null;
    /** Null when the catalog has none. */
    code: string | null;
    /** How units are priced, such as `standard` or `graduated`. */
    charge_model: string;
    /** Null when the catalog has none. */
    invoice_display_name: string | null;
  };
  /** Its metric, as the catalog has it. */
  billable_metric: {
    /** Null when the catalog has none. */
    lago_id: string | null;
    /** Null when the catalog has none. */
    name: string | null;
    /** As events have it. */
    code: string;
    /** How events become units, such as `sum_agg`. */
    aggregation_type: string;
  };
  /** One entry for each filter, and one for what no filter takes; empty for a charge without filters. */
  filters: LagoFilterUsage[];
  /** One entry for each combination of the charge's pricing group keys; empty for a charge without. */
  grouped_usage: (LagoAmounts & {
    /** The properties' texts by key; null where events have none. */
    grouped_by: Record<string, string | null>;
    /** As those of the charge, of this group alone. */
    filters: LagoFilterUsage[];
  })[];
  /** Always empty. */
  presentation_breakdowns: [];
}

/** The answer of status 400 and above. */
export interface LagoError {
  /** The HTTP status once more. */
  status: number;
  /** The status in words: `Unprocessable Entity`. */
  error: string;
  /** A stable name: `validation_errors` (422), `customer_not_found` or `subscription_not_found` (404). */
  code: string;
  /** Of a 422: codes such as `value_is_invalid` by field. */
  error_details?: Record<string, string[]>;
}

/** The catalog's members in Lago's words, as its API returns them; docs/catalog.md has every field that is read. */
export interface LagoCatalog {
  /** Whose usage it is. */
  organization?: {
    /** `organization_id` of report rows. */
    lago_id?: string;
    /** IANA zone of customers without one; UTC when absent. */
    timezone?: string;
    /** Whether the service's premium features are there; true when absent. */
    premium?: boolean;
  };
  /** How events become units. */
  billable_metrics?: LagoCatalogEntry[];
  /** What units cost. */
  plans?: LagoCatalogEntry[];
  /** Who uses. */
  customers?: LagoCatalogEntry[];
  /** Which customer has which plan, from when to when. */
  subscriptions?: LagoCatalogEntry[];
}

/** An object as Lago's API returns it. Fields that no report reads are passed over. */
export type LagoCatalogEntry = { [member: string]: unknown };

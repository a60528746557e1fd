// SPDX-License-Identifier: Apache-2.0
// Reports in Lago's words: their requests, their bodies, and the catalog's members.

/** Query parameters of `GET /analytics/usage`. Texts may come in double quotes; unknown parameters are passed over. */
export interface LagoAnalyticsUsageRequest extends LagoRules {
  /** Length of a row's period. Default `daily`. Weeks go from Monday to Sunday. */
  time_granularity?: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** Plans of this currency only. */
  currency?: string;
  /** First day (`YYYY-MM-DD`), inclusive; weeks, months and years that overlap the range are whole. Default: all history. */
  from_date?: string;
  /** Last day, inclusive. */
  to_date?: string;
  customer_type?: 'individual' | 'company';
  external_customer_id?: string;
  customer_country?: string;
  external_subscription_id?: string;
  is_billable_metric_recurring?: boolean | 'true' | 'false';
  plan_code?: string;
  billable_metric_code?: string;
  /**
   * Our addition: tells rows apart by these too and adds the fields; names as an array or between commas. `charge` is a
   * charge's code, else its id, else its path in the catalog; `filter` its values, null where no filter takes the usage.
   */
  group_by?: string | LagoGroupField[];
}

export type LagoGroupField = 'external_customer_id' | 'external_subscription_id' | 'plan_code' | 'charge' | 'filter';

/** What to ask of a subscription's running period. */
export interface LagoCurrentUsageRequest extends LagoRules {
  external_customer_id: string;
  external_subscription_id: string;
}

/** Our additions. */
export interface LagoRules {
  /**
   * Which of the service's event stores is followed where they differ: docs/dialects.md. Default `postgres`. In mode
   * `exact` it is only the default of `identity`.
   */
  store?: 'postgres' | 'clickhouse';
  /**
   * Which copy of a transaction counts: `postgres`, of a subscription's transaction the first that came; `clickhouse`,
   * also of the same code and millisecond, the last. Default: that of `store`.
   */
  identity?: 'postgres' | 'clickhouse';
  /** `none`: every copy counts. Default `dialect`, the rule of `identity`. */
  dedupe?: 'dialect' | 'id' | 'none';
}

export interface LagoAnalyticsUsageBody {
  /** By period, metric code and currency, in that order. Rows of no units and no cents are left out. */
  usages: LagoUsageRow[];
}

export interface LagoUsageRow {
  organization_id: string;
  /** `YYYY-MM-DD`, of the customers' own days. */
  start_of_period_dt: string;
  end_of_period_dt: string;
  amount_currency: string;
  /** In the currency's smallest unit; negative where usage was taken back. */
  amount_cents: number;
  billable_metric_code: string;
  /** A decimal as text: `"1.0"`. */
  units: string;
  /** Whether some deleted metric has this code. */
  is_billable_metric_deleted: boolean;
  /** These where `group_by` names them. */
  external_customer_id?: string;
  external_subscription_id?: string;
  plan_code?: string;
  charge?: string;
  filter?: Record<string, string[]> | null;
}

export interface LagoCurrentUsageBody {
  customer_usage: {
    from_datetime: string;
    to_datetime: string;
    issuing_date: string;
    currency: string;
    amount_cents: number;
    total_amount_cents: number;
    /** Taxes are not computed. */
    taxes_amount_cents: 0;
    lago_invoice_id: null;
    charges_usage: LagoChargeUsage[];
  };
}

interface LagoAmounts {
  units: string;
  total_aggregated_units: string;
  events_count: number;
  amount_cents: number;
  /** When the charge is priced in a unit of its own. */
  pricing_unit_details: { amount_cents: number; short_name: string; conversion_rate: string } | null;
}

export interface LagoFilterUsage extends LagoAmounts {
  invoice_display_name: string | null;
  /** Null for what no filter takes. */
  values: Record<string, string[]> | null;
}

export interface LagoChargeUsage extends LagoAmounts {
  amount_currency: string;
  charge: {
    lago_id: string | null;
    code: string | null;
    charge_model: string;
    invoice_display_name: string | null;
  };
  billable_metric: {
    lago_id: string | null;
    name: string | null;
    code: string;
    aggregation_type: string;
  };
  filters: LagoFilterUsage[];
  grouped_usage: (LagoAmounts & {
    grouped_by: Record<string, string | null>;
    filters: LagoFilterUsage[];
  })[];
  presentation_breakdowns: [];
}

export interface LagoError {
  status: number;
  error: string;
  code: string;
  error_details?: Record<string, string[]>;
}

/** The catalog's members in Lago's words, as its API returns them; docs/catalog.md has every field that is read. */
export interface LagoCatalog {
  organization?: { lago_id?: string; timezone?: string; premium?: boolean };
  billable_metrics?: LagoCatalogEntry[];
  plans?: LagoCatalogEntry[];
  customers?: LagoCatalogEntry[];
  subscriptions?: LagoCatalogEntry[];
}

export type LagoCatalogEntry = { [member: string]: unknown };

// SPDX-License-Identifier: Apache-2.0
// What all readers of columns take.

/** Which columns become what of an event. */
export interface ColumnOptions {
  /** Names of the columns to read, beside those in `properties`; all when absent. Others are not read at all. */
  columns?: string[];
  /**
   * Columns that become properties of the event, beside those in a column named `properties`. `*`: every column but
   * `event_id`, `event_name`, `external_customer_id`, `customer_id`, `timestamp`, `source` and `properties`. None when
   * absent: each column is a field of the event, for a dialect or mapping to read.
   */
  properties?: '*' | string[];
  /** Columns of texts that hold JSON; `['properties']` when absent. A text that is none stays a text. */
  json?: string[];
  /** Columns whose values become texts, such as ids that are numbers, which some dialects refuse; none when absent. */
  texts?: string[];
}

// SPDX-License-Identifier: Apache-2.0
// What was not counted, and why: of all inputs, or of one report.

/** What was not counted, and why. */
export interface Ledger {
  /** Sum of the counts. */
  total: number;
  /** By reason; reasons that did not occur are absent. */
  counts: Partial<Record<Reason, number>>;
  /** The first hundred, by source and place. */
  entries: LedgerEntry[];
}

/** A record that was not counted, and where it stands. */
export interface LedgerEntry {
  /** Why. */
  reason: Reason;
  /** Number of the input. */
  source: number;
  /** Line (NDJSON, CSV) or element (JSON) of that input, from 1. */
  line: number;
  /** Where the record starts in that input. */
  byte_offset: number;
  /** The event's id, where it is known and kept (`keepIds: true`). */
  id?: string;
  /** What exactly. */
  detail?: string;
}

/** Why an event was not counted, or was not counted as it came. */
export type Reason =
  /** Not JSON, not UTF-8, or a broken CSV record. */
  | 'malformed_line'
  /** JSON, but not an object. */
  | 'not_an_event'
  /** A field that the dialect needs is absent or empty. */
  | 'missing_field'
  /** A field has a type that the dialect does not allow. */
  | 'wrong_type'
  /** seats.io: a record of a kind that does not exist. */
  | 'unknown_kind'
  /** seats.io: a quantity that no object can have. */
  | 'bad_quantity'
  /** Not a time, or outside 1677 to 2262. */
  | 'bad_timestamp'
  /** A line, a nesting or a number beyond the limits. */
  | 'too_large'
  /** The property that is aggregated is absent or null. */
  | 'missing_property'
  /** The property that is aggregated is no number. */
  | 'not_a_number'
  /** seats.io: an event whose workspace neither the record nor the catalog names. */
  | 'unknown_event'
  /** Another copy of the same id was counted. */
  | 'duplicate'
  /** seats.io: another copy of the same id, with other content, was counted. */
  | 'conflicting_copy'
  /** It arrived further behind the latest event than `lateness` says. */
  | 'late'
  /** Lago: no charge of the subscription prices this metric. */
  | 'no_price'
  /** Lago: there is no such subscription, or not at that time. */
  | 'outside_subscription'
  /** Lago: the metric's formula cannot be computed for this event. */
  | 'expression_failed';

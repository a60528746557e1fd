// SPDX-License-Identifier: Apache-2.0
// The usage reports of seats.io: what each is asked, what it answers, and the facts behind them.

/** Options of all three reports. All are ours: the service has one fixed rule for each. */
export interface SeatsioOptions {
  /**
   * When a place of an area is first booked. `peak` (default): when more places are booked at once
   * than ever before; a release makes room. `cumulative`: releases make no room.
   */
  gaPlaces?: 'peak' | 'cumulative';
  /** Whether a hold made through the API counts as a booking; true by default. */
  apiHoldCounts?: Flag;
  /**
   * Reason of a used place in version 2. `precedence` (default): booked, else selected, else
   * assigned to a channel, whatever came first. `first`: what came first.
   */
  reasonRule?: 'precedence' | 'first';
  /**
   * Which selections a deselection takes back: of the same calendar month (`sameMonth`, the default),
   * so that months that are over do not change; of no month (`never`); of any month (`always`).
   */
  deselection?: 'sameMonth' | 'never' | 'always';
  /** A table booked as a whole counts as one `object` (default), or as its `seats` (`numSeats`). */
  tableCountsAs?: 'object' | 'seats';
  /** Whether usage in test workspaces (`isTest` in the catalog) counts: `exclude` (default) or `include`. */
  testWorkspaces?: 'exclude' | 'include';
  /**
   * True: a row for every month, and for every event known from records or the catalog. False
   * (default): rows that show nothing but zeros are left out.
   */
  zeroRows?: Flag;
  /** IANA zone of the months, such as `Europe/Brussels`; UTC by default. */
  timeZone?: string;
  /** Rows by workspace id, chart key and event `id` (default), or by first appearance in the `input`. */
  order?: 'id' | 'input';
  /** What is billed: places `used`, that is booked or selected (default), or first `bookings` alone. */
  billable?: 'used' | 'bookings';
  /**
   * Records of one object, kind and id count once (`dialect`, the default, and `id`), or every copy
   * counts (`none`).
   */
  dedupe?: 'dialect' | 'id' | 'none';
  /**
   * ISO 8601, such as `PT48H`: how far records may arrive behind the latest one. A plan then folds
   * closed months away, and what arrives later is in the ledger as `late`. None by default.
   */
  lateness?: string;
}

/** True or false, also as text (`true`, `false`), as a query string has it. */
export type Flag = boolean | 'true' | 'false';

/**
 * `GET /reports/usage`: one row per month with usage, oldest first.
 *
 * ```js
 * const seat = {
 *   workspace: 7,
 *   chartKey: 'hall',
 *   eventId: 12,
 *   eventKey: 'opening',
 *   objectLabel: 'A-1',
 * };
 * engine.append(
 *   [
 *     { kind: 'selection', date: '2024-03-31T20:00:00Z', ...seat },
 *     { kind: 'status_change', status: 'booked', date: '2024-04-01T09:00:00Z', ...seat },
 *   ],
 *   { dialect: 'seatsio' },
 * );
 * const { body } = engine.report({
 *   report: 'seatsio.usage',
 *   request: { shape: 'current' },
 *   now: '2024-05-01T00:00:00Z',
 * });
 * body // [{ month: { month: 3, year: 2024 }, numUsedObjects: 1 }]
 * ```
 */
export interface SeatsioUsageRequest extends SeatsioOptions {
  /** `legacy` (until 2023, default with version 1) or `current` (default with version 2). */
  shape?: 'legacy' | 'current';
  /** 2 wraps the rows and tells up to when usage is counted; 1 by default. Also as text, `1` or `2`. */
  version?: 1 | 2 | '1' | '2';
}

/** `GET /reports/usage/month/{month}`: workspaces, their charts, their events. */
export interface SeatsioUsageMonthRequest extends SeatsioOptions {
  /** `YYYY-MM`. */
  month: string;
  /**
   * `legacy6` (default): six counters, as until 2022; `legacy3`: three, as until 2023; `current`:
   * used objects alone.
   */
  shape?: 'legacy6' | 'legacy3' | 'current';
}

/** `GET /reports/usage/month/{month}/event/{eventId}`: one row per object, by label. */
export interface SeatsioUsageMonthEventRequest extends SeatsioOptions {
  /** `YYYY-MM`. */
  month: string;
  /** The event's number, not its key. An event that is unknown answers with status 404. */
  eventId: number | bigint | string;
  /** 1 (default up to 2022-11): counters; 2 (default from 2022-12): used objects by reason. Also as text, `1` or `2`. */
  version?: 1 | 2 | '1' | '2';
}

/** A calendar month, in the zone of `timeZone`. */
export interface SeatsioMonth {
  /** 1 to 12. */
  month: number;
  /** Such as 2024. */
  year: number;
}

/** Version 1: a list; version 2: an object. */
export type SeatsioUsageBody = SeatsioUsageRow[] | SeatsioUsageUntil;

/** The answer in version 2. */
export interface SeatsioUsageUntil {
  /** The call's `now`, in UTC with milliseconds. */
  usageCutoffDate: string;
  /** One row per month, oldest first. */
  usage: SeatsioUsageRow[];
}

/** A month's usage. */
export interface SeatsioUsageRow {
  /** Which month. */
  month: SeatsioMonth;
  /** Places that were used for the first time in this month: what is billed. */
  numUsedObjects: number;
  /** `legacy`: places whose first booking is in this month. */
  numFirstBookings?: number;
  /** `legacy`: the same by the status that the booking set. */
  numFirstBookingsByStatus?: Record<string, number>;
  /** `legacy`: places whose first booking or selection is in this month. */
  numFirstBookingsOrSelections?: number;
}

/** One entry per workspace. */
export type SeatsioUsageMonthBody = SeatsioWorkspaceUsage[];

/** What was used in a workspace. */
export interface SeatsioWorkspaceUsage {
  /** The workspace's id. */
  workspace: number;
  /** One entry per chart. */
  usageByChart: SeatsioChartUsage[];
}

/** What was used of a chart. */
export interface SeatsioChartUsage {
  /** Null when no key of the chart is known. */
  chart: {
    /** Null when it is not known. */
    name: string | null;
    /** As records and the catalog have it. */
    key: string;
  } | null;
  /** One entry per event. */
  usageByEvent: SeatsioEventUsage[];
}

/** What was used of an event. */
export interface SeatsioEventUsage {
  /** Which event. */
  event: {
    /** Its number. */
    id: number;
    /** Its key: the catalog's, else that of its latest record. */
    key: string;
    /** `current`: whether the catalog says so. */
    deleted?: boolean;
  };
  /** Places that were used for the first time in this month: what is billed. */
  numUsedObjects: number;
  /** `legacy6`, `legacy3`: places whose first booking is in this month. */
  numFirstBookings?: number;
  /** `legacy6`: places whose first booking or selection is in this month. */
  numFirstBookingsOrSelections?: number;
  /** `legacy6`: places of areas used in this month and not booked by its end. */
  numGASelectionsWithoutBooking?: number;
  /** `legacy6`: the same of seats, tables and booths. */
  numNonGASelectionsWithoutBooking?: number;
  /** `legacy6`, `legacy3`: all selections of this month, repeated and cancelled ones too. */
  numObjectSelections?: number;
}

/** Version 1 or version 2 rows, never both. */
export type SeatsioUsageMonthEventBody = SeatsioObjectUsageV1[] | SeatsioObjectUsageV2[];

/** What was used of an object, as counters. */
export interface SeatsioObjectUsageV1 {
  /** The object's label. */
  object: string;
  /** Places whose first booking is in this month. */
  numFirstBookings: number;
  /** Absent for areas, and when the first booking is not in this month. In UTC. */
  firstBookingDate?: string;
  /** Places whose first selection is in this month. */
  numFirstSelections: number;
  /** Places whose first booking or selection is in this month. */
  numFirstBookingsOrSelections: number;
}

/** What was used of an object, and why it counts. */
export interface SeatsioObjectUsageV2 {
  /** The object's label. */
  object: string;
  /** Places that were used for the first time in this month: what is billed. */
  numUsedObjects: number;
  /**
   * Adds up to `numUsedObjects`; zeros are left out. `STATUS_CHANGED` (booked), `SELECTED` or `ASSIGNED_TO_CHANNEL`,
   * as `reasonRule` says.
   */
  usageByReason: Partial<Record<'STATUS_CHANGED' | 'SELECTED' | 'ASSIGNED_TO_CHANNEL', number>>;
}

/** The answer of status 400 and above. */
export interface SeatsioError {
  /** The HTTP status once more. */
  status: number;
  /** The messages of `errors`. */
  messages: string[];
  /** One per problem. */
  errors: SeatsioProblem[];
  /** Always empty. */
  warnings: SeatsioProblem[];
  /** Names the request: a UUID, in a report the same for the same request. */
  requestId: string;
}

/** One of the things that are wrong with a request. */
export interface SeatsioProblem {
  /** `BAD_REQUEST` (400) or `EVENT_NOT_FOUND` (404: the event is in no record and no catalog). */
  code: 'BAD_REQUEST' | 'EVENT_NOT_FOUND' | (string & {});
  /** For a person. */
  message: string;
  /** Of a bad request: which member. */
  data?: {
    /** JSON path in the request. */
    path?: string;
    [other: string]: unknown;
  };
}

/** What a seating chart's owner knows and records may not say. Members may be null or absent. */
export interface SeatsioCatalog {
  /** Which workspaces are for tests. */
  workspaces?: SeatsioCatalogWorkspace[];
  /** What events are called, and whose they are. */
  events?: SeatsioCatalogEvent[];
  /** What objects are, and how many places they have. */
  objects?: SeatsioCatalogObject[];
}

/** As `GET /workspaces` has it; what is not named here is passed over. */
export interface SeatsioCatalogWorkspace {
  /** As records have it in `workspace`. */
  id: Integer;
  /** Its usage is not billed. False by default. */
  isTest?: boolean | null;
  [other: string]: unknown;
}

/** What reports say of an event. What is not named here is passed over. */
export interface SeatsioCatalogEvent {
  /** As records have it in `eventId`. */
  id: Integer;
  /** Without it the key of the event's latest record. */
  key?: string | null;
  /** The chart under which reports list the event; without it that of the latest record. */
  chartKey?: string | null;
  /** Without it the name in the latest record of the chart. */
  chartName?: string | null;
  /** The workspace's id: needed for records that name none. */
  workspace?: Integer | null;
  /** Its usage stays; rows of the `current` shape say `deleted`. False by default. */
  deleted?: boolean | null;
  [other: string]: unknown;
}

/** An object of one event, or of all events of a chart: it has either `eventId` or `chartKey`. */
export interface SeatsioCatalogObject {
  /** Of this event; wins over the chart's entry. */
  eventId?: Integer | null;
  /** Of every event of this chart. */
  chartKey?: string | null;
  /** As records have it in `objectLabel`. */
  label: string;
  /** Wins over the records' `objectType`. */
  type?: SeatsioObjectType | null;
  /** Places of an area: never more are counted. No limit by default. */
  capacity?: Integer | null;
  /** Seats of a table, for `tableCountsAs: 'seats'`. */
  numSeats?: Integer | null;
  [other: string]: unknown;
}

/**
 * In the words of the API (`seat`, `table`, `booth`, `generalAdmission`), or in those of the chart renderer (`Seat`,
 * `Table`, `Booth`, `GeneralAdmissionArea`). `generalAdmission` is an area with any number of places.
 */
export type SeatsioObjectType =
  | 'seat'
  | 'table'
  | 'booth'
  | 'generalAdmission'
  | 'Seat'
  | 'Table'
  | 'Booth'
  | 'GeneralAdmissionArea';

/** A whole number, also as text. */
export type Integer = number | bigint | string;

// SPDX-License-Identifier: Apache-2.0
// The neutral answers to a seating query: rows of months, of events, of objects.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "query/seat_partial.h"

namespace tallyfold {

/// Why a place was used, as far as reports tell reasons apart.
enum class SeatReason : uint8_t { StatusChanged, Selected, AssignedToChannel, kCount };

/// Places of one month. "First" is over the whole life of the event.
struct SeatCounters {
  int64_t first_bookings = 0;
  int64_t first_selections = 0;
  int64_t first_uses = 0;              ///< by booking or selection
  int64_t ga_without_booking = 0;      ///< of areas: used by selection, not booked by month's end
  int64_t non_ga_without_booking = 0;  ///< of seats, tables and booths
  std::array<int64_t, static_cast<size_t>(SeatReason::kCount)> uses{};  ///< channels counted too

  [[nodiscard]] int64_t allUses() const { return uses[0] + uses[1] + uses[2]; }
};

struct SeatMonthRow {
  MonthNumber month = 0;
  SeatCounters counters;
  std::map<std::string, int64_t> first_bookings_by_status;
};

struct SeatEventRow {
  int64_t workspace = 0;
  std::optional<std::string> chart_key, chart_name;
  int64_t id = 0;
  std::optional<std::string> key;
  bool deleted = false;
  SeatCounters counters;
  uint64_t selections = 0;  ///< made in the month, taken back ones too
  Arrival first;
};

struct SeatObjectRow {
  std::string label;
  SeatCounters counters;
  int64_t first_booking_ns = kNever;  ///< of a seat, table or booth booked first in the month
  Arrival first;
};

/// By month. Months in which nothing happened are left out, unless the query keeps them.
std::vector<SeatMonthRow> seatMonths(const SeatQuery& query, SeatPartial& settled);
/// In the order of the query: by workspace, chart key and id, or by arrival. All events that are
/// known, those without usage too.
std::vector<SeatEventRow> seatEvents(const SeatQuery& query, SeatPartial& settled);
/// By label or by arrival; all objects that are known.
std::vector<SeatObjectRow> seatObjects(const SeatQuery& query, SeatPartial& settled);

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// What is asked of the records of seating charts, in neutral words: checked and complete.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "aggregate/seat_places.h"
#include "catalog/catalog.h"
#include "time/month.h"

namespace tallyfold {

/// What a row of the report is.
enum class SeatRows : uint8_t { Months, Events, Objects };

struct SeatQuery {
  SeatRows rows = SeatRows::Events;
  std::optional<Months::Bounds> month;  ///< absent: all months
  std::optional<int64_t> event_id;      ///< absent: all events
  int64_t now_ns = 0;                   ///< changes after it do not count
  Months months;
  std::string zone_name = "UTC";     ///< of `months`
  bool releases_free_places = true;  ///< of areas: else every booking takes new places
  bool api_holds_book = true;
  bool tables_count_seats = false;
  bool includes_tests = false;  ///< workspaces marked as test count too
  bool keeps_zero_rows = false;
  bool by_arrival = false;  ///< rows in order of first appearance, not of their names
  DeselectionRule deselection = DeselectionRule::SameMonth;
  bool counts_ids_once = true;
  bool first_reason_counts = false;    ///< a use has the reason that came first in time
  std::optional<int64_t> lateness_ns;  ///< how far behind the latest record one may arrive
  std::shared_ptr<const Catalog> catalog;

  /// Changes from here on are not asked for.
  [[nodiscard]] int64_t changesEnd() const;
  /// All that decides what a fold learns, as bytes equal for equal queries.
  [[nodiscard]] std::string canonicalBytes() const;
};

}  // namespace tallyfold

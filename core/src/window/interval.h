// SPDX-License-Identifier: Apache-2.0
// Which window of any length does an instant fall into? Windows of one rule cover all time without
// gap or overlap; docs/query.md has the rules.
//
//   a divisor of an hour      multiples on the local clock; an hour shown twice is two windows
//   a divisor of a day        from where the local clock first shows a multiple; one that is shown
//                             longer is longer
//   other hours, minutes      elapsed time from the anchor, whatever the clocks do
//   days, weeks, months       the anchor's date and clock moved by n lengths, a day of the month
//                             that a month has not is its last
#pragma once

#include "time/duration.h"
#include "window/window.h"

namespace tallyfold {

struct IntervalRule {
  Duration size = {0, 1, 0};         ///< of whole seconds, above zero
  std::shared_ptr<const Zone> zone;  ///< null: UTC
  int64_t anchor_day = 0;            ///< local day number on which a window begins
  int64_t anchor_clock_s = 0;        ///< seconds that the local clock then shows since midnight
  int64_t anchor_s = 0;              ///< the anchor itself, from which elapsed time is counted

  /// Offset of the zone's clock from UTC.
  [[nodiscard]] int32_t offsetAt(int64_t time_ns) const;
  /// Its length on average, at least 1.
  [[nodiscard]] uint64_t meanSeconds() const;
};

/// The window that holds an instant, named by its start.
///   with P1M anchored on the 31st, 2024-03-01T00:00:00Z lies in 2024-02-29 to 2024-03-31
Window intervalAt(const IntervalRule& rule, int64_t time_ns);

/// "minute" to "year", or an ISO 8601 duration of whole seconds up to a thousand years; absent for
/// any other text. intervalNamed("quarter") is {3, 0, 0}.
std::optional<Duration> intervalNamed(std::string_view name);

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// Which window does an instant fall into? The rules are in docs/dialects.md, "Windows, precisely".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "time/zone.h"

namespace tallyfold {

enum class WindowSize : uint8_t {
  Minute,
  Minutes15,
  Minutes30,
  Hour,
  Hours3,
  Hours6,
  Hours12,
  Day,
  Week,
  Month
};

/// The size named by a request's text ("15MIN", "DAY"); absent for any other text. Case matters.
std::optional<WindowSize> windowSizeNamed(std::string_view name);

/// Where a month begins instead of the first at midnight.
struct MonthAnchor {
  int day = 1;                 ///< of the month, 1 to 31
  int64_t time_of_day_ns = 0;  ///< local clock
  bool overflows = false;  ///< day 31 of a short month is a day of the next, instead of its last
};

/// Which windows a request means.
struct WindowRule {
  WindowSize size = WindowSize::Day;
  std::shared_ptr<const Zone> zone;   ///< null: UTC
  int first_weekday = 1;              ///< of a WEEK: 0 Sunday, 1 Monday
  std::optional<MonthAnchor> anchor;  ///< of a MONTH
  bool hours_from_midnight =
      false;  ///< HOUR counts whole hours since local midnight, whatever the clock shows
  bool minutes_in_utc = false;       ///< MINUTE, 15MIN and 30MIN count on UTC time
  bool minute_label_in_utc = false;  ///< MINUTE is labelled in UTC
  bool date_labels = false;          ///< WEEK and MONTH are labelled local date, midnight "Z"
};

/// A half-open stretch of time and the window it belongs to. Most windows are one stretch; a window
/// of several hours is two where the clock was set back over its edge.
struct Window {
  int64_t start_ns = 0;
  int64_t end_ns = 0;
  int64_t label_ns = 0;  ///< the instant its label shows; windows with the same label are the same
  int32_t label_offset_s = 0;  ///< at this offset from UTC

  /// The label, for example "2024-03-05T00:00:00+05:30".
  [[nodiscard]] std::string label() const;
};

/// The stretch that holds `time_ns`. The stretches of one rule cover all time without gap or
/// overlap.
///   With size Day in Asia/Kolkata, 2024-03-05T20:00:00Z lies in the window labelled
///   2024-03-06T00:00:00+05:30.
Window windowAt(const WindowRule& rule, int64_t time_ns);

}  // namespace tallyfold

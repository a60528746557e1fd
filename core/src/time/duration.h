// SPDX-License-Identifier: Apache-2.0
// How long does it last: reading ISO 8601 durations such as P1DT2H.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tallyfold {

/// A length of time in three parts that do not convert into each other: months differ in days, and
/// days differ in hours where the clocks change.
struct Duration {
  int64_t months = 0;       ///< years are 12 of them
  int64_t days = 0;         ///< weeks are 7 of them
  int64_t nanoseconds = 0;  ///< hours, minutes and seconds

  friend constexpr bool operator==(const Duration& a, const Duration& b) {
    return a.months == b.months && a.days == b.days && a.nanoseconds == b.nanoseconds;
  }
};

/// Reads `P[nY][nM][nW][nD][T[nH][nM][nS]]` with at least one part, and one after a 'T'. Seconds
/// may have a fraction after '.' or ','; its digits below a nanosecond are cut. Absent for signs,
/// lower case, fractions of other parts, and for a part that does not fit. readDuration("P1DT2H")
/// is {0, 1, 7200000000000}.
std::optional<Duration> readDuration(std::string_view text);

/// Reads a duration of days and time, a day being 24 hours, as nanoseconds. Absent for months and
/// for more than some 100 years. readFixedDuration("PT24H") is 86400000000000.
std::optional<int64_t> readFixedDuration(std::string_view text);

}  // namespace tallyfold

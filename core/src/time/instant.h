// SPDX-License-Identifier: Apache-2.0
// When did it happen: reading and writing instants.
//
// An instant is an int64_t of nanoseconds since 1970-01-01T00:00:00Z (variables end in `_ns`),
// which spans 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z. Leap seconds do not
// exist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tallyfold {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

/// What an RFC 3339 text says.
struct ReadInstant {
  int64_t time_ns = 0;     ///< the instant, in nanoseconds since 1970
  int32_t offset_s = 0;    ///< the written offset from UTC in seconds, positive east; 0 for 'Z'
  bool saturated = false;  ///< the text lies outside the span; `time_ns` is then its nearer end
};

/// The unit of a number that counts time since 1970.
enum class TimeUnit { Seconds, Milliseconds, Microseconds, Nanoseconds };

/// Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|+hh:mm|-hh:mm)`, 'T' and 'Z' in either case. The date
/// must exist, hours go to 23, seconds to 59. Fraction digits below a nanosecond are cut. Anything
/// else is absent, blanks around the text included; a year outside the span is read and
/// `saturated`. readRfc3339("1970-01-01T01:00:00.5+01:00") is {500000000, 3600, false}.
std::optional<ReadInstant> readRfc3339(std::string_view text);

/// Reads a decimal number of units since 1970: digits, with an optional sign, fraction and
/// exponent. Exact; what lies below a nanosecond is cut towards the past. Absent for any other text
/// and for an instant outside the span. readUnixTime("1780586634.1", TimeUnit::Seconds) is
/// 1780586634100000000.
std::optional<int64_t> readUnixTime(std::string_view decimal_text, TimeUnit unit);

/// Writes the local clock that stands `offset_s` seconds east of UTC (less than a day either way).
/// The fraction is written without trailing zeros and only when it is not zero. Offset 0 is 'Z';
/// the seconds of an offset move the clock but are cut from its label, as Go's time package does.
/// writeRfc3339(500000000, 3600) is "1970-01-01T01:00:00.5+01:00".
std::string writeRfc3339(int64_t time_ns, int32_t offset_s);

}  // namespace tallyfold

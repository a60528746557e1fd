// SPDX-License-Identifier: Apache-2.0
// Which day is it: dates of the proleptic Gregorian calendar and the day numbers behind them.
//
// A day number counts days since 1970-01-01, which is day 0. Plain arithmetic, valid for every year
// that fits in `CivilDate` with day numbers to match; nothing here knows of clocks or zones.
#pragma once

#include <cstdint>

namespace tallyfold {

constexpr int64_t kSecondsPerDay = 86400;

/// A date as a calendar shows it. Year 0 is the year before year 1.
struct CivilDate {
  int32_t year = 1970;
  uint8_t month = 1;  ///< 1 to 12
  uint8_t day = 1;    ///< 1 to 31

  friend constexpr bool operator==(const CivilDate& a, const CivilDate& b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
  }
  friend constexpr bool operator!=(const CivilDate& a, const CivilDate& b) { return !(a == b); }
};

/// A month of a year.
struct CivilMonth {
  int32_t year = 1970;
  uint8_t month = 1;  ///< 1 to 12
};

/// The quotient rounded down, for a divisor above zero. floorDiv(-1, 60) is -1.
constexpr int64_t floorDiv(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

/// What `floorDiv` leaves over, never negative. floorMod(-1, 60) is 59.
constexpr int64_t floorMod(int64_t value, int64_t divisor) {
  const int64_t rest = value % divisor;
  return rest < 0 ? rest + divisor : rest;
}

/// Whether the year has a 29 February. isLeapYear(1900) is false, isLeapYear(2000) is true.
constexpr bool isLeapYear(int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Days of a month, which must be 1 to 12. daysInMonth(2024, 2) is 29.
constexpr int daysInMonth(int32_t year, int month) {
  if (month == 2) return isLeapYear(year) ? 29 : 28;
  // 31 and 30 alternate, and the alternation starts again with August.
  return 30 + ((month + (month >> 3)) & 1);
}

/// The day number of a date, which must exist and not lie in the very first year of int32_t.
/// daysFromCivil({1970, 1, 2}) is 1.
constexpr int64_t daysFromCivil(CivilDate date) {
  // Years are taken to begin in March, so that a leap day is the last day of its year, and the
  // months from March on follow one linear rule. In 32 bits, because WebAssembly divides 64 bits
  // by a constant slowly.
  const bool before_march = date.month <= 2;
  const int32_t year = date.year - (before_march ? 1 : 0);
  const int32_t era = year / 400 - (year % 400 < 0 ? 1 : 0);
  const auto year_of_era = static_cast<uint32_t>(year - era * 400);
  const uint32_t month_from_march = before_march ? date.month + 9u : date.month - 3u;
  const uint32_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const uint32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return int64_t{era} * 146097 + day_of_era - 719468;
}

/// The date of a day number. civilFromDays(-1) is 1969-12-31.
constexpr CivilDate civilFromDays(int64_t days) {
  const int64_t shifted = days + 719468;
  const int64_t era = floorDiv(shifted, 146097);
  const auto day_of_era = static_cast<uint32_t>(shifted - era * 146097);
  const uint32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const uint32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const uint32_t month_from_march = (5 * day_of_year + 2) / 153;
  const uint32_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const uint32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int64_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
  return {static_cast<int32_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
}

/// The day of the week of a day number, 0 for Sunday to 6 for Saturday. weekday(0) is 4, a
/// Thursday.
constexpr int weekday(int64_t days) { return static_cast<int>(floorMod(days + 4, 7)); }

/// The month that lies `count` months later, or earlier when negative; years past int32_t wrap.
/// addMonths(2024, 11, 3) is February 2025.
constexpr CivilMonth addMonths(int32_t year, int month, int64_t count) {
  const int64_t months = int64_t{year} * 12 + (month - 1) + count;
  return {static_cast<int32_t>(floorDiv(months, 12)),
          static_cast<uint8_t>(floorMod(months, 12) + 1)};
}

/// The date with this day, or the month's last day where the month is shorter.
/// clampDay(2023, 2, 31) is 2023-02-28.
constexpr CivilDate clampDay(int32_t year, int month, int day) {
  const int last_day = daysInMonth(year, month);
  return {year, static_cast<uint8_t>(month), static_cast<uint8_t>(day < last_day ? day : last_day)};
}

}  // namespace tallyfold

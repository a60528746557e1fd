// SPDX-License-Identifier: Apache-2.0
// Which calendar month is it, by the clocks of a zone?
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "time/zone.h"

namespace tallyfold {

/// A month as its number: 12 times the year, plus 0 for January to 11 for December.
using MonthNumber = int32_t;

constexpr MonthNumber monthNumber(int32_t year, int month) { return year * 12 + month - 1; }
constexpr int32_t yearOf(MonthNumber number) { return number / 12; }
constexpr int monthOf(MonthNumber number) { return number % 12 + 1; }

/// Reads YYYY-MM. readMonth("2018-09") is monthNumber(2018, 9); "2018-9" and "2018-13" are absent.
std::optional<MonthNumber> readMonth(std::string_view text);

/// The months of one zone.
class Months {
 public:
  struct Bounds {
    MonthNumber number = 0;
    int64_t start_ns = 0;  ///< inclusive; where the clock skips midnight, the first instant after
    int64_t end_ns = 0;    ///< exclusive
  };
  /// Null: UTC.
  explicit Months(std::shared_ptr<const Zone> zone = nullptr) : zone_(std::move(zone)) {}

  /// The month of that number. Its ends are clamped to what int64_t holds.
  [[nodiscard]] Bounds bounds(MonthNumber number) const;
  /// The month that holds an instant. Months(UTC).at(0) is January 1970.
  [[nodiscard]] Bounds at(int64_t time_ns) const;

 private:
  [[nodiscard]] int64_t startOf(MonthNumber number) const;

  std::shared_ptr<const Zone> zone_;
  mutable Bounds last_;  // neighbouring times share their month
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// What the tests of meters share: metrics, periods and events from text.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/meter.h"
#include "time/instant.h"

namespace tallyfold::metering {

inline Decimal dec(std::string_view text) {
  const auto read = Decimal::parse(text);
  EXPECT_TRUE(read.has_value()) << text;
  return read.value_or(Decimal());
}

inline int64_t at(std::string_view text) {
  const auto read = readRfc3339(text);
  EXPECT_TRUE(read.has_value()) << text;
  return read ? read->time_ns : 0;
}

inline LagoMetric metric(LagoAggregation aggregation, bool recurring = false) {
  LagoMetric facts;
  facts.aggregation = aggregation;
  facts.recurring = recurring;
  return facts;
}

/// A whole month: of 2023-03, 31 days; `zone` says by whose clock.
inline BillingPeriod month(int year, int number, int64_t days,
                           const std::shared_ptr<const Zone>& zone = nullptr) {
  const std::string start =
      std::to_string(year) + (number < 10 ? "-0" : "-") + std::to_string(number) + "-01T00:00:00Z";
  const LocalDays local(zone);
  const int64_t first = LocalDays().at(at(start));
  return {local.startOf(first), local.endOf(first + days - 1), days};
}

inline MeterEvent number(std::string_view time, std::string_view value) {
  return {at(time), dec(value), 0, false, {}};
}
inline MeterEvent adds(std::string_view time, uint32_t text) {
  return {at(time), {}, text, false, {}};
}
inline MeterEvent removes(std::string_view time, uint32_t text) {
  return {at(time), {}, text, true, {}};
}

/// A meter with an account of its own.
class Metered {
 public:
  explicit Metered(const LagoMetric& metric, const MeterTerms& terms = {})
      : meter_(makeMeter(metric, terms, account_)) {}

  Meter* operator->() { return meter_.get(); }
  Meter& operator*() { return *meter_; }
  Metered& take(std::initializer_list<MeterEvent> events) {
    for (const MeterEvent& event : events) meter_->add(event);
    return *this;
  }
  Metered& open(const BillingPeriod& period) {
    meter_->open(period);
    return *this;
  }
  [[nodiscard]] std::string units() const { return meter_->reading().units.toText(); }
  [[nodiscard]] std::string fullUnits() const { return meter_->reading().full_units.toText(); }
  [[nodiscard]] std::string peak() const { return meter_->reading().peak_units.toText(); }
  [[nodiscard]] int64_t events() const { return meter_->reading().events; }

  /// "units (prorated)" of each value, blanks between.
  [[nodiscard]] std::string values() const {
    std::string text;
    meter_->eachValue([&text](const MeterValue& value) {
      text += (text.empty() ? "" : " ") + value.units.toText() + " (" +
              value.prorated.rounded(5, Rounding::HalfUp).toText() + ")";
    });
    return text;
  }

 private:
  MemoryAccount account_;
  std::unique_ptr<Meter> meter_;
};

}  // namespace tallyfold::metering

// SPDX-License-Identifier: Apache-2.0
// latest_agg: the value of the last event, of equal times the one that arrived last. What is below
// 0 counts as 0.
#include "aggregate/meter.h"

namespace tallyfold {
namespace {

class LatestMeter final : public Meter {
 public:
  std::optional<MeterValue> open(const BillingPeriod&) override {
    is_open_ = true;
    last_ = amounts_ = Decimal();
    events_ = 0;
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_) return std::nullopt;
    last_ = event.value;
    amounts_ += event.amount;
    events_ += event.events;
    return MeterValue{event.value, {}, 0};
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational units = last_.sign() < 0 ? Rational() : Rational(last_);
    return {units, units, units, units, events_, amounts_};
  }

 private:
  bool is_open_ = false;
  Decimal last_;
  Decimal amounts_;
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeLatestMeter() { return std::make_unique<LatestMeter>(); }

}  // namespace tallyfold

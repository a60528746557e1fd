// SPDX-License-Identifier: Apache-2.0
// count_agg: the number of events in the period.
#include "aggregate/meter.h"

namespace tallyfold {
namespace {

class CountMeter final : public Meter {
 public:
  std::optional<MeterValue> open(const BillingPeriod&) override {
    is_open_ = true;
    events_ = 0;
    amounts_ = Decimal();
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_) return std::nullopt;
    events_ += event.events;
    amounts_ += event.amount;
    return MeterValue{Decimal::fromInteger(1), {}, 0};
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational units(Decimal::fromInteger(events_));
    return {units, units, units, units, events_, amounts_};
  }

 private:
  bool is_open_ = false;
  int64_t events_ = 0;
  Decimal amounts_;
};

}  // namespace

std::unique_ptr<Meter> makeCountMeter() { return std::make_unique<CountMeter>(); }

}  // namespace tallyfold

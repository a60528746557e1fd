// SPDX-License-Identifier: Apache-2.0
// unique_count_agg: how many distinct values are there. Events add and remove them; what is there
// already, or gone already, changes nothing.
#include <algorithm>

#include "aggregate/meter.h"
#include "base/flat_map.h"

namespace tallyfold {
namespace {

class UniqueMeter final : public Meter {
 public:
  UniqueMeter(bool is_recurring, MemoryAccount& account)
      : is_recurring_(is_recurring),
        account_(account),
        place_of_(account),
        is_there_(makeAccounted<uint8_t>(account)) {}

  std::optional<MeterValue> open(const BillingPeriod&) override {
    if (!is_recurring_) {
      place_of_ = FlatMap(account_);
      is_there_.clear();
      count_ = 0;
      amounts_ = Decimal();
    }
    is_open_ = true;
    peak_ = count_;
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_ && !is_recurring_) return std::nullopt;
    const auto next = static_cast<uint32_t>(is_there_.size());
    const FlatMap::Inserted place = place_of_.insert(event.text, next);
    if (place.fresh) is_there_.push_back(0);
    uint8_t& is_there = is_there_[place.value];
    const int change = (event.removes ? 0 : 1) - is_there;
    is_there = event.removes ? 0 : 1;
    count_ += change;
    peak_ = std::max(peak_, count_);
    amounts_ += event.amount;
    return std::nullopt;
  }

  // To charges that price events one by one, the service's events are the units.
  [[nodiscard]] bool revises() const override { return true; }
  void eachValue(const std::function<void(const MeterValue&)>& take) const override {
    const MeterValue one{Decimal::fromInteger(1), {}, 0};
    for (int64_t i = 0; i < count_; ++i) take(one);
  }

  // The service counts as many events as units.
  [[nodiscard]] MeterReading reading() const override {
    const Rational units(Decimal::fromInteger(count_));
    return {units, units, units, Rational(Decimal::fromInteger(peak_)), count_, amounts_};
  }

 private:
  bool is_recurring_;
  bool is_open_ = false;
  MemoryAccount& account_;
  FlatMap place_of_;  // of a text
  AccountedVector<uint8_t> is_there_;
  int64_t count_ = 0;
  int64_t peak_ = 0;
  Decimal amounts_;
};

}  // namespace

std::unique_ptr<Meter> makeUniqueMeter(const LagoMetric& metric, MemoryAccount& account) {
  return std::make_unique<UniqueMeter>(metric.recurring, account);
}

}  // namespace tallyfold

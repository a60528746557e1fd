// SPDX-License-Identifier: Apache-2.0
// unique_count_agg, prorated: each distinct value for the days of the period on which it is there
// at any time. An addition counts from its day through that of the removal; a removal that is
// followed by an addition on the same day is none. Of several removals on a day, the service's
// Postgres takes the first and ClickHouse the last: the units are the same, but prorated tiers look
// at what was there in between.
#include <algorithm>

#include "aggregate/meter.h"
#include "aggregate/meter_days.h"
#include "base/flat_map.h"
#include "base/sort.h"

namespace tallyfold {
namespace {

constexpr uint32_t kNoStay = UINT32_MAX;

// A distinct value.
struct Place {
  uint64_t order = 0;  // in which it came
  int64_t since = 0;   // the first day of its last stay
  int64_t until = 0;   // and the last, when it is gone
  uint32_t text = 0;
  uint32_t stay = kNoStay;     // in stays_
  uint32_t removal = kNoStay;  // likewise
  bool is_there = false;
  bool was_there = false;
  bool is_of_period = false;  // whether it was there in the period; else `until` says nothing
};

// A change of the count, for eachValue.
struct Stay {
  int64_t since = 0;
  int64_t until = 0;
  uint32_t text = 0;
  int8_t units = 0;  // 1, -1, or 0 for a removal that is none
  bool is_open = false;
};

class ProratedUniqueMeter final : public Meter {
 public:
  ProratedUniqueMeter(bool is_recurring, const MeterTerms& terms, MemoryAccount& account)
      : is_recurring_(is_recurring),
        keeps_values_(terms.keeps_values),
        is_exact_(terms.mode == Mode::Exact),
        is_clickhouse_(terms.mode == Mode::AsIs && terms.store == LagoStore::ClickHouse),
        counts_gone_(terms.grouped && terms.mode == Mode::AsIs && !is_clickhouse_),
        account_(account),
        days_(terms.zone),
        place_of_(account),
        places_(makeAccounted<Place>(account)),
        stays_(makeAccounted<Stay>(account)) {}

  std::optional<MeterValue> open(const BillingPeriod& period) override {
    if (!is_recurring_) forget();
    is_open_ = true;
    days_.open(period);
    closed_days_ = since_ = 0;
    rules_ = LagoRules();
    stays_.clear();
    carryOver();
    peak_ = count_;
    peak_days_ = count_ * days_.count();
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_ && !is_recurring_) return std::nullopt;
    amounts_ += event.amount;
    Place& place = placeOf(event.text);
    if (place.is_there != event.removes) {
      if (is_open_ && event.removes && is_clickhouse_) removeAgain(place, days_.at(event.time_ns));
      return std::nullopt;
    }
    place.is_there = !event.removes;
    if (!event.removes) place.was_there = true;
    count_ += event.removes ? -1 : 1;
    if (!is_open_) {
      if (!event.removes) place.order = ++last_order_;
      return std::nullopt;
    }
    const int64_t day = days_.at(event.time_ns);
    if (event.removes) {
      end(place, day);
    } else if (place.is_of_period && place.until == day) {
      resume(place);
    } else {
      place.order = ++last_order_;
      begin(place, day);
    }
    if (peak_ < count_) {
      peak_ = count_;
      peak_days_ += days_.last() - day + 1;
    }
    return std::nullopt;
  }

  // The service counts as many events as full units.
  [[nodiscard]] MeterReading reading() const override {
    const int64_t days = closed_days_ + count_ * (days_.last() + 1) - since_;
    const Rational full(Decimal::fromInteger(count_));
    return {days_.units(Decimal::fromInteger(days)),
            full,
            full,
            days_.units(Decimal::fromInteger(peak_days_)),
            count_,
            amounts_,
            rules_};
  }

  [[nodiscard]] bool revises() const override { return true; }
  void eachValue(const std::function<void(const MeterValue&)>& take) const override {
    for (const Stay& stay : stays_) {
      if (stay.units == 0) continue;
      const int64_t until = stay.is_open ? days_.last() : stay.until;
      const int64_t days = stay.units > 0 ? until - stay.since + 1 : 0;
      const Decimal unit_days = Decimal::fromInteger(days);
      // The service rounds each one up; units are sums that were rounded once.
      const Rational share = is_exact_ ? days_.share(unit_days) : days_.units(unit_days);
      take({Decimal::fromInteger(stay.units), share, stay.text});
    }
  }

 private:
  void forget() {
    place_of_ = FlatMap(account_);
    places_.clear();
    count_ = 0;
    amounts_ = Decimal();
  }

  Place& placeOf(uint32_t text) {
    const auto next = static_cast<uint32_t>(places_.size());
    const FlatMap::Inserted found = place_of_.insert(text, next);
    if (found.fresh) {
      places_.emplace_back();
      places_.back().text = text;
    }
    return places_[found.value];
  }

  // Tiers are filled in the order in which values came.
  void carryOver() {
    if (!keeps_values_) {
      for (Place& place : places_) carryOver(place);
      return;
    }
    auto by_order = makeAccounted<Place*>(account_);
    for (Place& place : places_) by_order.push_back(&place);
    sortInPlace(by_order, [](const Place* a, const Place* b) { return a->order < b->order; });
    for (Place* place : by_order) carryOver(*place);
  }

  void carryOver(Place& place) {
    place.is_of_period = false;
    if (place.is_there) {
      begin(place, days_.first());
    } else if (counts_gone_ && place.was_there) {
      // In groups the service's database gives what is gone before the period one day of it.
      ++closed_days_;
      rules_.add(LagoRule::GoneValueCountsADay);
    }
  }

  uint32_t note(const Stay& stay) {
    if (!keeps_values_) return kNoStay;
    stays_.push_back(stay);
    return static_cast<uint32_t>(stays_.size() - 1);
  }

  void begin(Place& place, int64_t day) {
    place.since = day;
    place.is_of_period = true;
    since_ += day;
    place.stay = note({day, 0, place.text, 1, true});
  }

  void end(Place& place, int64_t day) {
    place.until = day;
    since_ -= place.since;
    const int64_t until = std::min(day, days_.last());
    closed_days_ += until - place.since + 1;
    place.removal = note({day, day, place.text, -1, false});
    if (place.stay == kNoStay) return;
    stays_[place.stay].until = until;
    stays_[place.stay].is_open = false;
  }

  void resume(Place& place) {
    since_ += place.since;
    closed_days_ -= std::min(place.until, days_.last()) - place.since + 1;
    if (place.stay == kNoStay) return;
    stays_[place.stay].is_open = true;
    stays_[place.removal].units = 0;
  }

  void removeAgain(Place& place, int64_t day) {
    if (!place.is_of_period || place.until != day || place.removal == kNoStay) return;
    stays_[place.removal].units = 0;
    place.removal = note({day, day, place.text, -1, false});
  }

  bool is_recurring_;
  bool keeps_values_;
  bool is_exact_;
  bool is_clickhouse_;
  bool counts_gone_;
  bool is_open_ = false;
  MemoryAccount& account_;
  MeterDays days_;
  FlatMap place_of_;  // of a text
  AccountedVector<Place> places_;
  AccountedVector<Stay> stays_;
  uint64_t last_order_ = 0;
  int64_t count_ = 0;        // of values that are there
  int64_t since_ = 0;        // sum of the first days of their stays
  int64_t closed_days_ = 0;  // of stays that have ended
  int64_t peak_ = 0;         // the highest count of the period
  int64_t peak_days_ = 0;    // its rises times their days
  Decimal amounts_;
  LagoRules rules_;
};

}  // namespace

std::unique_ptr<Meter> makeProratedUniqueMeter(const LagoMetric& metric, const MeterTerms& terms,
                                               MemoryAccount& account) {
  return std::make_unique<ProratedUniqueMeter>(metric.recurring, terms, account);
}

}  // namespace tallyfold

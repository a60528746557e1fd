// SPDX-License-Identifier: Apache-2.0
// If this fails, a meter's reading depends on when it was read before, on how it came into the
// period, or is not what a calculation from all events at once gives.
#include <map>
#include <random>
#include <set>

#include "meter_events.h"

namespace tallyfold {
namespace {

using namespace metering;

constexpr int kRounds = 20;
constexpr int64_t kDayNs = 86400 * kNanosecondsPerSecond;

struct Kind {
  LagoAggregation aggregation;
  bool recurring;
  bool prorated;
  Mode mode;
};
constexpr Kind kKinds[] = {
    {LagoAggregation::Count, false, false, Mode::AsIs},
    {LagoAggregation::Sum, false, false, Mode::AsIs},
    {LagoAggregation::Sum, true, false, Mode::AsIs},
    {LagoAggregation::Sum, true, true, Mode::AsIs},
    {LagoAggregation::Max, false, false, Mode::AsIs},
    {LagoAggregation::Latest, false, false, Mode::AsIs},
    {LagoAggregation::UniqueCount, false, false, Mode::AsIs},
    {LagoAggregation::UniqueCount, true, false, Mode::AsIs},
    {LagoAggregation::UniqueCount, true, true, Mode::Exact},
    {LagoAggregation::WeightedSum, false, false, Mode::AsIs},
    {LagoAggregation::WeightedSum, true, false, Mode::AsIs},
    {LagoAggregation::WeightedSum, true, false, Mode::Exact},
};

Metered metered(const Kind& kind) {
  return Metered(metric(kind.aggregation, kind.recurring),
                 {kind.prorated, false, true, kind.mode, Zone::find("America/New_York")});
}

// By the clock of New York, with a change of the clock in each.
const BillingPeriod kMarch = month(2023, 3, 31, Zone::find("America/New_York"));
const BillingPeriod kApril = month(2023, 4, 30, Zone::find("America/New_York"));

// Events from February to the end of March in time order, of few distinct values.
std::vector<MeterEvent> randomEvents(std::mt19937& random, const BillingPeriod& last) {
  const auto below = [&random](int64_t n) {
    return std::uniform_int_distribution<int64_t>(0, n - 1)(random);
  };
  const int64_t from_ns = at("2023-02-01T00:00:00Z");
  std::vector<int64_t> times;
  for (int i = 0; i < 60; ++i) times.push_back(from_ns + below(last.to_ns - from_ns));
  std::sort(times.begin(), times.end());
  std::vector<MeterEvent> events;
  for (const int64_t time_ns : times) {
    const Decimal value = Decimal::fromScaled(below(2000) - 700, static_cast<int>(below(4)));
    events.push_back({time_ns, value, static_cast<uint32_t>(below(5)), below(2) == 0, {}});
  }
  return events;
}

std::string textOf(const MeterReading& reading) {
  return reading.units.toText() + " " + reading.full_units.toText() + " " +
         reading.total_units.toText() + " " + reading.peak_units.toText() + " " +
         std::to_string(reading.events);
}

// Adds events and opens the periods they fall into.
struct Replay {
  Metered& meter;
  std::vector<BillingPeriod> periods;
  size_t opened = 0;

  void openUntil(int64_t time_ns) {
    while (opened < periods.size() && periods[opened].from_ns <= time_ns)
      meter.open(periods[opened++]);
  }
  void add(const MeterEvent& event) {
    openUntil(event.time_ns);
    meter->add(event);
  }
};

TEST(Meters, ReadTheSameHoweverOftenTheyWereReadBefore) {
  std::mt19937 random(1);
  for (const Kind& kind : kKinds) {
    const auto events = randomEvents(random, kMarch);
    Metered meter = metered(kind);
    Replay running{meter, {kMarch}};
    for (size_t i = 0; i < events.size(); ++i) {
      running.add(events[i]);
      Metered fresh = metered(kind);
      Replay again{fresh, {kMarch}};
      for (size_t j = 0; j <= i; ++j) again.add(events[j]);
      ASSERT_EQ(textOf(meter->reading()), textOf(fresh->reading())) << i;
      ASSERT_EQ(meter.values(), fresh.values()) << i;
    }
  }
}

TEST(Meters, DailyDifferencesAddUpToTheReading) {
  std::mt19937 random(2);
  const LocalDays days(Zone::find("America/New_York"));
  for (const Kind& kind : kKinds) {
    const auto events = randomEvents(random, kMarch);
    Metered meter = metered(kind);
    Replay replay{meter, {kMarch}};
    size_t next = 0;
    Rational sum;
    Rational before;
    for (int64_t day = days.at(kMarch.from_ns); day <= days.at(kMarch.to_ns); ++day) {
      for (; next < events.size() && events[next].time_ns <= days.endOf(day); ++next)
        replay.add(events[next]);
      replay.openUntil(days.endOf(day));
      const Rational units = meter->reading().units;
      sum += units - before;
      before = units;
    }
    EXPECT_EQ(next, events.size());
    EXPECT_EQ(sum, meter->reading().units);
  }
}

TEST(Meters, RollOverAsThoughAllBeforeWereHistory) {
  std::mt19937 random(3);
  for (const Kind& kind : kKinds) {
    const auto events = randomEvents(random, kApril);
    Metered rolled = metered(kind);
    Metered fresh = metered(kind);
    Replay both{rolled, {kMarch, kApril}};
    Replay one{fresh, {kApril}};
    for (const MeterEvent& event : events) {
      both.add(event);
      one.add(event);
    }
    EXPECT_EQ(textOf(rolled->reading()), textOf(fresh->reading()));
    EXPECT_EQ(rolled.values(), fresh.values());
  }
}

TEST(Meters, ValuesAddUpToTheUnits) {
  std::mt19937 random(4);
  for (const Kind& kind : kKinds) {
    if (kind.aggregation == LagoAggregation::Latest) continue;
    if (kind.aggregation == LagoAggregation::WeightedSum) continue;
    Metered meter = metered(kind);
    Rational units;
    Rational prorated;
    const auto take = [&](const std::optional<MeterValue>& value) {
      if (!value) return;
      units += Rational(value->units);
      prorated += value->prorated;
    };
    bool is_open = false;
    for (const MeterEvent& event : randomEvents(random, kMarch)) {
      if (!is_open && event.time_ns >= kMarch.from_ns) {
        take(meter->open(kMarch));
        is_open = true;
      }
      take(meter->add(event));
    }
    meter->eachValue([&](const MeterValue& value) { take(value); });
    EXPECT_EQ(units, meter->reading().full_units);
    if (!kind.prorated) continue;
    EXPECT_EQ(prorated.rounded(5, Rounding::Ceiling).toText(), meter.units());
  }
}

TEST(Meters, CountProratedValuesByTheDaysThatSeeThem) {
  std::mt19937 random(5);
  const LocalDays days(Zone::find("America/New_York"));
  for (int round = 0; round < kRounds; ++round) {
    Metered meter = metered({LagoAggregation::UniqueCount, true, true, Mode::Exact});
    Replay replay{meter, {kMarch}};
    std::map<uint32_t, int64_t> since;  // of values that are there
    std::set<std::pair<uint32_t, int64_t>> seen;
    const int64_t first = days.at(kMarch.from_ns);
    const auto see = [&](uint32_t text, int64_t until) {
      for (int64_t day = std::max(since[text], first); day <= until; ++day) seen.emplace(text, day);
    };
    for (const MeterEvent& event : randomEvents(random, kMarch)) {
      replay.add(event);
      const int64_t day = days.at(event.time_ns);
      if (!event.removes) since.emplace(event.text, day);
      if (!event.removes || since.count(event.text) == 0) continue;
      see(event.text, day);
      since.erase(event.text);
    }
    const auto there = since;
    for (const auto& [text, day] : there) see(text, days.at(kMarch.to_ns));
    const Decimal count = Decimal::fromInteger(static_cast<int64_t>(seen.size()));
    EXPECT_EQ(meter.units(), Rational::of(count, dec("31")).rounded(5, Rounding::Ceiling).toText());
  }
}

TEST(Meters, WeighEachValueFromItsEventToTheEnd) {
  std::mt19937 random(6);
  for (int round = 0; round < kRounds; ++round) {
    const auto events = randomEvents(random, kMarch);
    Metered exact = metered({LagoAggregation::WeightedSum, true, false, Mode::Exact});
    Metered as_is = metered({LagoAggregation::WeightedSum, true, false, Mode::AsIs});
    Replay one{exact, {kMarch}};
    Replay other{as_is, {kMarch}};
    Decimal product;
    for (const MeterEvent& event : events) {
      one.add(event);
      other.add(event);
      const int64_t since_ns = std::max(event.time_ns, kMarch.from_ns);
      product += event.value * Decimal::fromScaled(kMarch.to_ns + 1 - since_ns, 0);
    }
    const Rational units =
        Rational::of(product, Decimal::fromInteger(31) * Decimal::fromInteger(kDayNs));
    EXPECT_EQ(exact->reading().units, units);
    // The database's digits and microseconds differ far behind the point.
    const Rational error = as_is->reading().units - units;
    EXPECT_LT(error, Rational(dec("0.000001")));
    EXPECT_LT(-error, Rational(dec("0.000001")));
  }
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, distinct values such as seats are counted wrongly, or for the wrong days.
#include <string>
#include <tuple>

#include "meter_events.h"

namespace tallyfold {
namespace {

using namespace metering;

constexpr uint32_t kOne = 1;
constexpr uint32_t kTwo = 2;

Metered counting(bool recurring = true) {
  return Metered(metric(LagoAggregation::UniqueCount, recurring));
}

TEST(UniqueMeter, CountsAdditionsAfterRemovalsAndRemovalsAfterAdditions) {
  Metered meter = counting();
  meter.open(month(2023, 3, 31));
  const auto after = [&meter](const MeterEvent& event) {
    meter.take({event});
    return meter.units();
  };
  EXPECT_EQ(after(removes("2023-03-01T00:00:00Z", kOne)), "0");
  EXPECT_EQ(after(adds("2023-03-02T00:00:00Z", kOne)), "1");
  EXPECT_EQ(after(adds("2023-03-03T00:00:00Z", kOne)), "1");
  EXPECT_EQ(after(adds("2023-03-03T00:00:00Z", kTwo)), "2");
  EXPECT_EQ(after(removes("2023-03-04T00:00:00Z", kOne)), "1");
  EXPECT_EQ(after(removes("2023-03-05T00:00:00Z", kOne)), "1");
  // One by one, events are as many as units.
  EXPECT_EQ(meter.values(), "1 (0)");
  EXPECT_EQ(meter.units(), "1");
  EXPECT_EQ(meter.events(), 1);
  EXPECT_EQ(meter.peak(), "2");
}

TEST(UniqueMeter, KeepsWhatIsThereOnlyWhenItRecurs) {
  for (const bool recurring : {false, true}) {
    Metered meter = counting(recurring);
    meter.take({adds("2023-02-01T00:00:00Z", kOne)}).open(month(2023, 3, 31));
    meter.take({adds("2023-03-02T00:00:00Z", kTwo)});
    EXPECT_EQ(meter.units(), recurring ? "2" : "1");
    meter.open(month(2023, 4, 30)).take({removes("2023-04-02T00:00:00Z", kTwo)});
    EXPECT_EQ(meter.units(), recurring ? "1" : "0");
  }
}

Metered prorating(bool grouped = false, Mode mode = Mode::AsIs,
                  LagoStore store = LagoStore::Postgres) {
  return Metered(metric(LagoAggregation::UniqueCount, true),
                 {true, grouped, true, mode, {}, store});
}

TEST(ProratedUniqueMeter, CountsFromTheAdditionsDayThroughTheRemovals) {
  Metered meter = prorating();
  meter.open(month(2023, 3, 31)).take({adds("2023-03-10T23:00:00Z", kOne)});
  EXPECT_EQ(meter.units(), "0.70968");  // 22 of 31
  meter.take({removes("2023-03-12T01:00:00Z", kOne)});
  EXPECT_EQ(meter.units(), "0.09678");  // 3 of 31
  EXPECT_EQ(meter.fullUnits(), "0");
  EXPECT_EQ(meter.values(), "1 (0.09678) -1 (0)");
}

TEST(ProratedUniqueMeter, CountsSeveralChangesOfADayAsOneDay) {
  Metered meter = prorating();
  meter.take({adds("2023-02-01T00:00:00Z", kOne)}).open(month(2023, 3, 31));
  meter.take({removes("2023-03-10T01:00:00Z", kOne), adds("2023-03-10T02:00:00Z", kOne),
              removes("2023-03-10T03:00:00Z", kOne), adds("2023-03-10T04:00:00Z", kOne)});
  EXPECT_EQ(meter.units(), "1");
  EXPECT_EQ(meter.values(), "1 (1)");
  meter.take({removes("2023-03-10T05:00:00Z", kOne)});
  EXPECT_EQ(meter.units(), "0.32259");  // 10 of 31
  EXPECT_EQ(meter.values(), "1 (0.32259) -1 (0)");
}

TEST(ProratedUniqueMeter, HoldsNoPlaceForWhatWasRemovedBeforeThePeriod) {
  Metered meter = prorating();
  meter.take({adds("2023-02-01T00:00:00Z", kOne), adds("2023-02-02T00:00:00Z", kTwo),
              removes("2023-02-03T00:00:00Z", kOne)});
  meter.open(month(2023, 3, 31));
  EXPECT_EQ(meter.units(), "1");
  EXPECT_EQ(meter.values(), "1 (1)");
}

TEST(ProratedUniqueMeter, FillsTiersInTheOrderInWhichValuesCame) {
  Metered meter = prorating(false, Mode::Exact);
  meter.take({adds("2023-01-01T00:00:00Z", kOne), adds("2023-01-02T00:00:00Z", kTwo),
              removes("2023-01-03T00:00:00Z", kOne), adds("2023-02-04T00:00:00Z", kOne)});
  meter.open(month(2023, 3, 31)).take({removes("2023-03-31T00:00:00Z", kTwo)});
  std::string texts;
  meter->eachValue(
      [&texts](const MeterValue& value) { texts += std::to_string(value.text) + " "; });
  EXPECT_EQ(texts, "2 1 2 ");
}

TEST(ProratedUniqueMeter, LeavesOutTheDayOfAnUpgrade) {
  BillingPeriod period = month(2023, 3, 31);
  period.to_ns = readRfc3339("2023-03-15T10:00:00Z")->time_ns;
  period.ends_in_upgrade = true;
  Metered meter = prorating();
  meter.take({adds("2023-02-01T00:00:00Z", kOne)}).open(period);
  EXPECT_EQ(meter.units(), "0.45162");  // 14 of 31
  meter.take({adds("2023-03-15T09:00:00Z", kTwo), removes("2023-03-15T09:30:00Z", kOne)});
  EXPECT_EQ(meter.units(), "0.45162");
}

TEST(ProratedUniqueMeter, BeginsAnewOnTheDayThatAPeriodBegins) {
  // Removed on the first day, but before the period: the addition after it is one.
  Metered meter = prorating();
  meter.take({adds("2023-02-01T00:00:00Z", kOne), removes("2023-03-01T01:00:00Z", kOne)});
  BillingPeriod march = month(2023, 3, 31);
  march.from_ns = at("2023-03-01T12:00:00Z");
  meter.open(march).take({adds("2023-03-01T13:00:00Z", kOne)});
  EXPECT_EQ(meter.units(), "1");
}

TEST(ProratedUniqueMeter, GivesWhatIsGoneADayInGroupsAsTheServiceDoes) {
  const std::tuple<Mode, LagoStore, const char*> cases[] = {
      {Mode::AsIs, LagoStore::Postgres, "0.03226"},
      {Mode::AsIs, LagoStore::ClickHouse, "0"},
      {Mode::Exact, LagoStore::Postgres, "0"}};
  for (const auto& [mode, store, units] : cases) {
    Metered meter = prorating(true, mode, store);
    // A removal of what was never there changes nothing.
    meter.take({adds("2023-02-01T00:00:00Z", kOne), removes("2023-02-03T00:00:00Z", kOne),
                removes("2023-02-03T00:00:00Z", kTwo)});
    meter.open(month(2023, 3, 31));
    EXPECT_EQ(meter.units(), units);
    EXPECT_EQ(meter->reading().rules.has(LagoRule::GoneValueCountsADay), std::string(units) != "0");
  }
}

TEST(ProratedUniqueMeter, TakesTheFirstOrTheLastOfADaysRemovals) {
  for (const LagoStore store : {LagoStore::Postgres, LagoStore::ClickHouse}) {
    Metered meter = prorating(false, Mode::AsIs, store);
    meter.take({adds("2023-02-01T00:00:00Z", kOne)}).open(month(2023, 3, 31));
    meter.take({removes("2023-03-10T01:00:00Z", kOne), adds("2023-03-10T02:00:00Z", kTwo),
                removes("2023-03-10T03:00:00Z", kOne), removes("2023-03-11T00:00:00Z", kOne)});
    EXPECT_EQ(meter.units(), "1.03226");  // 10 and 22 of 31
    EXPECT_EQ(meter.values(), store == LagoStore::Postgres ? "1 (0.32259) -1 (0) 1 (0.70968)"
                                                           : "1 (0.32259) 1 (0.70968) -1 (0)");
  }
}

TEST(ProratedUniqueMeter, PeaksByRisesForTheDaysTheyHaveLeft) {
  Metered meter = prorating();
  BillingPeriod february = month(2024, 2, 29);
  february.from_ns = at("2024-02-23T01:00:00Z");
  meter.open(february).take({adds("2024-02-23T01:02:00Z", kOne)});
  EXPECT_EQ(meter.peak(), "0.24138");  // 7 of 29
  meter.take({removes("2024-02-29T01:01:00Z", kOne), adds("2024-02-29T01:02:00Z", kTwo)});
  EXPECT_EQ(meter.peak(), "0.24138");
}

TEST(ProratedUniqueMeter, KeepsNoValuesUnlessAsked) {
  Metered meter(metric(LagoAggregation::UniqueCount, true), {true, false, false, {}, {}});
  meter.open(month(2023, 3, 31)).take({adds("2023-03-10T23:00:00Z", kOne)});
  EXPECT_EQ(meter.values(), "");
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, weighted sums differ from the service's, in value or in the digits it shows.
#include "meter_events.h"

namespace tallyfold {
namespace {

using namespace metering;

Metered weighing(bool recurring = false, Mode mode = Mode::AsIs,
                 LagoStore store = LagoStore::Postgres) {
  return Metered(metric(LagoAggregation::WeightedSum, recurring),
                 {false, false, false, mode, {}, store});
}

TEST(WeightedSumMeter, WeighsTheTotalByHowLongItStands) {
  Metered meter = weighing();
  meter.open(month(2023, 4, 30)).take({number("2023-04-01T00:00:00Z", "30")});
  EXPECT_EQ(meter.units(), "30");
  meter.take({number("2023-04-11T00:00:00Z", "-60")});
  EXPECT_EQ(meter.units(), "-10");
  EXPECT_EQ(meter->reading().total_units.toText(), "-30");
  EXPECT_EQ(meter.events(), 2);
}

TEST(WeightedSumMeter, ShowsTheDigitsOfTheServicesDatabase) {
  Metered meter = weighing(true);
  BillingPeriod march = month(2023, 3, 31);
  march.from_ns = at("2023-03-05T00:00:00Z");
  meter.open(march).take({number("2023-03-05T00:00:00Z", "2500")});
  EXPECT_EQ(meter.units(), "2177.4193548387096774");
  meter.open(month(2023, 4, 30));
  EXPECT_EQ(meter.units(), "2500");
  meter.take({number("2023-04-04T00:00:00Z", "-2000"), number("2023-04-06T00:00:00Z", "-200")});
  EXPECT_EQ(meter.units(), "533.3333333333333333");
  EXPECT_EQ(meter->reading().total_units.toText(), "300");
  EXPECT_EQ(meter.events(), 2);
}

TEST(WeightedSumMeter, ShowsTheDigitsOfClickHouse) {
  Metered meter = weighing(true, Mode::AsIs, LagoStore::ClickHouse);
  BillingPeriod march = month(2023, 3, 31);
  march.from_ns = at("2023-03-05T00:00:00Z");
  meter.open(march).take({number("2023-03-05T00:00:00Z", "2500")});
  EXPECT_EQ(meter.units(), "2177.41935483870967741936");
  meter.open(month(2023, 4, 30));
  meter.take({number("2023-04-04T00:00:00Z", "-2000"), number("2023-04-06T00:00:00Z", "-200")});
  EXPECT_EQ(meter.units(), "533.33333333333333333334");
}

TEST(WeightedSumMeter, CountsTheSecondsThatBeginInClickHouse) {
  for (const LagoStore store : {LagoStore::Postgres, LagoStore::ClickHouse}) {
    Metered meter = weighing(false, Mode::AsIs, store);
    const BillingPeriod day = {at("2023-04-01T00:00:00Z"), at("2023-04-01T23:59:59.999Z"), 1};
    // 1.8 seconds of 86400, in which one second begins.
    meter.open(day).take(
        {number("2023-04-01T00:00:00.1Z", "86400"), number("2023-04-01T00:00:01.9Z", "-86400")});
    EXPECT_EQ(meter.units(), store == LagoStore::Postgres ? "1.8" : "1");
  }
}

TEST(WeightedSumMeter, NamesTheDigitsThatAreNotTheSums) {
  const auto rules = [](Mode mode, const char* value) {
    Metered meter = weighing(false, mode);
    meter.open(month(2023, 4, 30)).take({number("2023-04-11T00:00:00Z", value)});
    return meter->reading().rules.has(LagoRule::WeightedSumDigits);
  };
  EXPECT_TRUE(rules(Mode::AsIs, "1"));  // two thirds
  EXPECT_FALSE(rules(Mode::AsIs, "3"));
  EXPECT_FALSE(rules(Mode::Exact, "1"));
}

TEST(WeightedSumMeter, KeepsAllDigitsInExactMode) {
  Metered meter = weighing(false, Mode::Exact);
  BillingPeriod march = month(2023, 3, 31);
  march.from_ns = at("2023-03-05T00:00:00Z");
  meter.open(march).take({number("2023-03-05T00:00:00Z", "2500")});
  EXPECT_EQ(meter->reading().units, Rational::of(dec("67500"), dec("31")));
}

TEST(WeightedSumMeter, CountsFractionsOfSeconds) {
  Metered as_is = weighing();
  Metered exact = weighing(false, Mode::Exact);
  // The last half second of a day's period, and a nanosecond more that the database does not keep.
  BillingPeriod day = {at("2023-04-01T00:00:00Z"), at("2023-04-01T23:59:59.999999999Z"), 1};
  for (Metered* meter : {&as_is, &exact}) {
    meter->open(day).take({number("2023-04-01T23:59:59.500000001Z", "86400000000000")});
  }
  EXPECT_EQ(as_is.units(), "500000000");
  EXPECT_EQ(exact.units(), "499999999");
}

TEST(WeightedSumMeter, EndsAtTheSecondThatAPeriodEndsIn) {
  Metered meter = weighing();
  // Ended at half past a second: up to the next. Ended on one: no further.
  BillingPeriod day = {at("2023-04-01T00:00:00Z"), at("2023-04-01T11:59:59.5Z"), 1};
  EXPECT_EQ(meter.open(day).take({number("2023-04-01T00:00:00Z", "2")}).units(), "1");
  day.to_ns = at("2023-04-01T12:00:00Z");
  EXPECT_EQ(meter.open(day).take({number("2023-04-01T00:00:00Z", "2")}).units(), "1");
}

}  // namespace
}  // namespace tallyfold

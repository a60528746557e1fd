// SPDX-License-Identifier: Apache-2.0
// If this fails, a count, sum, maximum or latest value of a billing period is wrong, and so is what
// it costs.
#include "aggregate/meter.h"

#include "meter_events.h"

namespace tallyfold {
namespace {

using namespace metering;

const BillingPeriod kMarch = month(2023, 3, 31);

TEST(CountMeter, CountsTheEventsOfThePeriodOnly) {
  Metered meter(metric(LagoAggregation::Count));
  meter.take({number("2023-02-28T00:00:00Z", "1")}).open(kMarch);
  EXPECT_EQ(meter.units(), "0");
  meter.take({number("2023-03-01T00:00:00Z", "1"), number("2023-03-02T00:00:00Z", "1")});
  EXPECT_EQ(meter.units(), "2");
  EXPECT_EQ(meter.events(), 2);
  EXPECT_EQ(meter.open(month(2023, 4, 30)).units(), "0");
}

TEST(SumMeter, BeginsAnewEachPeriodUnlessItRecurs) {
  for (const bool recurring : {false, true}) {
    Metered meter(metric(LagoAggregation::Sum, recurring));
    meter.take({number("2023-02-28T00:00:00Z", "2.5")}).open(kMarch);
    meter.take({number("2023-03-01T00:00:00Z", "12"), number("2023-03-02T00:00:00Z", "-3")});
    EXPECT_EQ(meter.units(), recurring ? "11.5" : "9");
    EXPECT_EQ(meter.events(), recurring ? 3 : 2);
    EXPECT_EQ(meter.open(month(2023, 4, 30)).units(), recurring ? "11.5" : "0");
  }
}

TEST(SumMeter, GivesEachEventItsValueHistoryIncludedWhenItRecurs) {
  const MeterEvent before = number("2023-02-28T00:00:00Z", "2.5");
  EXPECT_FALSE(Metered(metric(LagoAggregation::Sum))->add(before).has_value());
  Metered meter(metric(LagoAggregation::Sum, true));
  ASSERT_TRUE(meter->add(before).has_value());
  EXPECT_FALSE(meter->open(kMarch).has_value());
  EXPECT_EQ(meter->add(number("2023-03-01T00:00:00Z", "12"))->units, dec("12"));
}

TEST(SumMeter, PeaksAtWhatWasDueAtMost) {
  Metered meter(metric(LagoAggregation::Sum, true));
  meter.take({number("2023-02-28T00:00:00Z", "10")}).open(kMarch);
  meter.take({number("2023-03-01T00:00:00Z", "-3"), number("2023-03-02T00:00:00Z", "1")});
  EXPECT_EQ(meter.peak(), "10");
  meter.take({number("2023-03-03T00:00:00Z", "5")});
  EXPECT_EQ(meter.peak(), "13");
  EXPECT_EQ(meter.open(month(2023, 4, 30)).peak(), "13");
}

TEST(SumMeter, SumsTheAmountsThatEventsBring) {
  Metered meter(metric(LagoAggregation::Sum));
  meter.open(kMarch);
  meter.take({{at("2023-03-01T00:00:00Z"), dec("1"), 0, false, dec("5.000000000000001")},
              {at("2023-03-02T00:00:00Z"), dec("1"), 0, false, dec("7")}});
  EXPECT_EQ(meter->reading().amounts.toText(), "12.000000000000001");
}

TEST(ProratedSumMeter, CountsEachValueFromItsDayAndWhatIsCarriedOverForAllDays) {
  Metered meter(metric(LagoAggregation::Sum, true), {true, false, false, {}, {}});
  meter.take({number("2023-04-01T00:00:00Z", "2.5"), number("2023-04-01T00:00:00Z", "2.5")});
  meter.open(month(2023, 5, 31));
  meter.take({number("2023-05-26T00:00:00Z", "12"), number("2023-05-26T00:00:00Z", "12")});
  EXPECT_EQ(meter.units(), "9.64517");
  EXPECT_EQ(meter.fullUnits(), "29");
  EXPECT_EQ(meter.events(), 4);
}

TEST(ProratedSumMeter, TakesTheDaysOfTheCustomersClock) {
  // 23:30 of 29 May in UTC is the 30th in Paris: two days instead of three.
  const auto paris = Zone::find("Europe/Paris");
  for (const auto& zone : {std::shared_ptr<const Zone>(), paris}) {
    Metered meter(metric(LagoAggregation::Sum, true), {true, false, false, {}, zone});
    meter.open(month(2023, 5, 31, zone)).take({number("2023-05-29T23:30:00Z", "31")});
    EXPECT_EQ(meter.units(), zone ? "2" : "3");
  }
}

TEST(ProratedSumMeter, CarriesOneValueIntoThePeriod) {
  Metered meter(metric(LagoAggregation::Sum, true), {true, false, false, {}, {}});
  EXPECT_FALSE(meter->add(number("2023-03-31T00:00:00Z", "3")).has_value());
  EXPECT_FALSE(meter->add(number("2023-03-31T01:00:00Z", "-1")).has_value());
  // The period ends on its tenth day of thirty.
  BillingPeriod april = month(2023, 4, 30);
  april.to_ns = at("2023-04-10T12:00:00Z");
  const auto carried = meter->open(april);
  ASSERT_TRUE(carried.has_value());
  EXPECT_EQ(carried->units, dec("2"));
  EXPECT_EQ(carried->prorated, Rational::of(dec("20"), dec("30")));
  const auto value = meter->add(number("2023-04-10T00:00:00Z", "6"));
  EXPECT_EQ(value->prorated, Rational::of(dec("6"), dec("30")));
}

TEST(ProratedSumMeter, PeaksByRisesForTheDaysTheyHaveLeft) {
  Metered meter(metric(LagoAggregation::Sum, true), {true, false, false, {}, {}});
  meter.open(month(2024, 2, 29)).take({number("2024-02-06T01:00:00Z", "29")});
  EXPECT_EQ(meter.peak(), "24");
  meter.take({number("2024-02-10T00:00:00Z", "-29"), number("2024-02-20T00:00:00Z", "58")});
  EXPECT_EQ(meter.peak(), "34");  // 24, and 10 days for the 29 above
}

TEST(MaxMeter, TakesTheGreatestEvenBelowZero) {
  Metered meter(metric(LagoAggregation::Max));
  EXPECT_EQ(meter.open(kMarch).units(), "0");
  meter.take({number("2023-03-01T00:00:00Z", "-5"), number("2023-03-02T00:00:00Z", "-1")});
  EXPECT_EQ(meter.units(), "-1");
  EXPECT_EQ(meter.open(month(2023, 4, 30)).units(), "0");
}

TEST(MaxMeter, GivesItsValueToTheFirstEventThatHasIt) {
  Metered meter(metric(LagoAggregation::Max));
  meter.open(kMarch);
  EXPECT_TRUE(meter->revises());
  meter.take({number("2023-03-01T00:00:00Z", "3"), number("2023-03-02T00:00:00Z", "12"),
              number("2023-03-03T00:00:00Z", "12"), number("2023-03-04T00:00:00Z", "1")});
  EXPECT_EQ(meter.values(), "0 (0) 12 (0) 0 (0) 0 (0)");
  meter.take({number("2023-03-05T00:00:00Z", "13")});
  EXPECT_EQ(meter.values(), "0 (0) 0 (0) 0 (0) 0 (0) 13 (0)");
}

TEST(LatestMeter, TakesTheLastValueAndNothingBelowZero) {
  Metered meter(metric(LagoAggregation::Latest));
  meter.open(kMarch);
  meter.take({number("2023-03-01T00:00:00Z", "18"), number("2023-03-01T00:00:00Z", "14.2")});
  EXPECT_EQ(meter.units(), "14.2");
  meter.take({number("2023-03-02T00:00:00Z", "-5")});
  EXPECT_EQ(meter.units(), "0");
  EXPECT_EQ(meter.events(), 3);
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, a charge model is handed events it does not want, misses those it needs, or gives
// another answer when it is asked in between.
#include "price/pricing.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

const char* const kLimited = R"({"rate":"1","fixed_amount":"1","per_transaction_max_amount":"12",
                                 "per_transaction_min_amount":"1.75"})";

std::string amountOf(const Pricing& pricing, std::string_view units, int64_t events) {
  Usage usage;
  usage.units = rat(units);
  usage.events = events;
  const auto price = pricing.finish(usage);
  return price ? price.value().amount.toText() : price.error().message;
}

TEST(Pricing, SaysWhichEventsItNeeds) {
  const auto need = [](const ChargeTerms& terms, bool prorated, RunningTotals totals) {
    return Pricing::needOf(terms, prorated, totals);
  };
  const ChargeTerms standard = termsOf("standard", R"({"amount":"1"})");
  const ChargeTerms graduated =
      termsOf("graduated", ranges("graduated_ranges", {range("0", "null", "1", "0")}));
  const ChargeTerms plain = termsOf("percentage", R"({"rate":"1"})");
  const ChargeTerms with_free = termsOf("percentage", R"({"rate":"1","free_units_per_events":2})");
  const ChargeTerms limited = termsOf("percentage", kLimited);
  EXPECT_EQ(need(standard, true, RunningTotals::Summed), EventNeed::Nothing);
  EXPECT_EQ(need(graduated, false, RunningTotals::Summed), EventNeed::Nothing);
  EXPECT_EQ(need(graduated, true, RunningTotals::Summed), EventNeed::Every);
  EXPECT_EQ(need(plain, false, RunningTotals::Summed), EventNeed::Nothing);
  EXPECT_EQ(need(with_free, false, RunningTotals::Summed), EventNeed::Earliest);
  EXPECT_EQ(need(with_free, false, RunningTotals::Counted), EventNeed::Nothing);
  EXPECT_EQ(need(limited, false, RunningTotals::None), EventNeed::Every);
}

TEST(Pricing, WantsOnlyTheEarliestEventsOfAnAllowance) {
  const ChargeTerms terms = termsOf("percentage", R"({"rate":"1","free_units_per_events":2})");
  Pricing pricing(terms, false, RunningTotals::Summed, Mode::AsIs);
  EXPECT_TRUE(pricing.wantsMore());
  pricing.add(dec("100"));
  EXPECT_TRUE(pricing.wantsMore());
  pricing.add(dec("100"));
  EXPECT_FALSE(pricing.wantsMore());
  pricing.add(dec("100"));
  EXPECT_EQ(amountOf(pricing, "300", 3), "1");
}

TEST(Pricing, CountsFreeUnitsWithoutEvents) {
  const ChargeTerms terms =
      termsOf("percentage", R"({"rate":"10","fixed_amount":"1","free_units_per_events":2})");
  EXPECT_EQ(amountOf(Pricing(terms, false, RunningTotals::Counted, Mode::AsIs), "5", 5), "3.3");
  // No running totals: of the allowance only the events are left.
  EXPECT_EQ(amountOf(Pricing(terms, false, RunningTotals::None, Mode::AsIs), "5", 5), "3.5");
}

TEST(Pricing, AnswersAsOftenAsAsked) {
  const ChargeTerms terms = termsOf("percentage", kLimited);
  Pricing pricing(terms, false, RunningTotals::Summed, Mode::AsIs);
  EXPECT_EQ(amountOf(pricing, "0", 0), "0");
  pricing.add(dec("100"));
  EXPECT_EQ(amountOf(pricing, "100", 1), "2");
  const Pricing yesterday = pricing;
  pricing.add(dec("1000"));
  pricing.add(dec("10000"));
  EXPECT_EQ(amountOf(pricing, "11100", 3), "25");
  EXPECT_EQ(amountOf(yesterday, "100", 1), "2");
}

TEST(Pricing, WalksProratedEvents) {
  const ChargeTerms terms = termsOf(
      "graduated",
      ranges("graduated_ranges", {range("0", "5", "10", "100"), range("6", "null", "5", "50")}));
  Pricing pricing(terms, true, RunningTotals::Summed, Mode::AsIs);
  Usage usage;
  EXPECT_EQ(amountOf(pricing, "0", 0), "100");
  pricing.add(dec("4"), rat("2.8"));
  pricing.add(dec("2"), rat("1"));
  pricing.add(dec("-3"), rat("-0.6"));
  usage.units = rat("3.2");
  usage.full_units = rat("3");
  const auto price = pricing.finish(usage);
  ASSERT_TRUE(price.ok());
  EXPECT_EQ(price.value().amount.toText(), "180.5");
  EXPECT_EQ(price.value().unit_amount, Rational::of(dec("180.5"), dec("3")));
}

}  // namespace
}  // namespace tallyfold

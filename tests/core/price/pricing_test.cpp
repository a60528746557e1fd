// SPDX-License-Identifier: Apache-2.0
// If this fails, a charge model is handed events it does not want, misses those it needs, or gives
// another answer when it is asked in between.
#include "price/pricing.h"

#include <tuple>

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
  return pricing.finish(usage).amount.toText();
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

std::string rulesOf(const Pricing& pricing, std::string_view units) {
  Usage usage;
  usage.units = rat(units);
  usage.events = 1;
  const auto names = pricing.finish(usage).rules.names();
  return names.empty() ? "" : names.front();
}

// Of a maximum that rises 4, 10, 12: the first event's four units, or the first seven.
TEST(Pricing, AppliesFreeUnitsToTotalsThatItIsToldInExactMode) {
  const std::tuple<const char*, const char*, bool> allowances[] = {
      {R"("free_units_per_events":1)", "2.8", false},
      {R"("free_units_per_total_aggregation":"7")", "2.5", false},
      {R"("free_units_per_events":1,"free_units_per_total_aggregation":"7")", "2.8", false}};
  for (const auto& [allowance, amount, wants_more] : allowances) {
    const ChargeTerms terms =
        termsOf("percentage", std::string(R"({"rate":"10","fixed_amount":"1",)") + allowance + "}");
    Pricing pricing(terms, false, RunningTotals::Read, Mode::Exact);
    EXPECT_TRUE(pricing.takesTotals());
    pricing.begin(Rational());
    for (const char* total : {"4", "10", "12"}) pricing.addTotal(rat(total));
    EXPECT_EQ(pricing.wantsMore(), wants_more);
    EXPECT_EQ(amountOf(pricing, "12", 3), amount) << allowance;
    EXPECT_EQ(rulesOf(pricing, "12"), "");
    const Pricing as_is(terms, false, RunningTotals::None, Mode::AsIs);
    EXPECT_FALSE(as_is.takesTotals());
    EXPECT_EQ(rulesOf(as_is, "12"), "free_units_never_apply");
    EXPECT_EQ(rulesOf(as_is, "0"), "");
  }
}

TEST(Pricing, TakesWhatIsCarriedOverForNoEvents) {
  const ChargeTerms events = termsOf("percentage", R"({"rate":"10","free_units_per_events":1})");
  const ChargeTerms units =
      termsOf("percentage", R"({"rate":"10","free_units_per_total_aggregation":"12"})");
  for (const auto& [terms, first, second] :
       {std::tuple(&events, "1", "1.5"), {&units, "0", "0.8"}}) {
    Pricing pricing(*terms, false, RunningTotals::Read, Mode::Exact);
    pricing.begin(rat("10"));
    EXPECT_EQ(amountOf(pricing, "10", 0), first);
    pricing.addTotal(rat("15"));
    pricing.addTotal(rat("20"));
    EXPECT_EQ(amountOf(pricing, "20", 2), second);
  }
}

TEST(Pricing, NamesTheRulesThatChangeAnAmount) {
  const ChargeTerms touching =
      termsOf("graduated_percentage",
              ranges("graduated_percentage_ranges",
                     {range("0", "10", "1", "0", "rate"), range("10", "null", "2", "0", "rate")}));
  const ChargeTerms some =
      termsOf("graduated",
              ranges("graduated_ranges", {range("0", "10", "1", "0"), range("10", "20", "1", "0"),
                                          range("21", "null", "1", "0")}));
  for (const ChargeTerms* terms : {&touching, &some}) {
    const Pricing as_is(*terms, false, RunningTotals::Summed, Mode::AsIs);
    EXPECT_EQ(rulesOf(as_is, "10"), "");
    EXPECT_EQ(rulesOf(as_is, "10.5"), "tier_bound_counts_twice");
    EXPECT_EQ(rulesOf(Pricing(*terms, false, RunningTotals::Summed, Mode::Exact), "10.5"), "");
  }
  const ChargeTerms package =
      termsOf("package", R"({"amount":"1","package_size":10,"free_units":0})");
  const Pricing packages(package, false, RunningTotals::Summed, Mode::AsIs);
  EXPECT_EQ(rulesOf(packages, "10.0000000000000000001"), "packages_by_doubles");
  EXPECT_EQ(rulesOf(packages, "11"), "");
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
  const Price price = pricing.finish(usage);
  EXPECT_EQ(price.amount.toText(), "180.5");
  EXPECT_EQ(price.unit_amount, Rational::of(dec("180.5"), dec("3")));
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, free units or events are given twice or not at all, or a transaction escapes its
// limits.
#include "price/percentage.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

PercentageTerms terms(std::int64_t free_events, std::string_view free_units) {
  PercentageTerms terms;
  terms.rate = dec("1.3");
  terms.fixed_amount = dec("2");
  terms.free_events = free_events;
  terms.free_units = dec(free_units);
  return terms;
}

FreeAllowance after(const PercentageTerms& terms, std::initializer_list<const char*> events) {
  FreeAllowance free(terms);
  for (const char* units : events) free.addEvent(dec(units));
  return free;
}

std::string freeText(const FreeAllowance& free) {
  return free.freeUnits().toText() + " units, " + std::to_string(free.freeEvents()) + " events";
}

TEST(FreeAllowance, IsEmptyWithoutOne) {
  const FreeAllowance free = after(terms(0, "0"), {"50", "100"});
  EXPECT_FALSE(free.isOpen());
  EXPECT_EQ(freeText(free), "0 units, 0 events");
}

TEST(FreeAllowance, TakesTheFirstEvents) {
  EXPECT_EQ(freeText(after(terms(3, "0"), {})), "0 units, 3 events");
  EXPECT_EQ(freeText(after(terms(3, "0"), {"50", "100"})), "150 units, 3 events");
  EXPECT_EQ(freeText(after(terms(3, "0"), {"50", "100", "250", "400"})), "400 units, 3 events");
  EXPECT_FALSE(after(terms(2, "0"), {"50", "100"}).isOpen());
}

TEST(FreeAllowance, TakesUnitsUpToTheLimit) {
  EXPECT_EQ(freeText(after(terms(0, "250"), {"50", "100"})), "150 units, 2 events");
  EXPECT_EQ(freeText(after(terms(0, "250"), {"50", "100", "250", "1"})), "250 units, 2 events");
  // Exactly the limit leaves it open, though nothing below it is left.
  EXPECT_TRUE(after(terms(0, "250"), {"250"}).isOpen());
  EXPECT_EQ(freeText(after(terms(0, "250"), {"250"})), "250 units, 0 events");
}

TEST(FreeAllowance, TakesTheSmallerOfBoth) {
  EXPECT_EQ(freeText(after(terms(3, "250"), {"50", "100", "250"})), "250 units, 2 events");
  EXPECT_EQ(freeText(after(terms(3, "500"), {"50", "100", "250"})), "400 units, 3 events");
}

TEST(FreeAllowance, CountsWithoutEvents) {
  for (const auto& [free_events, free_units] : {std::pair<int64_t, const char*>(3, "0"),
                                                {0, "2.5"},
                                                {0, "3"},
                                                {2, "4"},
                                                {9, "4"},
                                                {0, "0"}}) {
    const PercentageTerms both = terms(free_events, free_units);
    FreeAllowance counted(both);
    counted.addCounted(rat("6"));
    // The same from the definition.
    int64_t below = 0;
    for (int64_t total = 1; total <= 6; ++total) {
      if (Decimal::fromInteger(total) < both.free_units) ++below;
    }
    const int64_t events = below == 0         ? free_events
                           : free_events == 0 ? below
                                              : std::min(below, free_events);
    EXPECT_EQ(counted.freeEvents(), events) << free_events << " " << free_units;
  }
  FreeAllowance counted(terms(3, "0"));
  counted.addCounted(rat("1e30"));
  EXPECT_EQ(freeText(counted), "0 units, 3 events") << "no count has 31 digits";
  for (const char* units : {"3", "4", "1000000"}) {
    FreeAllowance many(terms(3, "0"));
    many.addCounted(rat(units));
    EXPECT_EQ(freeText(many), "3 units, 3 events") << units;
  }
}

TEST(Percentage, ChargesWhatIsNotFree) {
  const PercentageTerms both = terms(3, "0");
  const auto price = percentagePrice(both, rat("800"), 4, after(both, {"50", "100", "250"}));
  EXPECT_EQ(price.rate_total.toText(), "5.2");
  EXPECT_EQ(price.fixed_total.toText(), "2");
  EXPECT_EQ(price.paid_units.toText(), "400");
  EXPECT_EQ(price.paid_events, 1);
}

TEST(Percentage, ChargesNothingForNoUnits) {
  const PercentageTerms both = terms(3, "250");
  EXPECT_EQ(percentagePrice(both, rat("0"), 4, FreeAllowance(both)).amount().toText(), "0");
}

TEST(Percentage, NeverTakesTheRateOfLessThanNothing) {
  const PercentageTerms both = terms(0, "250");
  const auto price = percentagePrice(both, rat("100"), 2, after(both, {"200", "-100"}));
  EXPECT_EQ(price.rate_total.toText(), "0");
  EXPECT_EQ(percentagePrice(both, rat("-5"), 1, FreeAllowance(both)).rate_total.toText(), "0");
}

// Limits per transaction.

PercentageTerms limited(int64_t free_events, std::string_view free_units) {
  PercentageTerms limited = terms(free_events, free_units);
  limited.rate = dec("2.99");
  limited.fixed_amount = Decimal();
  limited.least = dec("1.75");
  limited.most = dec("12");
  return limited;
}

std::string walked(const PercentageTerms& terms, std::initializer_list<const char*> events) {
  TransactionWalk walk(terms);
  for (const char* units : events) walk.add(dec(units));
  return walk.amount().toText();
}

TEST(TransactionWalk, HoldsEachEventBetweenItsLimits) {
  EXPECT_EQ(walked(limited(0, "0"), {"10", "80", "10000"}), "16.142");
  EXPECT_EQ(walked(limited(0, "0"), {"0"}), "1.75");
  EXPECT_EQ(walked(limited(0, "0"), {}), "0");
  EXPECT_EQ(walked(limited(0, "0"), {"-80"}), "1.75");
}

TEST(TransactionWalk, TakesOneLimitOnly) {
  PercentageTerms most_only = limited(0, "0");
  most_only.least.reset();
  EXPECT_EQ(walked(most_only, {"10", "10000"}), "12.299");
}

TEST(TransactionWalk, GivesTheFirstEventsFree) {
  EXPECT_EQ(walked(limited(2, "0"), {"10", "80", "10000"}), "12");
  EXPECT_EQ(walked(limited(9, "0"), {"10", "80", "10000"}), "0");
}

TEST(TransactionWalk, GivesTheFirstUnitsFree) {
  // 10 are free, then 20 of 80; the other 60 cost 1.794.
  EXPECT_EQ(walked(limited(0, "30"), {"10", "80", "10000"}), "13.794");
  // An event that just uses them up pays the least amount.
  EXPECT_EQ(walked(limited(0, "30"), {"30"}), "1.75");
  EXPECT_EQ(walked(limited(0, "30"), {"10", "20"}), "1.75");
}

TEST(TransactionWalk, EndsBothAllowancesWithTheUnits) {
  // The second event uses up the units; the third is the third of five free ones, yet pays.
  EXPECT_EQ(walked(limited(5, "30"), {"10", "80", "100"}), "4.784");
  // Free units make more events free than the limit of events says.
  EXPECT_EQ(walked(limited(1, "30"), {"10", "10", "5"}), "0");
}

TEST(TransactionWalk, StaysExact) {
  PercentageTerms fine = terms(0, "0");
  fine.fixed_amount = dec("0.0000000000000000001");
  fine.most = dec("1e40");
  EXPECT_EQ(walked(fine, {"12345678901234567890.5", "0.000000000000001"}),
            "160493825716049382.5765000000000000132");
}

}  // namespace
}  // namespace tallyfold

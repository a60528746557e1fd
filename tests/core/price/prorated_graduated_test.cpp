// SPDX-License-Identifier: Apache-2.0
// If this fails, a seat that was there for half a month is priced in the wrong tier, or for the
// wrong part of the month.
#include "price/prorated_graduated.h"

#include <random>
#include <utility>
#include <vector>

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

using Events = std::vector<std::pair<const char*, const char*>>;

Tiers tiersOf(std::initializer_list<std::string> list) {
  const ChargeTerms terms = termsOf("graduated", ranges("graduated_ranges", list));
  return std::get_if<GraduatedTerms>(&terms)->tiers;
}

Tiers two() { return tiersOf({range("0", "5", "10", "100"), range("6", "null", "5", "50")}); }
Tiers three() {
  return tiersOf(
      {range("0", "5", "10", "100"), range("6", "15", "5", "50"), range("16", "null", "2", "0")});
}

std::string walked(const Tiers& tiers, const Events& events, std::string_view units = "1") {
  ProratedGraduatedWalk walk(tiers);
  for (const auto& [full, prorated] : events) walk.add(dec(full), rat(prorated));
  return walk.amount(rat(units)).toText();
}

TEST(ProratedGraduated, OwesTheFirstFlatAmountForNothing) {
  EXPECT_EQ(walked(two(), {}, "0"), "100");
  // Units that the aggregation cancels out leave no more either.
  EXPECT_EQ(walked(two(), {{"9", "3"}, {"-9", "-3"}}, "0"), "100");
}

TEST(ProratedGraduated, FillsTiersUpwards) {
  EXPECT_EQ(walked(two(), {{"1", "0.7"}}), "107");
  EXPECT_EQ(walked(two(), {{"5", "3.5"}}), "135");
  EXPECT_EQ(walked(two(), {{"5", "3.5"}, {"1", "0.5"}}), "187.5");
  EXPECT_EQ(walked(three(), {{"75", "75"}}), "370");
}

TEST(ProratedGraduated, SharesAnEventAmongTheTiersItPasses) {
  // 3 of 5 units in the first tier, 2 in the second: 2.5 prorated units are 1.5 and 1.
  EXPECT_EQ(walked(two(), {{"2", "1.4"}, {"5", "2.5"}}), "184");
  // Thirds stay thirds: 1 of 3 units at 10, 2 at 5, each with a thirtieth of its price.
  EXPECT_EQ(walked(two(), {{"4", "0.4"}, {"3", "0.1"}}), "154.6666666666666666666666666666667");
}

TEST(ProratedGraduated, EmptiesTiersFromTheTop) {
  EXPECT_EQ(walked(two(), {{"4", "2.8"}, {"2", "1"}, {"-3", "-0.6"}}), "180.5");
  // 5 of the third tier, 7 of the second.
  EXPECT_EQ(walked(three(), {{"20", "20"}, {"-12", "-12"}}), "215");
  // Resting on a bound in between changes nothing.
  EXPECT_EQ(walked(two(), {{"6", "6"}, {"-1", "-1"}, {"-1", "-1"}}), "190");
}

TEST(ProratedGraduated, OwesFlatAmountsUpToTheHighestTotal) {
  EXPECT_EQ(walked(two(), {{"6", "0.6"}, {"-6", "-0.6"}, {"1", "0.1"}}), "151");
}

TEST(ProratedGraduated, PassesOverWhatCountsNothing) {
  // Added and removed before the period: no place in the first tier.
  EXPECT_EQ(walked(two(), {{"1", "0"}, {"-1", "0"}, {"5", "5"}}), "150");
  // Removed within the period: it gives up its place but was paid until then.
  EXPECT_EQ(walked(two(), {{"5", "5"}, {"-1", "0"}, {"1", "1"}}), "160");
  EXPECT_EQ(walked(two(), {{"0", "0"}, {"1", "1"}}), "110");
}

TEST(ProratedGraduated, ChargesNothingBelowZero) {
  EXPECT_EQ(walked(two(), {{"4", "1.6"}, {"-100", "-33.33"}}), "0");
  // A negative amount of units that end above 0: the flat amount stays.
  EXPECT_EQ(walked(two(), {{"4", "0.4"}, {"-3", "-2"}}), "100");
}

TEST(ProratedGraduated, CountsUnitsBelowZeroInTheFirstTier) {
  EXPECT_EQ(walked(two(), {{"-3", "-1.5"}, {"5", "2.5"}}), "110");
}

TEST(ProratedGraduated, TakesFractionsInTouchingTiers) {
  const Tiers tiers =
      tiersOf({range("0", R"("0.5")", "10", "0"), range(R"("0.5")", "null", "4", "0")});
  EXPECT_EQ(walked(tiers, {{"0.25", "0.25"}, {"0.5", "0.25"}}), "4.25");
}

TEST(ProratedGraduated, StaysBoundedOnHostileEvents) {
  // Each event's share has another denominator; none of them ends.
  const Tiers tiers = two();
  ProratedGraduatedWalk walk(tiers);
  std::mt19937_64 random(7);  // NOLINT: the same each time
  for (int i = 0; i < 2000; ++i) {
    const auto units = static_cast<int64_t>(random() >> 2);
    walk.add(Decimal::fromInteger(units), rat("0.1"));
    walk.add(Decimal::fromInteger(-units), rat("-0.05"));
  }
  const Rational amount = walk.amount(rat("1"));
  EXPECT_LT(amount.denominator().digitCount(), 1100);
  EXPECT_EQ(amount.rounded(9, Rounding::HalfUp).toText(), "650");
  EXPECT_TRUE(walk.fullUnits().isZero());
}

}  // namespace
}  // namespace tallyfold

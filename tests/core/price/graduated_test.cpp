// SPDX-License-Identifier: Apache-2.0
// If this fails, units are priced in a tier they do not fall into, or a flat amount is due too
// early or too late.
#include "price/graduated.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

ChargeTerms stepping() {
  return termsOf("graduated", ranges("graduated_ranges",
                                     {range("0", "10", "10", "2"), range("11", "20", "5", "3"),
                                      range("21", "null", "1", "4")}));
}

TEST(Graduated, CountsWholeUnitsInSteppingTiers) {
  const ChargeTerms terms = stepping();
  EXPECT_EQ(priceText(terms, "1"), "12 (12)");
  EXPECT_EQ(priceText(terms, "10"), "102 (10.2)");
  EXPECT_EQ(priceText(terms, "11"), "110 (10)");
  EXPECT_EQ(priceText(terms, "20"), "155 (7.75)");
  EXPECT_EQ(priceText(terms, "22"), "161 (7.318181818181818181818181818181818)");
}

TEST(Graduated, OwesTheFirstFlatAmountForNothing) {
  EXPECT_EQ(priceText(stepping(), "0"), "2 (0)");
  const ChargeTerms terms = stepping();
  const auto lines = graduatedLines(*std::get_if<GraduatedTerms>(&terms), rat("0"), Mode::AsIs);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].units.isZero());
  EXPECT_EQ(lines[0].total.toText(), "2");
}

TEST(Graduated, PutsAFractionBetweenSteppingTiersIntoTheNext) {
  // 10 units in the first, half a one in the second with its flat amount.
  EXPECT_EQ(priceText(stepping(), "10.5"), "107.5 (10.23809523809523809523809523809524)");
  EXPECT_EQ(priceText(stepping(), "10.5", Mode::Exact),
            "107.5 (10.23809523809523809523809523809524)");
}

TEST(Graduated, CountsFractionsInTouchingTiers) {
  const ChargeTerms terms = termsOf(
      "graduated",
      ranges("graduated_ranges", {range("0", R"("0.1")", "10", "0"),
                                  range(R"("0.1")", "1", "5", "1"), range("1", "null", "2", "0")}));
  EXPECT_EQ(priceText(terms, "0.05"), "0.5 (10)");
  EXPECT_EQ(priceText(terms, "0.1"), "1 (10)");
  EXPECT_EQ(priceText(terms, "0.5"), "4 (8)");
  EXPECT_EQ(priceText(terms, "3"), "10.5 (3.5)");
}

TEST(Graduated, StepsWhenOnlySomePairsTouch) {
  const ChargeTerms terms =
      termsOf("graduated",
              ranges("graduated_ranges", {range("0", "10", "1", "0"), range("10", "20", "1", "0"),
                                          range("21", "null", "1", "0")}));
  // The tenth unit is in both, unless the mode is exact.
  EXPECT_EQ(priceText(terms, "20"), "21 (1.05)");
  EXPECT_EQ(priceText(terms, "20", Mode::Exact), "20 (1)");
  EXPECT_EQ(priceText(terms, "21", Mode::Exact), "21 (1)");
}

TEST(Graduated, LeavesNegativeUnitsInTheFirstTier) {
  EXPECT_EQ(priceText(stepping(), "-4"), "-38 (9.5)");
}

TEST(Graduated, KeepsFortyDigits) {
  const ChargeTerms terms =
      termsOf("graduated",
              ranges("graduated_ranges", {range("0", "1000000000000000000000000", "3", "0"),
                                          range("1000000000000000000000000", "null", "7", "0")}));
  EXPECT_EQ(priceText(terms, "1000000000000000000000000.000000000000001"),
            "3000000000000000000000000.000000000000007 (3)");
}

}  // namespace
}  // namespace tallyfold

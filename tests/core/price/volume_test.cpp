// SPDX-License-Identifier: Apache-2.0
// If this fails, all units of a volume charge are priced in the wrong tier.
#include "price/volume.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

ChargeTerms hundreds() {
  return termsOf("volume", ranges("volume_ranges",
                                  {range("0", "100", "2", "10"), range("101", "200", "1", "0"),
                                   range("201", "null", "0.5", "50")}));
}

TEST(Volume, PricesAllUnitsInOneTier) {
  EXPECT_EQ(priceText(hundreds(), "0"), "10 (0)");
  EXPECT_EQ(priceText(hundreds(), "100"), "210 (2.1)");
  EXPECT_EQ(priceText(hundreds(), "100.5"), "100.5 (1)");
  EXPECT_EQ(priceText(hundreds(), "200"), "200 (1)");
  EXPECT_EQ(priceText(hundreds(), "250"), "175 (0.7)");
}

TEST(Volume, TakesTheFirstOfTouchingTiers) {
  const ChargeTerms terms = termsOf(
      "volume",
      ranges("volume_ranges", {range("0", R"("0.1")", "10", "0"), range(R"("0.1")", "1", "5", "0"),
                               range("1", "null", "2", "0")}));
  EXPECT_EQ(priceText(terms, "0.05"), "0.5 (10)");
  EXPECT_EQ(priceText(terms, "0.1"), "1 (10)");
  EXPECT_EQ(priceText(terms, "1"), "5 (5)");
  EXPECT_EQ(priceText(terms, "1.5"), "3 (2)");
}

TEST(Volume, TakesTheTierAboveAGap) {
  const ChargeTerms gap = termsOf(
      "volume", ranges("volume_ranges",
                       {range("0", R"("0.5")", "1", "0"), range(R"("1.5")", "null", "2", "0")}));
  EXPECT_EQ(priceText(gap, "0.5"), "0.5 (1)");
  EXPECT_EQ(priceText(gap, "0.7"), "1.4 (2)");
  EXPECT_EQ(priceText(gap, "1.2"), "2.4 (2)");
}

TEST(Volume, LetsFullUnitsChooseTheTierWhenProrated) {
  Usage usage;
  usage.units = rat("50");
  usage.full_units = rat("150");
  const ChargeTerms terms = hundreds();
  const Price prorated = Pricing(terms, true, RunningTotals::None, Mode::AsIs).finish(usage);
  EXPECT_EQ(prorated.amount.toText(), "50");
  EXPECT_EQ(prorated.unit_amount, Rational::of(dec("1"), dec("3")));
  const Price whole = Pricing(terms, false, RunningTotals::None, Mode::AsIs).finish(usage);
  EXPECT_EQ(whole.amount.toText(), "110");
}

}  // namespace
}  // namespace tallyfold

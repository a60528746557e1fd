// SPDX-License-Identifier: Apache-2.0
// If this fails, a tier takes its percentage of other units than its own.
#include "price/graduated_percentage.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

ChargeTerms terms(const std::string& second_from) {
  const std::string name = "graduated_percentage_ranges";
  return termsOf("graduated_percentage",
                 ranges(name, {range("0", "10", "1", "200", "rate"),
                               range(second_from, "null", "2", "300", "rate")}));
}

TEST(GraduatedPercentage, TakesEachTiersRate) {
  EXPECT_EQ(priceText(terms("11"), "0"), "200 (0)");
  EXPECT_EQ(priceText(terms("11"), "1"), "200.01 (200.01)");
  EXPECT_EQ(priceText(terms("11"), "10"), "200.1 (20.01)");
  EXPECT_EQ(priceText(terms("11"), "12.5"), "500.15 (40.012)");
}

TEST(GraduatedPercentage, CountsTheUnitWhereTiersTouchTwiceUnlessExact) {
  EXPECT_EQ(priceText(terms("10"), "20"), "500.32 (25.016)");
  EXPECT_EQ(priceText(terms("10"), "20", Mode::Exact), "500.3 (25.015)");
  EXPECT_EQ(priceText(terms("11"), "20", Mode::Exact), "500.3 (25.015)");
}

}  // namespace
}  // namespace tallyfold

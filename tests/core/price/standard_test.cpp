// SPDX-License-Identifier: Apache-2.0
// If this fails, the simplest charge costs something else than units times amount.
#include "price/standard.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

TEST(Standard, MultipliesExactly) {
  const ChargeTerms terms = termsOf("standard", R"({"amount":"5.12345"})");
  EXPECT_EQ(priceText(terms, "10"), "51.2345 (5.12345)");
  EXPECT_EQ(priceText(terms, "0"), "0 (0)");
  EXPECT_EQ(priceText(terms, "-3"), "-15.37035 (5.12345)");
}

TEST(Standard, KeepsFortyDigits) {
  const ChargeTerms terms = termsOf("standard", R"({"amount":"0.000000000000001"})");
  EXPECT_EQ(priceText(terms, "1234567890123456789012345.678901234567891"),
            "1234567890.123456789012345678901234567891 (0.000000000000001)");
}

TEST(Standard, SpreadsOverFullUnitsWhenProrated) {
  const ChargeTerms terms = termsOf("standard", R"({"amount":"5"})");
  Usage usage;
  usage.units = rat("10");
  usage.full_units = rat("100");
  const Price price = Pricing(terms, true, RunningTotals::None, Mode::AsIs).finish(usage);
  EXPECT_EQ(price.amount.toText(), "50");
  EXPECT_EQ(price.unit_amount.toText(), "0.5");
}

}  // namespace
}  // namespace tallyfold

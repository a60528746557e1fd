// SPDX-License-Identifier: Apache-2.0
// If this fails, the prices that events bring are changed on their way.
#include "price/dynamic.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

TEST(Dynamic, AddsUpWhatEventsBring) {
  EXPECT_EQ(dynamicAmount(rat("20"), dec("40.2"), 100).toText(), "0.402");
  EXPECT_EQ(dynamicAmount(rat("20"), dec("40.2"), 1).toText(), "40.2");
  EXPECT_EQ(dynamicAmount(rat("20"), dec("40.2"), 5).toText(), "8.04");
  EXPECT_EQ(dynamicAmount(rat("0"), dec("40.2"), 100).toText(), "0");
  EXPECT_EQ(
      dynamicAmount(rat("1"), dec("1234567890123456789012345.123456789012345"), 1000).toText(),
      "1234567890123456789012.345123456789012345");
}

TEST(Dynamic, TakesThemFromTheUsage) {
  Usage usage;
  usage.units = rat("20");
  usage.precise_amount_cents = dec("40.2");
  usage.subunit_to_unit = 100;
  const ChargeTerms terms = termsOf("dynamic", "{}");
  const Price price = Pricing(terms, false, RunningTotals::Summed, Mode::AsIs).finish(usage);
  EXPECT_EQ(price.unit_amount.toText(), "0.0201");
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, a fee has other cents than its price, or a negative one reaches the bill.
#include "price/fee.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

Fee fee(std::string_view units, std::string_view amount, std::string_view unit_amount,
        std::optional<Decimal> rate = std::nullopt, const Currency& currency = {}) {
  return feeOf(rat(units), {rat(amount), rat(unit_amount), {}}, currency, rate, Mode::AsIs);
}

std::string text(const FeeAmounts& amounts) {
  return amounts.amount_cents.toText() + " " + amounts.precise_amount_cents.toText() + " " +
         amounts.unit_amount_cents.toText() + " " + amounts.precise_unit_amount.toText();
}

TEST(Fee, RoundsOnce) {
  EXPECT_EQ(text(fee("5", "50.61725", "10.12345").amounts), "5062 5061.725 1012 10.12345");
  EXPECT_EQ(text(fee("4", "0.05", "0.0125").amounts), "5 5 1 0.0125");
  EXPECT_EQ(text(fee("0", "0", "0").amounts), "0 0 0 0");
  EXPECT_FALSE(fee("1", "1", "1").in_pricing_unit);
}

TEST(Fee, IsNothingWhenNegative) {
  for (const auto& [units, amount] : {std::pair("-1", "5"), {"5", "-1"}, {"-1", "-1"}}) {
    const Fee nothing = fee(units, amount, "1");
    EXPECT_EQ(text(nothing.amounts), "0 0 0 0");
    EXPECT_TRUE(nothing.units.isZero());
  }
}

TEST(Fee, NamesTheHalfSubunitThatItDrops) {
  const Currency ouguiya = *currencyNamed("MRO");
  EXPECT_EQ(fee("1", "1.1", "1", std::nullopt, ouguiya).rules.names(),
            std::vector<std::string>{"half_subunit_dropped"});
  EXPECT_TRUE(fee("1", "1.2", "1", std::nullopt, ouguiya).rules.names().empty());
  EXPECT_TRUE(fee("1", "1.105", "1").rules.names().empty());
  EXPECT_EQ(fee("1", "1.1", "1", dec("1"), ouguiya).rules.names().size(), 1U);
}

TEST(Fee, RoundsInThePricingUnitFirst) {
  const Fee credits = fee("2", "0.03", "0.015", dec("2"));
  ASSERT_TRUE(credits.in_pricing_unit);
  EXPECT_EQ(text(*credits.in_pricing_unit), "3 3 1 0.015");
  EXPECT_EQ(text(credits.amounts), "6 6 2 0.02");
  // Less than half a credit's cent is lost however much a credit costs.
  EXPECT_EQ(fee("1", "0.004", "0.004", dec("1000")).amounts.amount_cents.toText(), "0");
}

TEST(Fee, ConvertsIntoCurrenciesWithoutCents) {
  const Fee credits = fee("300", "300", "1", dec("0.5"), {1, 0});
  EXPECT_EQ(credits.amounts.amount_cents.toText(), "150");
  EXPECT_EQ(credits.in_pricing_unit->amount_cents.toText(), "30000");
  EXPECT_EQ(fee("1", "1.01", "1.01", dec("0.5"), {1, 0}).amounts.amount_cents.toText(), "1");
}

}  // namespace
}  // namespace tallyfold

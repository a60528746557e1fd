// SPDX-License-Identifier: Apache-2.0
// If this fails, quotients do not have the digits that the service's databases keep.
#include "aggregate/meter_quotient.h"

#include <random>

#include "meter_events.h"

namespace tallyfold {
namespace {

std::string quotient(std::string_view numerator, std::string_view denominator) {
  return postgresQuotient(metering::dec(numerator), metering::dec(denominator)).toText();
}

TEST(PostgresQuotient, KeepsSixteenDigitsInGroupsOfFour) {
  EXPECT_EQ(quotient("1", "3"), "0.33333333333333333333");
  EXPECT_EQ(quotient("10", "3"), "3.3333333333333333");
  EXPECT_EQ(quotient("10000", "3"), "3333.3333333333333333");
  EXPECT_EQ(quotient("100000", "3"), "33333.333333333333");
  EXPECT_EQ(quotient("3", "3"), "1");
  EXPECT_EQ(quotient("0.0001", "3"), "0.000033333333333333333333");
}

TEST(PostgresQuotient, KeepsTheDecimalsOfBothSides) {
  EXPECT_EQ(quotient("10.00000000000000000000", "3"), "3.33333333333333333333");
  EXPECT_EQ(quotient("1000000000000000000000000", "3"), "333333333333333333333333");
  EXPECT_EQ(quotient("1000000000000000000000000.0", "3"), "333333333333333333333333.3");
}

TEST(PostgresQuotient, RoundsHalfAwayFromZero) {
  EXPECT_EQ(quotient("20", "3"), "6.6666666666666667");
  EXPECT_EQ(quotient("-20", "3"), "-6.6666666666666667");
}

TEST(PostgresQuotient, IsTheExactQuotientRounded) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    const auto any = [&random] { return static_cast<int64_t>(random() >> (random() % 60 + 1)); };
    const Decimal top = Decimal::fromScaled(any() - any(), static_cast<int>(random() % 20));
    const Decimal bottom = Decimal::fromScaled(any() + 1, static_cast<int>(random() % 20));
    const Decimal quotient = postgresQuotient(top, bottom);
    const int decimals = quotient.isZero() ? 16 : quotient.scale();
    EXPECT_EQ(quotient, Rational::of(top, bottom).rounded(decimals, Rounding::HalfUp)) << i;
  }
}

TEST(ClickHouseQuotient, CutsAtTwentySixDecimals) {
  const auto quotient = [](std::string_view numerator, std::string_view denominator) {
    return clickHouseQuotient(metering::dec(numerator), metering::dec(denominator)).toText();
  };
  EXPECT_EQ(quotient("20", "3"), "6.66666666666666666666666666");
  EXPECT_EQ(quotient("-20", "3"), "-6.66666666666666666666666666");
  EXPECT_EQ(quotient("5832000000", "2678400"), "2177.4193548387096774193548387");
  EXPECT_EQ(quotient("1", "0"), "0");
}

TEST(PostgresQuotient, IsZeroWithoutADenominator) {
  EXPECT_EQ(quotient("1", "0"), "0");
  EXPECT_EQ(quotient("0", "3"), "0");
}

}  // namespace
}  // namespace tallyfold

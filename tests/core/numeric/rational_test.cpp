// SPDX-License-Identifier: Apache-2.0
// If this fails, averages and weighted sums are rounded where they must not be.
#include "numeric/rational.h"

#include <gtest/gtest.h>

#include <string>

namespace tallyfold {
namespace {

Decimal decimal(const std::string& text) { return Decimal::parse(text).value_or(Decimal()); }

Rational quotient(const std::string& a, const std::string& b) {
  return Rational::of(decimal(a), decimal(b));
}

TEST(Rational, WritesTerminatingQuotientsExactly) {
  EXPECT_EQ(quotient("1.7", "5").toText(), "0.34");
  EXPECT_EQ(quotient("1", "8").toText(), "0.125");
  EXPECT_EQ(quotient("-3", "0.5").toText(), "-6");
  EXPECT_EQ(quotient("6", "3").toText(), "2");
  EXPECT_EQ(quotient("1e400", "1").toText(), "1" + std::string(400, '0'));
  EXPECT_EQ(quotient("0", "7").toText(), "0");
  // 2^-60, as bytes in exbibytes: 42 digits, all kept.
  EXPECT_EQ(quotient("1", "1152921504606846976").toText(),
            "0.000000000000000000867361737988403547205962240695953369140625");
}

TEST(Rational, RoundsTheOthersToThirtyFourDigits) {
  EXPECT_EQ(quotient("1", "3").toText(), "0.3333333333333333333333333333333333");
  EXPECT_EQ(quotient("2", "3").toText(), "0.6666666666666666666666666666666667");
  EXPECT_EQ(quotient("-200", "3").toText(), "-66.66666666666666666666666666666667");
  EXPECT_EQ(quotient("1", "7").toText(), "0.1428571428571428571428571428571429");
  EXPECT_EQ(quotient("2e-10", "3").toText(), "0.00000000006666666666666666666666666666666667");
  EXPECT_EQ(quotient("2e40", "3").toText(),
            "6666666666666666666666666666666667" + std::string(6, '0'));
  // The rounding carries into a new first digit.
  EXPECT_EQ(quotient("2999999999999999999999999999999999999999", "3e39").toText(), "1");
}

TEST(Rational, KeepsEveryDigitOfWhatEndsUpToTheBound) {
  const std::string digits(kExactDigits, '7');
  EXPECT_EQ(Rational(*Decimal::deserialize(digits)).toText(), digits);
  EXPECT_EQ(Rational(*Decimal::deserialize(digits + "0")).toText(), digits + "0");
  EXPECT_EQ(Rational(*Decimal::deserialize(digits + "7")).toText(),
            std::string(33, '7') + "8" + std::string(kExactDigits - 33, '0'));
}

TEST(Rational, RoundsToSignificantDigits) {
  EXPECT_EQ(quotient("200", "3").toSignificant(4, Rounding::HalfUp).toText(), "66.67");
  EXPECT_EQ(quotient("-2", "3").toSignificant(1, Rounding::Down).toText(), "-0.6");
  EXPECT_EQ(quotient("123456", "1").toSignificant(2, Rounding::HalfUp).toText(), "120000");
  EXPECT_EQ(quotient("1", "8").toSignificant(100, Rounding::HalfUp).toText(), "0.125");
  EXPECT_EQ(quotient("99.95", "1").toSignificant(3, Rounding::HalfUp).toText(), "100");
  EXPECT_EQ(quotient("0", "3").toSignificant(3, Rounding::HalfUp).toText(), "0");
}

TEST(Rational, AddsAndMultipliesExactly) {
  Rational sum;
  for (int i = 0; i < 3; ++i) sum += quotient("1", "3");
  EXPECT_EQ(sum.toText(), "1");
  EXPECT_EQ(sum, Rational(decimal("1")));
  EXPECT_EQ((quotient("1", "6") + quotient("1", "10")).toText(), quotient("4", "15").toText());
  EXPECT_EQ((quotient("1", "6") - quotient("1", "6")).toText(), "0");
  EXPECT_EQ((quotient("2", "3") * quotient("3", "4")).toText(), "0.5");
  EXPECT_EQ(quotient("1", "3").dividedBy(quotient("2", "9")).toText(), "1.5");
}

TEST(Rational, OrderOfAdditionNeverShows) {
  Rational upwards;
  Rational downwards;
  for (int i = 1; i <= 120; ++i) upwards += Rational::of(decimal("1"), Decimal::fromInteger(i));
  for (int i = 120; i >= 1; --i) downwards += Rational::of(decimal("1"), Decimal::fromInteger(i));
  EXPECT_EQ(upwards, downwards);
  EXPECT_EQ(upwards.toText(), downwards.toText());
  EXPECT_EQ(upwards.toText().substr(0, 14), "5.368868287353");
}

TEST(Rational, ComparesByValue) {
  EXPECT_EQ(quotient("2", "4"), quotient("1", "2"));
  EXPECT_LT(quotient("1", "3"), quotient("0.34", "1"));
  EXPECT_EQ(quotient("-1", "3").compare(quotient("-1", "4")), -1);
  EXPECT_EQ(quotient("1", "-3").sign(), -1);
}

TEST(Rational, KnowsWhetherItTerminates) {
  EXPECT_TRUE(quotient("3", "3").terminates());
  EXPECT_TRUE(quotient("21", "6").terminates());
  EXPECT_TRUE(quotient("1", "2560").terminates());
  EXPECT_TRUE(quotient("1", "0.00032").terminates());
  EXPECT_FALSE(quotient("1", "3").terminates());
  EXPECT_FALSE(quotient("1", "30").terminates());
  EXPECT_EQ(quotient("21", "6").toDecimal()->toText(), "3.5");
  EXPECT_EQ(quotient("1", "0.00032").toDecimal()->toText(), "3125");
}

TEST(Rational, AZeroDenominatorIsZeroAndNoTrap) {
  EXPECT_TRUE(quotient("1", "0").isZero());
  EXPECT_TRUE(quotient("1", "2").dividedBy(Rational()).isZero());
}

TEST(Rational, RoundsByEachNamedRule) {
  struct Row {
    Rounding rule;
    const char* expected[4];  // of 2.5, 3.5, -2.5, 2.1
  };
  const Row rows[] = {
      {Rounding::HalfUp, {"3", "4", "-3", "2"}},  {Rounding::HalfEven, {"2", "4", "-2", "2"}},
      {Rounding::Up, {"3", "4", "-3", "3"}},      {Rounding::Down, {"2", "3", "-2", "2"}},
      {Rounding::Ceiling, {"3", "4", "-2", "3"}}, {Rounding::Floor, {"2", "3", "-3", "2"}}};
  const char* values[] = {"2.5", "3.5", "-2.5", "2.1"};
  for (const Row& row : rows) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(Rational(decimal(values[i])).rounded(0, row.rule).toText(), row.expected[i]);
    }
    EXPECT_EQ(Rational(decimal("2")).rounded(0, row.rule).toText(), "2");
  }
  EXPECT_EQ(quotient("2", "3").rounded(2, Rounding::HalfUp).toText(), "0.67");
  EXPECT_EQ(quotient("1250", "1").rounded(-2, Rounding::HalfEven).toText(), "1200");
  EXPECT_EQ(quotient("-1", "1000").rounded(2, Rounding::Up).toText(), "-0.01");
  EXPECT_EQ(quotient("-1", "1000").rounded(2, Rounding::HalfUp).toText(), "0");
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, an amount becomes another number of cents.
#include "price/currency.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

Currency named(std::string_view code) {
  const auto currency = currencyNamed(code);
  EXPECT_TRUE(currency.has_value()) << code;
  return currency.value_or(Currency());
}

std::string cents(std::string_view amount, std::string_view code, Mode mode = Mode::AsIs) {
  return amountCents(rat(amount), named(code), mode).toText();
}

TEST(Currency, KnowsCodesInCapitalsOnly) {
  EXPECT_EQ(named("EUR").subunit_to_unit, 100);
  EXPECT_EQ(named("KWD").exponent, 3);
  EXPECT_EQ(named("ZMW").exponent, 2);
  EXPECT_EQ(named("CLF").subunit_to_unit, 10000);
  for (const char* unknown : {"", "eur", "EU", "EURO", "UR ", "R G", "XXX", "   "}) {
    EXPECT_FALSE(currencyNamed(unknown)) << unknown;
  }
}

TEST(Currency, RoundsHalfUpToItsExponent) {
  EXPECT_EQ(cents("0.125", "EUR"), "13");
  EXPECT_EQ(cents("0.1249999999999999999999", "EUR"), "12");
  EXPECT_EQ(cents("4.5", "JPY"), "5");
  EXPECT_EQ(cents("4.5", "HUF"), "5");
  EXPECT_EQ(cents("5", "KWD"), "5000");
  EXPECT_EQ(cents("0.0005", "KWD"), "1");
  EXPECT_EQ(cents("0.00005", "CLF"), "1");
  EXPECT_EQ(cents("-0.125", "EUR"), "-13");
  EXPECT_EQ(amountCents(Rational::of(dec("1"), dec("3")), named("EUR"), Mode::AsIs).toText(), "33");
}

TEST(Currency, RoundsTheSameWayInBothModes) {
  for (const char* code : {"EUR", "JPY", "KWD", "CLF", "HUF"}) {
    for (const char* amount : {"0", "0.5", "1.005", "2.0005", "3.00005", "17.99999"}) {
      EXPECT_EQ(cents(amount, code), cents(amount, code, Mode::Exact)) << amount << code;
    }
  }
}

// Five cents, yet rounded to tenths.
TEST(Currency, HasTheOuguiya) {
  EXPECT_EQ(cents("1.1", "MRO"), "5");
  EXPECT_EQ(cents("1.1", "MRO", Mode::Exact), "6");
  EXPECT_EQ(cents("1.2", "MRO"), "6");
  EXPECT_EQ(cents("1.29", "MRO"), "6");
  EXPECT_EQ(cents("1.29", "MRO", Mode::Exact), "6");
}

TEST(Currency, KeepsFifteenPlacesOfForty) {
  EXPECT_EQ(
      preciseAmountCents(rat("12345678901234567890123.45678901234567849"), named("EUR")).toText(),
      "1234567890123456789012345.678901234567849");
  EXPECT_EQ(preciseAmountCents(Rational::of(dec("2"), dec("3")), named("JPY")).toText(),
            "0.666666666666667");
  EXPECT_EQ(preciseAmountCents(rat("0.000000000000000005"), named("EUR")).toText(),
            "0.000000000000001");
}

TEST(Currency, DropsFractionsOfAUnitsPrice) {
  EXPECT_EQ(unitAmountCents(rat("0.0199"), named("EUR")).toText(), "1");
  EXPECT_EQ(unitAmountCents(rat("9.9"), named("JPY")).toText(), "9");
}

}  // namespace
}  // namespace tallyfold

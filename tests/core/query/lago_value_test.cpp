// SPDX-License-Identifier: Apache-2.0
// If this fails, a property counts with another number than the service's event stores have.
#include "query/lago_value.h"

#include <gtest/gtest.h>

#include <string>

namespace tallyfold {
namespace {

std::string postgres(std::string_view text) {
  const auto number = postgresNumber(text);
  return number ? number->toText() : "none";
}

// What ClickHouse answers to toDecimal128OrZero(text, 26); "?" stands for what it cannot read.
std::string clickHouse(std::string_view text) {
  const ClickHouseNumber number = clickHouseNumber(text);
  return number.is_readable ? number.value.toText() : "?" + number.value.toText();
}

TEST(PostgresNumber, IsDigitsWithAtMostOnePointAmongThem) {
  EXPECT_EQ(postgres("-1.50"), "-1.5");
  EXPECT_EQ(postgres("007"), "7");
  for (const char* text : {"", "-", "1e3", "+1", ".5", "1.", "1.2.3", " 1", "1 ", "abc", "1,5"}) {
    EXPECT_EQ(postgres(text), "none") << text;
  }
}

TEST(ClickHouseNumber, TakesSignsPointsAndExponents) {
  EXPECT_EQ(clickHouse("1e3"), "1000");
  EXPECT_EQ(clickHouse("1E+3"), "1000");
  EXPECT_EQ(clickHouse("1e-3"), "0.001");
  EXPECT_EQ(clickHouse("+5"), "5");
  EXPECT_EQ(clickHouse("-.5"), "-0.5");
  EXPECT_EQ(clickHouse("5."), "5");
  EXPECT_EQ(clickHouse("1.2.3"), "1.23");
  EXPECT_EQ(clickHouse("-0"), "0");
  for (const char* text : {"", "-", ".", "abc", "12abc", " 1", "1 ", "1e", "1e3.5", "--5", "+-5",
                           "NaN", "inf", "0x10", "1_000", "1,5", "<nil>", "true"}) {
    EXPECT_EQ(clickHouse(text), "?0") << text;
  }
}

TEST(ClickHouseNumber, HasTwelveDigitsBeforeThePointAndTwentySixAfterIt) {
  const std::string ones(30, '1');
  EXPECT_EQ(clickHouse("123456789012"), "123456789012");
  EXPECT_EQ(clickHouse("-999999999999." + std::string(30, '9')),
            "-999999999999." + std::string(26, '9'));
  EXPECT_EQ(clickHouse("1234567890123"), "?0");
  EXPECT_EQ(clickHouse("1e12"), "?0");
  EXPECT_EQ(clickHouse("000000000000000001"), "1");
  EXPECT_EQ(clickHouse("0." + ones), "0." + ones.substr(4));
  EXPECT_EQ(clickHouse("1e-30"), "0");
  EXPECT_TRUE(clickHouseNumber("0." + ones).is_cut);
  EXPECT_FALSE(clickHouseNumber("0." + ones.substr(4)).is_cut);
  EXPECT_EQ(clickHouseNumber(Decimal::fromScaled(5, 27)).value, Decimal());
}

}  // namespace
}  // namespace tallyfold

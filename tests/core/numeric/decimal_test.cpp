// SPDX-License-Identifier: Apache-2.0
// If this fails, a total is off by what rounding or overflow took from it.
#include "numeric/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace tallyfold {
namespace {

Decimal decimal(const std::string& text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.value_or(Decimal());
}

std::string zeros(std::size_t count) { return std::string(count, '0'); }

TEST(Decimal, TenTenthsAreOne) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += decimal("0.1");
  EXPECT_EQ(sum.toText(), "1");
  EXPECT_EQ(sum, Decimal::fromInteger(1));
}

TEST(Decimal, KeepsWhatADoubleLoses) {
  EXPECT_EQ((decimal("9007199254740993") + decimal("1")).toText(), "9007199254740994");
  EXPECT_EQ((decimal("0.1") + decimal("0.2")).toText(), "0.3");
  EXPECT_EQ((decimal("1e400") + decimal("1")).toText(), "1" + zeros(399) + "1");
  EXPECT_EQ((decimal("1e400") + decimal("-1e400")).toText(), "0");
}

TEST(Decimal, WritesPlainTextWithoutEndingZeros) {
  const std::pair<std::string, std::string> rows[] = {
      {"12.50", "12.5"},
      {"-0", "0"},
      {"0.00", "0"},
      {"1e3", "1000"},
      {"1e-9", "0.000000001"},
      {"100", "100"},
      {"-1.50e2", "-150"},
      {"0.0120", "0.012"},
      {"1e400", "1" + zeros(400)},
      {"1e-20", "0." + zeros(19) + "1"},
      {"123456789012345678901234567890.1200", "123456789012345678901234567890.12"},
      {"170141183460469231731687303715884105728", "170141183460469231731687303715884105728"},
      {"-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728"}};
  for (const auto& [text, expected] : rows) EXPECT_EQ(decimal(text).toText(), expected);
}

TEST(Decimal, ParsesOnlyFiniteNumbersWithinTheLimits) {
  for (const char* text : {"", "x", "nan", "-inf", "1e1001", "1 "}) {
    EXPECT_FALSE(Decimal::parse(text).has_value()) << text;
  }
  EXPECT_EQ(decimal(std::string(1000, '7')).toText(), std::string(1000, '7'));
}

TEST(Decimal, OutgrowsItsSmallFormUnnoticed) {
  Decimal power = Decimal::fromInteger(1);
  for (int i = 0; i < 200; ++i) power *= decimal("-2");
  EXPECT_EQ(power.toText(), "1606938044258990275541962092341162602522202993782792835301376");
  Decimal sum = Decimal::fromScaled(static_cast<Int128>(~UInt128{0} >> 1), 0);
  sum += Decimal::fromInteger(1);
  EXPECT_EQ(sum.toText(), "170141183460469231731687303715884105728");
  sum -= Decimal::fromInteger(1);
  EXPECT_NE(sum.smallCoefficient(), nullptr);
  EXPECT_EQ(sum.toText(), "170141183460469231731687303715884105727");
}

TEST(Decimal, NegatesTheMostNegativeSmallForm) {
  const Int128 least = -static_cast<Int128>(~UInt128{0} >> 1) - 1;
  EXPECT_EQ((-Decimal::fromScaled(least, 0)).toText(), "170141183460469231731687303715884105728");
  EXPECT_EQ((-(-Decimal::fromScaled(least, 0))).toText(),
            "-170141183460469231731687303715884105728");
  EXPECT_EQ(Decimal::fromInteger(std::numeric_limits<std::int64_t>::min()).abs().toText(),
            "9223372036854775808");
}

TEST(Decimal, ComparesByValue) {
  const std::string ascending[] = {"-1e400",
                                   "-1e20",
                                   "-2.5",
                                   "-2.49",
                                   "-1e-400",
                                   "0",
                                   "1e-400",
                                   "1e-20",
                                   "0.1",
                                   "1",
                                   "1.0000000000000000000000001",
                                   "1.1",
                                   "1e20",
                                   "1e400"};
  const std::size_t count = sizeof(ascending) / sizeof(ascending[0]);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      const int expected = i < j ? -1 : (i > j ? 1 : 0);
      EXPECT_EQ(decimal(ascending[i]).compare(decimal(ascending[j])), expected);
    }
  }
  EXPECT_EQ(decimal("1.0"), decimal("1"));
  EXPECT_EQ(decimal("1e30"), decimal("1000000000000000000000000000000.00"));
  EXPECT_TRUE(decimal("-1").sign() == -1 && decimal("0.0").isZero() && decimal("2").sign() == 1);
}

TEST(Decimal, KnowsWhetherItIsAnInteger) {
  for (const char* text : {"0", "2.00", "1e400", "-100", "12345678901234567890123.0", "0e-9"}) {
    EXPECT_TRUE(decimal(text).isInteger()) << text;
  }
  for (const char* text : {"2.5", "1e-400", "0.1", "12345678901234567890123.5"}) {
    EXPECT_FALSE(decimal(text).isInteger()) << text;
    EXPECT_FALSE(decimal(text).toInteger64().has_value()) << text;
  }
  EXPECT_EQ(decimal("-9223372036854775808.00").toInteger64(),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(decimal("1e3").toInteger64(), 1000);
  EXPECT_EQ(decimal("0.000").toInteger64(), 0);
  EXPECT_FALSE(decimal("9223372036854775808").toInteger64().has_value());
  EXPECT_FALSE(decimal("1e1000").toInteger64().has_value());
}

TEST(Decimal, ShiftsThePoint) {
  EXPECT_EQ(decimal("12.5").shifted(2).toText(), "1250");
  EXPECT_EQ(decimal("12.5").shifted(-1).toText(), "1.25");
  EXPECT_EQ(Decimal().shifted(5).toText(), "0");
}

TEST(Decimal, TextReadsBackAtAnyLength) {
  const Decimal huge = decimal(std::string(1000, '7')) * decimal("9." + std::string(999, '3'));
  const auto back = Decimal::deserialize(huge.toText());
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, huge);
  EXPECT_EQ(back->toText(), huge.toText());
  EXPECT_FALSE(Decimal::deserialize("1e99999").has_value());
  EXPECT_FALSE(Decimal::deserialize("").has_value());
}

// (a + b) * c, a * c and b * c written in one way must agree at every size.
TEST(Decimal, MultiplicationDistributesOverAddition) {
  std::mt19937_64 random(3);
  const auto any = [&random] {
    std::string text = random() % 2 == 0 ? "-" : "";
    for (auto size = random() % 40 + 1; size > 0; --size) {
      text += static_cast<char>('0' + random() % 10);
    }
    return decimal(text + "e" + std::to_string(static_cast<int>(random() % 60) - 30));
  };
  for (int i = 0; i < 20000; ++i) {
    const Decimal a = any();
    const Decimal b = any();
    const Decimal c = any();
    ASSERT_EQ(((a + b) * c).toText(), (c * b + a * c).toText());
    ASSERT_EQ((a + b - b).toText(), a.toText());
    ASSERT_EQ(a.compare(b), (a - b).sign());
  }
}

}  // namespace
}  // namespace tallyfold

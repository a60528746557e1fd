// SPDX-License-Identifier: Apache-2.0
// If this fails, a JSON number in an answer differs from what the service would have written.
#include "numeric/double_text.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

namespace tallyfold {
namespace {

std::uint64_t bitsOf(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

[[maybe_unused]] double doubleOf(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

Decimal decimal(const std::string& text) { return Decimal::parse(text).value_or(Decimal()); }

void expectNearest(const std::string& text) {
  ASSERT_EQ(nearestDoubleBits(decimal(text)), bitsOf(std::strtod(text.c_str(), nullptr))) << text;
}

std::string randomDigits(std::mt19937_64& random, std::size_t most) {
  std::string text;
  for (auto size = random() % most + 1; size > 0; --size) {
    text += static_cast<char>('0' + random() % 10);
  }
  return text;
}

TEST(NearestDouble, KnowsTheEdges) {
  for (const char* text : {"0",
                           "1",
                           "-1",
                           "0.1",
                           "9007199254740993",
                           "9007199254740995",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "1.797693134862315807e308",
                           "1.797693134862315808e308",
                           "1e309",
                           "-1e309",
                           "5e-324",
                           "2.4703282292062327e-324",
                           "2.4703282292062328e-324",
                           "1e-330",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "4.4501477170144023e-308",
                           "1e1000",
                           "1e-1000",
                           "1e22",
                           "1e23"}) {
    expectNearest(text);
  }
}

TEST(NearestDouble, TiesGoToTheEvenSignificand) {
  EXPECT_EQ(nearestDoubleBits(decimal("4503599627370496.5")), bitsOf(4503599627370496.5));
  EXPECT_EQ(nearestDoubleBits(decimal("9007199254740993")), bitsOf(9007199254740992.0));
  EXPECT_EQ(nearestDoubleBits(decimal("9007199254740995")), bitsOf(9007199254740996.0));
  EXPECT_EQ(nearestDoubleBits(decimal("9007199254740993.0000000000000000000000001")),
            bitsOf(9007199254740994.0));
  Decimal half = decimal("1");  // becomes 2^-1075, half of the smallest subnormal
  for (int i = 0; i < 1075; ++i) half *= decimal("0.5");
  EXPECT_EQ(nearestDoubleBits(half), 0U);
  EXPECT_EQ(nearestDoubleBits(half * decimal("1.0000000000000000001")), 1U);
  EXPECT_EQ(nearestDoubleBits(half * decimal("3")), 2U);
}

TEST(NearestDouble, AgreesWithStrtodOnRandomTexts) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 200000; ++i) {
    const int exponent = static_cast<int>(random() % 40) - 20;
    expectNearest(randomDigits(random, 25) + "e" + std::to_string(exponent));
  }
  for (int i = 0; i < 60000; ++i) {
    const int exponent = static_cast<int>(random() % 700) - 350;
    expectNearest("-1" + randomDigits(random, 40) + "e" + std::to_string(exponent));
  }
}

TEST(NearestDouble, DividesSmallIntegersAsTheMachineDoes) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 200000; ++i) {
    const auto a = static_cast<std::int64_t>(random() >> (11 + random() % 53));
    const auto b = static_cast<std::int64_t>(random() >> (11 + random() % 53)) + 1;
    const Rational value = Rational::of(Decimal::fromInteger(a), Decimal::fromInteger(b));
    ASSERT_EQ(nearestDoubleBits(value), bitsOf(static_cast<double>(a) / static_cast<double>(b)))
        << a << "/" << b;
  }
}

TEST(NearestDouble, SaysWhatRoundsToInfinity) {
  EXPECT_FALSE(roundsToInfinity(decimal("1e308")));
  EXPECT_FALSE(roundsToInfinity(decimal("1.7976931348623158e308")));
  EXPECT_TRUE(roundsToInfinity(decimal("1.7976931348623159e308")));
  EXPECT_TRUE(roundsToInfinity(decimal("-1e309")));
}

TEST(ShortestText, WritesKnownDoubles) {
  const std::pair<double, const char*> rows[] = {
      {0.0, "0"},
      {-0.0, "0"},
      {0.1, "0.1"},
      {-2.5, "-2.5"},
      {100, "100"},
      {0.000001, "0.000001"},
      {1e-7, "1e-7"},
      {-1.5e-9, "-1.5e-9"},
      {123456789012345680000.0, "123456789012345680000"},
      {1e21, "1e+21"},
      {1.5e21, "1.5e+21"},
      {5.684341886080802e-14, "5.684341886080802e-14"},
      {9007199254740993.0, "9007199254740992"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {4.9406564584124654e-324, "5e-324"},
      {5e-322, "5e-322"},
      {0.1 + 0.2, "0.30000000000000004"},
      {9.5367431640625e-7, "9.5367431640625e-7"},
  };
  for (const auto& [value, text] : rows) EXPECT_EQ(shortestText(bitsOf(value)), text);
}

TEST(ShortestText, IsEmptyForWhatIsNotFinite) {
  EXPECT_EQ(shortestText(kInfinityBits), "");
  EXPECT_EQ(shortestText(kInfinityBits | std::uint64_t{1} << 63), "");
  EXPECT_EQ(shortestText(kInfinityBits + 1), "");
}

// Reads back, and is as short and as close as the standard library's own text, where it has one.
void expectShortest(std::uint64_t bits) {
  const std::string text = shortestText(bits);
  ASSERT_EQ(bitsOf(std::strtod(text.c_str(), nullptr)), bits) << text;
#if defined(__GLIBCXX__)
  char out[64];
  const auto end =
      std::to_chars(out, out + sizeof out, doubleOf(bits), std::chars_format::scientific);
  const Decimal theirs = decimal(std::string(out, end.ptr));
  ASSERT_EQ(decimal(text), theirs) << text << " " << std::string(out, end.ptr);
#endif
}

TEST(ShortestText, AgreesWithTheStandardLibraryOnRandomBits) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 60000; ++i) {
    const std::uint64_t bits = random() >> 1;
    if (bits < kInfinityBits) expectShortest(bits);
  }
}

TEST(ShortestText, AgreesWithTheStandardLibraryOnUsualSizes) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t exponent = 1023 - 35 + random() % 110;
    expectShortest(exponent << 52 | random() >> 12);
  }
}

TEST(ShortestText, AgreesWithTheStandardLibraryOnPowersOfTwoAndTheirNeighbours) {
  for (std::uint64_t exponent = 0; exponent < 2047; ++exponent) {
    for (std::uint64_t below = 0; below < 5; ++below) {
      const std::uint64_t bits = (exponent << 52) + 2 - below;
      if (bits != 0 && bits < kInfinityBits) expectShortest(bits);
    }
  }
}

TEST(ShortestText, AgreesWithTheStandardLibraryOnSubnormals) {
  std::mt19937_64 random(8);
  for (std::uint64_t bits = 1; bits < 2000; ++bits) expectShortest(bits);
  for (int i = 0; i < 5000; ++i) expectShortest((random() >> (12 + random() % 52)) + 1);
}

TEST(DoubleText, WritesExactValuesAsTheirNearestDouble) {
  const auto third = Rational::of(decimal("1"), decimal("3"));
  EXPECT_EQ(doubleText(third), "0.3333333333333333");
  EXPECT_EQ(doubleText(Rational::of(decimal("1.7"), decimal("5"))), "0.34");
  EXPECT_EQ(doubleText(decimal("12.50")), "12.5");
  EXPECT_EQ(doubleText(decimal("1e21")), "1e+21");
  EXPECT_EQ(doubleText(decimal("0.00000012")), "1.2e-7");
  EXPECT_EQ(doubleText(decimal("0.30000000000000000001")), "0.3");
  EXPECT_EQ(doubleText(decimal("-1e-400")), "0");
  EXPECT_EQ(doubleText(decimal("1e309")), "");
  EXPECT_EQ(doubleText(Decimal()), "0");
}

TEST(DoubleText, FewDigitsAreTheirOwnText) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 100000; ++i) {
    const int exponent = static_cast<int>(random() % 60) - 30;
    const Decimal value = decimal(randomDigits(random, 15)).shifted(exponent);
    ASSERT_EQ(doubleText(value), shortestText(nearestDoubleBits(value)));
  }
}

TEST(DoubleTextOfNumber, TakesTheTripThroughADouble) {
  const std::pair<std::string, std::string> rows[] = {
      {"10.0", "10"},
      {"10", "10"},
      {"-0", "0"},
      {"9007199254740992", "9007199254740992"},
      {"9007199254740993", "9007199254740992"},
      {"-9223372036854775807", "-9223372036854776000"},
      {"1.0e2", "100"},
      {"1e400", ""},
      {"-1e400", ""},
      {"1e-400", "0"},
      {"1e999999999999", ""},
      {"1e-999999999999", "0"},
      {"abc", ""},
      {"nan", ""},
      {"0." + std::string(2000, '3'), "0.3333333333333333"},
      {"9007199254740993." + std::string(2000, '0') + "1", "9007199254740994"},
      {"9007199254740993." + std::string(2000, '0'), "9007199254740992"},
      {std::string(2000, '0') + "5", "5"},
      {std::string(2000, '0'), "0"},
      {std::string(2000, '0') + "15e-1", "1.5"},
      {"1" + std::string(2000, '0') + "e-2000", "1"}};
  for (const auto& [number, text] : rows) EXPECT_EQ(doubleTextOfNumber(number), text) << number;
}

// A value over one is divided as doubles where both sides are exact; the same over three never is.
TEST(NearestDouble, IsTheSameBothWays) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    auto coefficient = static_cast<std::int64_t>(random() >> (10 + random() % 50));
    if (i % 2 == 0) coefficient = -coefficient;
    if (i % 100 == 0) coefficient = (std::int64_t{1} << 53) + i % 3 - 1;
    const Decimal value = Decimal::fromScaled(coefficient, static_cast<int>(random() % 26));
    const Rational same = Rational::of(value * Decimal::fromInteger(3), Decimal::fromInteger(3));
    ASSERT_EQ(nearestDoubleBits(value), nearestDoubleBits(same)) << value.toText();
  }
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, events with numeric timestamps lose digits or land at another time.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kFirst = std::numeric_limits<int64_t>::min();
constexpr int64_t kLast = std::numeric_limits<int64_t>::max();

std::optional<int64_t> seconds(std::string_view text) {
  return readUnixTime(text, TimeUnit::Seconds);
}

TEST(ReadUnixTime, EveryUnitCountsFrom1970) {
  EXPECT_EQ(readUnixTime("1780586634", TimeUnit::Seconds), 1'780'586'634'000'000'000);
  EXPECT_EQ(readUnixTime("1780586634001", TimeUnit::Milliseconds), 1'780'586'634'001'000'000);
  EXPECT_EQ(readUnixTime("1780586634000001", TimeUnit::Microseconds), 1'780'586'634'000'001'000);
  EXPECT_EQ(readUnixTime("1780586634000000001", TimeUnit::Nanoseconds), 1'780'586'634'000'000'001);
}

TEST(ReadUnixTime, FractionsAreExact) {
  EXPECT_EQ(seconds("1780586634.1"), 1'780'586'634'100'000'000);
  EXPECT_EQ(seconds("1780586634.123456789"), 1'780'586'634'123'456'789);
  EXPECT_EQ(readUnixTime("0.5", TimeUnit::Milliseconds), 500'000);
  EXPECT_EQ(readUnixTime("1.5", TimeUnit::Nanoseconds), 1);
}

TEST(ReadUnixTime, SignsAndLeadingZerosAreRead) {
  EXPECT_EQ(seconds("-1.5"), -1'500'000'000);
  EXPECT_EQ(seconds("+1"), 1'000'000'000);
  EXPECT_EQ(seconds("-0"), 0);
  EXPECT_EQ(seconds("0000000000000000000000000001"), 1'000'000'000);
  EXPECT_EQ(seconds("0.0000000010000000000000000000"), 1);
}

TEST(ReadUnixTime, ExponentsMoveThePoint) {
  EXPECT_EQ(seconds("1.7e9"), 1'700'000'000'000'000'000);
  EXPECT_EQ(seconds("1.7E+9"), 1'700'000'000'000'000'000);
  EXPECT_EQ(seconds("17000000000000e-4"), 1'700'000'000'000'000'000);
  EXPECT_EQ(seconds("123456789012e-12"), 123'456'789);
  EXPECT_EQ(seconds("1e-9"), 1);
  EXPECT_EQ(seconds("0e99999999999999999999"), 0);
  EXPECT_EQ(seconds("1e-99999999999999999999"), 0);
}

TEST(ReadUnixTime, WhatLiesBelowANanosecondIsCutTowardsThePast) {
  EXPECT_EQ(seconds("0.0000000019"), 1);
  EXPECT_EQ(seconds("-0.0000000019"), -2);
  EXPECT_EQ(seconds("-0.0000000010"), -1);
  EXPECT_EQ(seconds("-1e-30"), -1);
}

TEST(ReadUnixTime, TheSpanEndsOnTheNanosecond) {
  EXPECT_EQ(seconds("9223372036.854775807"), kLast);
  EXPECT_EQ(seconds("9223372036.8547758079"), kLast);
  EXPECT_EQ(seconds("-9223372036.854775808"), kFirst);
  for (const char* text :
       {"9223372036.854775808", "-9223372036.854775809", "-9223372036.8547758081", "9999999999999",
        "1e10", "1e999999999999999999", "-1e10", "99999999999999999999999999999999",
        "18446744073.709551617"}) {
    EXPECT_FALSE(seconds(text)) << text;
  }
}

TEST(ReadUnixTime, RefusesWhatIsNotANumber) {
  for (const char* text :
       {"",    "-",   "+",  ".",  ".5",   "5.",    "1.e5", "e5",  "1e",       "1e+",  "1e1.5",
        "--1", "+-1", " 1", "1 ", "0x10", "1_000", "1,5",  "NaN", "Infinity", "1.2.3"}) {
    EXPECT_FALSE(seconds(text)) << text;
  }
}

}  // namespace
}  // namespace tallyfold

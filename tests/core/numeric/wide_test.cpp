// SPDX-License-Identifier: Apache-2.0
// If this fails, sums on the hot path wrap round without a word.
#include "numeric/wide.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace tallyfold {
namespace {

constexpr Int128 kMost = static_cast<Int128>(~UInt128{0} >> 1);
constexpr Int128 kLeast = -kMost - 1;

TEST(Wide, PowersOfTenReachEighteen) {
  EXPECT_EQ(powerOfTen64(0), 1);
  EXPECT_EQ(powerOfTen64(18), 1000000000000000000);
}

TEST(Wide, MagnitudeKnowsTheMostNegativeValue) {
  EXPECT_TRUE(magnitude(kLeast) == UInt128{1} << 127);
  EXPECT_TRUE(magnitude(-5) == 5);
}

TEST(Wide, BitLengthCountsUpToTheHighestBit) {
  EXPECT_EQ(bitLength(0), 0);
  EXPECT_EQ(bitLength(5), 3);
  EXPECT_EQ(bitLength(UInt128{1} << 64), 65);
  EXPECT_EQ(bitLength(~UInt128{0}), 128);
}

TEST(Wide, AdditionRefusesWhatDoesNotFit) {
  Int128 sum = kMost - 1;
  EXPECT_TRUE(addTo(sum, 1));
  EXPECT_TRUE(sum == kMost);
  EXPECT_FALSE(addTo(sum, 1));
  EXPECT_TRUE(sum == kMost);
  sum = kLeast;
  EXPECT_FALSE(addTo(sum, -1));
  EXPECT_TRUE(addTo(sum, kMost));
  EXPECT_TRUE(sum == -1);
  std::int64_t narrow = std::numeric_limits<std::int64_t>::max();
  EXPECT_FALSE(addTo64(narrow, 1));
  EXPECT_TRUE(addTo64(narrow, -1));
  EXPECT_EQ(narrow, std::numeric_limits<std::int64_t>::max() - 1);
}

TEST(Wide, PowersOfTenMultiplyUpToTheEdgeAndNotBeyond) {
  Int128 value = 1;
  EXPECT_TRUE(mulByPowerOfTen(value, 38));  // 10^38 < 2^127
  EXPECT_FALSE(mulByPowerOfTen(value, 1));
  EXPECT_TRUE(value / powerOfTen64(18) == Int128{powerOfTen64(18)} * 100);
  value = -2;
  EXPECT_FALSE(mulByPowerOfTen(value, 38));
  EXPECT_TRUE(value == -2);
  EXPECT_TRUE(mulByPowerOfTen(value, 3));
  EXPECT_TRUE(value == -2000);
  value = 0;
  EXPECT_TRUE(mulByPowerOfTen(value, 1000));
  EXPECT_FALSE(mulByPowerOfTen(value = 1, 39));
  value = kMost / 10;
  EXPECT_TRUE(mulByPowerOfTen(value, 1));
  EXPECT_TRUE(value == kMost - kMost % 10);
  value = kMost / 10 + 1;
  EXPECT_FALSE(mulByPowerOfTen(value, 1));
}

TEST(Wide, ProductsThatMightNotFitAreRefused) {
  Int128 product = 0;
  EXPECT_TRUE(mulWide(std::numeric_limits<std::int64_t>::min(), 3, product));
  EXPECT_TRUE(product == Int128{std::numeric_limits<std::int64_t>::min()} * 3);
  EXPECT_FALSE(mulWide(Int128{1} << 64, Int128{1} << 63, product));
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, an answer that is a plain number is written, compared or rounded in another way
// than every other number.
#include "numeric/plain_numbers.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "numeric/double_text.h"

namespace tallyfold {
namespace {

std::vector<Scaled> someNumbers() {
  std::vector<Scaled> numbers = {{0, 0},          {0, 7},          {-10, 1},       {1'000, 2},
                                 {1'000, 3},      {1'000, 4},      {INT64_MAX, 0}, {INT64_MIN, 0},
                                 {INT64_MIN, 15}, {INT64_MAX, 15}, {1 << 20, 6}};
  std::mt19937_64 random(11);
  for (int i = 0; i < 2000; ++i) {
    const auto bits = static_cast<int64_t>(random() >> (random() % 64));
    const auto scale = static_cast<uint8_t>(random() % (kMaxScale + 1));
    numbers.push_back({random() % 2 == 0 ? bits : -bits, scale});
    numbers.push_back({(bits >> 20) * 1000, scale});
  }
  return numbers;
}

TEST(PlainNumbers, AreWrittenAsDecimalsAre) {
  for (const Scaled& number : someNumbers()) {
    char text[32];
    const std::string written(text, writePlain(number, text));
    ASSERT_EQ(written, Decimal::fromScaled(number).toText());
  }
}

TEST(PlainNumbers, CompareAsDecimalsDo) {
  const std::vector<Scaled> numbers = someNumbers();
  for (size_t i = 0; i < numbers.size(); ++i) {
    const Scaled& a = numbers[i];
    const Scaled& b = numbers[i * 7 % numbers.size()];
    ASSERT_EQ(compareScaled(a, b), Decimal::fromScaled(a).compare(Decimal::fromScaled(b)));
  }
  EXPECT_EQ(compareScaled({10, 1}, {1, 0}), 0);
  EXPECT_EQ(compareScaled({INT64_MAX, 0}, {INT64_MIN, 15}), 1);
}

TEST(PlainNumbers, RoundToTheNearestDouble) {
  const std::vector<Scaled> numbers = someNumbers();
  std::vector<double> doubles(numbers.size());
  nearestDoubles(numbers.data(), numbers.size(), doubles.data());
  for (size_t i = 0; i < numbers.size(); ++i) {
    uint64_t bits;
    std::memcpy(&bits, &doubles[i], sizeof(bits));
    ASSERT_EQ(bits, nearestDoubleBits(Decimal::fromScaled(numbers[i])));
  }
}

}  // namespace
}  // namespace tallyfold

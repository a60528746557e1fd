// SPDX-License-Identifier: Apache-2.0
// If this fails, a sum is wrong where 64 bits end, where 128 bits end, or where a scale rises.
#include "aggregate/exact_sums.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace tallyfold {
namespace {

// Numbers of one scale for slots, as a fold hands them over.
struct Numbers {
  std::vector<uint32_t> slots;
  std::vector<int64_t> mantissas;
  int scale;
};

uint64_t sizeOf(int64_t value) {
  const auto bits = static_cast<uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

Batch batchOf(const Numbers& numbers) {
  Batch batch;
  batch.count = numbers.slots.size();
  batch.slots = numbers.slots.data();
  batch.mantissas = numbers.mantissas.data();
  batch.scale = numbers.scale;
  for (const int64_t mantissa : numbers.mantissas)
    batch.most = std::max(batch.most, sizeOf(mantissa));
  return batch;
}

std::string textAt(const ExactSums& sums, uint32_t slot) { return sums.at(slot).toText(); }

TEST(ExactSums, AddsWhateverStandsTogether) {
  const Numbers numbers{{0, 0, 1, 0, 1, 1}, {1, 2, 4, 8, 16, 32}, 1};
  for (const bool has_stretches : {false, true}) {
    MemoryAccount account;
    ExactSums sums(account);
    sums.resize(2);
    Batch batch = batchOf(numbers);
    batch.has_stretches = has_stretches;
    sums.add(batch);
    EXPECT_EQ(textAt(sums, 0), "1.1");
    EXPECT_EQ(textAt(sums, 1), "5.2");
  }
}

TEST(ExactSums, AddsRuns) {
  MemoryAccount account;
  ExactSums sums(account);
  sums.resize(2);
  const Numbers numbers{{1, 1, 1, 0}, {INT64_MAX, -3, INT64_MAX, 5}, 0};
  Batch batch = batchOf(numbers);
  const SlotRun runs[] = {{1, 0, 3}, {0, 3, 4}};
  batch.runs = runs;
  batch.run_count = 2;
  sums.add(batch);
  EXPECT_EQ(textAt(sums, 0), "5");
  EXPECT_EQ(textAt(sums, 1), "18446744073709551611");
}

TEST(ExactSums, TurnsWideWhereSixtyFourBitsEnd) {
  MemoryAccount account;
  ExactSums sums(account);
  sums.resize(1);
  const Numbers numbers{{0}, {INT64_MAX}, 2};
  Scaled plain;
  const uint32_t slot = 0;
  sums.add(batchOf(numbers));
  ASSERT_TRUE(sums.readScaled(&slot, 1, &plain));
  EXPECT_EQ(plain.mantissa, INT64_MAX);
  sums.add(batchOf(numbers));
  EXPECT_FALSE(sums.readScaled(&slot, 1, &plain));
  EXPECT_EQ(textAt(sums, 0), "184467440737095516.14");
  for (int i = 0; i < 1000; ++i) sums.add(batchOf(numbers));
  EXPECT_EQ(textAt(sums, 0), "92418187809284853586.14");
}

// The bound on what is there must not make sums wide that are small.
TEST(ExactSums, StaysNarrowWhileNumbersCancel) {
  MemoryAccount account;
  ExactSums sums(account);
  sums.resize(1);
  constexpr int64_t kLarge = INT64_MAX / 3;
  for (int i = 0; i < 100; ++i) {
    sums.add(batchOf({{0}, {kLarge}, 0}));
    sums.add(batchOf({{0}, {-kLarge}, 0}));
  }
  Scaled plain;
  const uint32_t slot = 0;
  EXPECT_TRUE(sums.readScaled(&slot, 1, &plain));
  EXPECT_EQ(textAt(sums, 0), "0");
}

TEST(ExactSums, RaisesTheScaleOfNarrowAndOfWideSums) {
  for (const int64_t first : {int64_t{7}, INT64_MAX}) {
    MemoryAccount account;
    ExactSums sums(account);
    sums.resize(2);
    sums.add(batchOf({{0}, {first}, 0}));
    sums.add(batchOf({{1}, {5}, 15}));
    sums.add(batchOf({{0}, {1}, 0}));
    EXPECT_EQ(textAt(sums, 0), first == 7 ? "8" : "9223372036854775808");
    EXPECT_EQ(textAt(sums, 1), "0.000000000000005");
  }
}

TEST(ExactSums, MergesNarrowAndWide) {
  for (const bool wide_left : {false, true}) {
    for (const bool wide_right : {false, true}) {
      MemoryAccount account;
      ExactSums left(account);
      ExactSums right(account);
      left.resize(2);
      right.resize(2);
      left.add(batchOf({{0}, {1}, 0}));
      right.add(batchOf({{0, 1}, {2, 3}, 1}));
      if (wide_left) left.add(batchOf({{1, 1}, {INT64_MAX, INT64_MAX}, 0}));
      if (wide_right) right.add(batchOf({{0, 0}, {INT64_MAX, INT64_MAX}, 1}));
      left.merge(right, {1, 0});
      EXPECT_EQ(textAt(left, 0), "1.3");
      const std::string expected = wide_left && wide_right ? "20291418481080506775.6"
                                   : wide_left             ? "18446744073709551614.2"
                                   : wide_right            ? "1844674407370955161.6"
                                                           : "0.2";
      EXPECT_EQ(textAt(left, 1), expected);
    }
  }
}

TEST(ExactSums, IsTheSameAfterItWasWrittenAndRead) {
  MemoryAccount account;
  ExactSums sums(account);
  sums.resize(2);
  sums.add(batchOf({{0, 1}, {-5, 12}, 1}));
  ByteWriter out;
  sums.write(out);
  const std::string bytes = out.take();
  ByteReader in(bytes);
  ExactSums again(account);
  again.read(in, 2);
  again.add(batchOf({{0, 1}, {1, 1}, 0}));
  EXPECT_EQ(textAt(again, 0), "0.5");
  EXPECT_EQ(textAt(again, 1), "2.2");
}

}  // namespace
}  // namespace tallyfold

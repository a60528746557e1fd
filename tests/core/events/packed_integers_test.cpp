// SPDX-License-Identifier: Apache-2.0
// If this fails, a time or a number comes back from memory as another one.
#include "events/packed_integers.h"

#include <gtest/gtest.h>

#include <random>

#include "events/column.h"

namespace tallyfold {
namespace {

uint64_t bytesFor(const std::vector<int64_t>& values, int64_t unit = 1) {
  MemoryAccount account;
  PackedIntegers packed(account);
  packed.assign(values.data(), values.size(), unit);
  std::vector<int64_t> back(values.size());
  packed.read(0, back.size(), back.data());
  EXPECT_EQ(back, values);
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(packed.at(i), values[i]);
  return packed.byteSize() / std::max<size_t>(1, values.size());
}

TEST(PackedIntegers, TakeTheFewestBytesForTheirSpread) {
  EXPECT_EQ(bytesFor({}), 0u);
  EXPECT_EQ(bytesFor({7, 7, 7}), 0u);
  EXPECT_EQ(bytesFor({7, 7 + 0xff}), 1u);
  EXPECT_EQ(bytesFor({7, 7 + 0x100}), 2u);
  EXPECT_EQ(bytesFor({-7, -7 + 0xffff}), 2u);
  EXPECT_EQ(bytesFor({-7, -7 + 0x10000}), 4u);
  EXPECT_EQ(bytesFor({-7, -7 + int64_t{0xffffffff}}), 4u);
  EXPECT_EQ(bytesFor({-7, -7 + int64_t{0x100000000}}), 8u);
}

TEST(PackedIntegers, HoldTheWholeSpanOfSixtyFourBits) {
  EXPECT_EQ(bytesFor({INT64_MIN, INT64_MAX, 0, -1, 1}), 8u);
  EXPECT_EQ(bytesFor({INT64_MIN, INT64_MIN}), 0u);
  EXPECT_EQ(bytesFor({INT64_MAX, INT64_MAX - 1}), 1u);
  EXPECT_EQ(bytesFor({INT64_MIN, INT64_MIN + 255}), 1u);
}

TEST(PackedIntegers, AUnitSavesBytesAndLosesNothing) {
  EXPECT_EQ(bytesFor({5, 5 + 255'000'000'000}, 1'000'000'000), 1u);
  EXPECT_EQ(bytesFor({-3'000, 4'000'000}, 1'000), 2u);
  EXPECT_EQ(bytesFor({-9'000'000'000'000'000'000, 9'000'000'000'000'000'000}, 1'000'000'000), 8u);
}

TEST(PackedIntegers, AnyPieceCanBeRead) {
  std::mt19937_64 random(5);
  std::vector<int64_t> values(1000);
  for (int64_t& value : values) value = static_cast<int64_t>(random() >> (random() % 64));
  MemoryAccount account;
  PackedIntegers packed(account);
  packed.assign(values.data(), values.size());
  for (int i = 0; i < 200; ++i) {
    const size_t first = random() % 1000, count = random() % (1001 - first);
    std::vector<int64_t> back(count);
    packed.read(first, count, back.data());
    ASSERT_TRUE(
        std::equal(back.begin(), back.end(), values.begin() + static_cast<std::ptrdiff_t>(first)));
  }
}

TEST(Column, MixedTagsComeBackAsTheyWere) {
  MemoryAccount account;
  for (const bool mixed : {false, true}) {
    std::vector<uint8_t> tags;
    std::vector<int64_t> payloads;
    for (int i = 0; i < 300; ++i) {
      tags.push_back(
          makeTag(mixed ? static_cast<CellKind>(i % 10) : CellKind::Number, mixed ? i % 16 : 3));
      payloads.push_back(i % 7 == 0 ? INT64_MIN : INT64_MAX - i);
    }
    Column column(account);
    column.assign(tags.data(), payloads.data(), tags.size());
    for (size_t i = 0; i < tags.size(); ++i) {
      ASSERT_EQ(column.at(i).tag, tags[i]);
      ASSERT_EQ(column.at(i).payload, payloads[i]);
    }
    uint8_t piece[5];
    int64_t numbers[5];
    column.read(295, 5, piece, numbers);
    EXPECT_EQ(piece[4], tags[299]);
    EXPECT_EQ(numbers[0], payloads[295]);
  }
  EXPECT_EQ(scaleOf(makeTag(CellKind::PlainText, 15)), 15);
  EXPECT_EQ(kindOf(makeTag(CellKind::PlainText, 15)), CellKind::PlainText);
}

}  // namespace
}  // namespace tallyfold

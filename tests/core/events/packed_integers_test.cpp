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

TEST(PackedIntegers, GiveCodesOfAnyWidth) {
  for (const int64_t spread : {int64_t{0}, int64_t{200}, int64_t{60'000}, int64_t{4'000'000'000}}) {
    std::mt19937_64 random(7);
    std::vector<int64_t> values(600);
    for (int64_t& value : values)
      value = 11 + static_cast<int64_t>(random() % static_cast<uint64_t>(spread + 1));
    MemoryAccount account;
    PackedIntegers packed(account);
    packed.assign(values.data(), values.size());
    uint32_t codes[300];
    packed.readCodes({100, 300, nullptr}, codes);
    for (size_t i = 0; i < 300; ++i) ASSERT_EQ(codes[i], values[100 + i]);
    const uint16_t places[] = {0, 7, 499};
    packed.readCodes({100, 3, places}, codes);
    EXPECT_EQ(codes[1], values[107]);
    EXPECT_EQ(codes[2], values[599]);
  }
}

TEST(PackedIntegers, TellTheLeastStoredFromAValue) {
  const std::vector<int64_t> values = {-3'000, -1'000, 5'000};
  MemoryAccount account;
  PackedIntegers packed(account);
  packed.assign(values.data(), values.size(), 1'000);
  EXPECT_EQ(packed.leastStoredFrom(INT64_MIN), 0u);
  EXPECT_EQ(packed.leastStoredFrom(-3'000), 0u);
  EXPECT_EQ(packed.leastStoredFrom(-2'999), 1u);
  EXPECT_EQ(packed.leastStoredFrom(-2'000), 1u);
  EXPECT_EQ(packed.leastStoredFrom(5'000), 8u);
  EXPECT_EQ(packed.greatest(), 5'000);
}

std::vector<int64_t> numbersOf(const Column& column, size_t count) {
  std::vector<int64_t> numbers(count);
  column.payloads().read(0, count, numbers.data());
  return numbers;
}

TEST(Column, NumbersStandAtOneScaleAndComeBackAsTheyWere) {
  MemoryAccount account;
  const std::vector<uint8_t> tags = {makeTag(CellKind::Number), makeTag(CellKind::NumberText, 6),
                                     makeTag(CellKind::Text), makeTag(CellKind::Number, 2)};
  const std::vector<int64_t> written = {-7, 1'000'001, 3, 1250};
  std::vector<int64_t> payloads = written;
  Column column(account);
  column.assign(tags.data(), payloads.data(), tags.size());
  EXPECT_EQ(column.numberScale(), 6);
  EXPECT_EQ(column.mostNumber(), 12'500'000u);
  EXPECT_EQ(numbersOf(column, 4), (std::vector<int64_t>{-7'000'000, 1'000'001, 3, 12'500'000}));
  for (size_t i = 0; i < tags.size(); ++i) EXPECT_EQ(column.at(i).payload, written[i]);
}

TEST(Column, EveryScaleComesBack) {
  MemoryAccount account;
  for (int scale = 1; scale <= 15; ++scale) {
    const uint8_t tags[] = {makeTag(CellKind::Number), makeTag(CellKind::Number, scale)};
    const int64_t most = scale == 15 ? 9'223 : 99;
    int64_t payloads[] = {-most, 1};
    Column column(account);
    column.assign(tags, payloads, 2);
    ASSERT_EQ(column.numberScale(), scale);
    EXPECT_EQ(column.at(0).payload, -most);
    EXPECT_EQ(column.at(1).payload, 1);
  }
}

TEST(Column, NumbersThatOneScaleHasNoRoomForStayAsTheyAre) {
  MemoryAccount account;
  const uint8_t tags[] = {makeTag(CellKind::Number), makeTag(CellKind::Number, 3)};
  int64_t payloads[] = {INT64_MAX / 1000 + 1, 1};
  Column column(account);
  column.assign(tags, payloads, 2);
  EXPECT_EQ(column.numberScale(), Column::kNoScale);
  EXPECT_EQ(numbersOf(column, 2), (std::vector<int64_t>{INT64_MAX / 1000 + 1, 1}));
  int64_t fits[] = {INT64_MIN / 1000, 1};
  column.assign(tags, fits, 2);
  EXPECT_EQ(column.numberScale(), 3);
  EXPECT_EQ(column.at(0).payload, INT64_MIN / 1000);
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
    std::vector<int64_t> scaled = payloads;
    column.assign(tags.data(), scaled.data(), tags.size());
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

// SPDX-License-Identifier: Apache-2.0
// If this fails, two columns share memory, or what was given back is lost.
#include "base/large_pages.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/memory_account.h"

namespace tallyfold {
namespace {

struct Piece {
  unsigned char* at;
  size_t bytes;
  unsigned char content;
};

bool isWhole(const Piece& piece) {
  for (size_t i = 0; i < piece.bytes; ++i) {
    if (piece.at[i] != piece.content) return false;
  }
  return true;
}

TEST(LargePages, PiecesNeverOverlapInWhateverOrderTheyComeAndGo) {
  if (!LargePages::kAreThere) GTEST_SKIP() << "nothing is asked for here";
  LargePages pages;
  std::vector<Piece> pieces;
  uint32_t random = 7;
  for (int round = 0; round < 3000; ++round) {
    random = random * 1664525 + 1013904223;
    if (pieces.size() < 40 || random >> 31 != 0) {
      const size_t bytes = LargePages::kLeast + (random >> 8) % (size_t{300} << 10);
      auto* const at = static_cast<unsigned char*>(pages.take(bytes));
      ASSERT_NE(at, nullptr);
      pieces.push_back({at, bytes, static_cast<unsigned char>(round)});
      std::memset(at, static_cast<unsigned char>(round), bytes);
    } else {
      std::swap(pieces[(random >> 8) % pieces.size()], pieces.back());
      ASSERT_TRUE(isWhole(pieces.back())) << round;
      ASSERT_TRUE(pages.give(pieces.back().at, pieces.back().bytes));
      pieces.pop_back();
    }
  }
  for (const Piece& piece : pieces) ASSERT_TRUE(isWhole(piece));
}

TEST(LargePages, WhatIsGivenBackIsThereForTheNext) {
  if (!LargePages::kAreThere) GTEST_SKIP() << "nothing is asked for here";
  LargePages pages;
  auto* const first = static_cast<unsigned char*>(pages.take(LargePages::kLeast));
  first[0] = 7;
  ASSERT_TRUE(pages.give(first, LargePages::kLeast));
  // The same page, still mapped: a fresh one would be zero.
  auto* const again = static_cast<unsigned char*>(pages.take(LargePages::kLeast));
  EXPECT_EQ(again, first);
  EXPECT_EQ(again[0], 7);
  ASSERT_TRUE(pages.give(again, LargePages::kLeast));
}

TEST(LargePages, WhatIsSmallOrHugeOrOfOthersIsLeftToThem) {
  LargePages pages;
  EXPECT_EQ(pages.take(LargePages::kLeast - 1), nullptr);
  EXPECT_EQ(pages.take(size_t{3} << 20), nullptr);
  std::vector<char> other(LargePages::kLeast);
  EXPECT_FALSE(pages.give(other.data(), other.size()));
}

TEST(LargePages, VectorsKeepTheirContentAcrossTheLimit) {
  MemoryAccount account;
  {
    std::vector<AccountedVector<uint32_t>> columns;
    for (uint32_t i = 0; i < 64; ++i) {
      columns.push_back(makeAccounted<uint32_t>(account));
      for (uint32_t row = 0; row < 65536; ++row) columns[i].push_back(row * 64 + i);
      if (i % 3 == 2) columns[i - 1] = makeAccounted<uint32_t>(account);
    }
    for (uint32_t i = 0; i < 64; ++i) {
      for (uint32_t row = 0; row < columns[i].size(); row += 97)
        ASSERT_EQ(columns[i][row], row * 64 + i);
    }
  }
  EXPECT_EQ(account.usedBytes(), 0u);
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, a snapshot is read wrongly on another machine, or a damaged one is read out of
// bounds.
#include "base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

namespace tallyfold {
namespace {

TEST(Bytes, WhatIsWrittenIsRead) {
  ByteWriter out;
  out.u8(255);
  out.u32(0xdeadbeef);
  out.u64(UINT64_MAX);
  out.i64(INT64_MIN);
  const auto least = static_cast<__int128>(static_cast<unsigned __int128>(1) << 127);
  out.i128(least);
  out.i128(-1);
  out.text(std::string_view("a\0b", 3));
  out.text("");
  ByteReader in(out.bytes());
  EXPECT_EQ(in.u8(), 255);
  EXPECT_EQ(in.u32(), 0xdeadbeef);
  EXPECT_EQ(in.u64(), UINT64_MAX);
  EXPECT_EQ(in.i64(), INT64_MIN);
  EXPECT_TRUE(in.i128() == least);
  EXPECT_TRUE(in.i128() == -1);
  EXPECT_EQ(in.text(), std::string_view("a\0b", 3));
  EXPECT_EQ(in.text(), "");
  EXPECT_TRUE(in.ok() && in.atEnd());
}

TEST(Bytes, WordsAreLittleEndianEverywhere) {
  ByteWriter out;
  out.u32(0x01020304);
  EXPECT_EQ(out.bytes(), "\x04\x03\x02\x01");
}

TEST(Bytes, PastTheEndEveryReadIsZeroAndNotOk) {
  ByteReader in("abc");
  EXPECT_EQ(in.u32(), 0u);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0u);
  EXPECT_EQ(in.text(), "");
}

TEST(Bytes, ALengthBeyondTheEndIsNoText) {
  for (const uint64_t length :
       {uint64_t{4}, uint64_t{1} << 32, std::numeric_limits<uint64_t>::max()}) {
    ByteWriter out;
    out.u64(length);
    const std::string bytes = out.bytes() + "abc";
    ByteReader in(bytes);
    EXPECT_EQ(in.text(), "");
    EXPECT_FALSE(in.ok());
  }
}

TEST(Bytes, ACountThatCannotBeThereIsRefused) {
  for (const uint64_t count : {uint64_t{3}, std::numeric_limits<uint64_t>::max()}) {
    ByteWriter out;
    out.u64(count);
    const std::string bytes = out.bytes() + std::string(23, 'x');
    ByteReader in(bytes);
    EXPECT_EQ(in.count(8), 0u);
    EXPECT_FALSE(in.ok());
  }
  ByteWriter out;
  out.u64(2);
  const std::string bytes = out.bytes() + std::string(16, 'x');
  ByteReader in(bytes);
  EXPECT_EQ(in.count(8), 2u);
}

}  // namespace
}  // namespace tallyfold

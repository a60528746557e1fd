// SPDX-License-Identifier: Apache-2.0
// If this fails, events are refused, moved in time, or reports show wrong timestamps.
#include "time/instant.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "time/civil.h"

namespace tallyfold {
namespace {

constexpr int64_t kFirst = std::numeric_limits<int64_t>::min();
constexpr int64_t kLast = std::numeric_limits<int64_t>::max();

int64_t timeOf(std::string_view text) {
  const auto read = readRfc3339(text);
  EXPECT_TRUE(read.has_value()) << text;
  return read ? read->time_ns : 0;
}

TEST(ReadRfc3339, AcceptsTheGrammarWithItsVariants) {
  EXPECT_EQ(timeOf("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(timeOf("1970-01-01t00:00:01z"), 1'000'000'000);
  EXPECT_EQ(timeOf("1970-01-01T00:00:00.5Z"), 500'000'000);
  EXPECT_EQ(timeOf("1970-01-01T00:00:00.123456789Z"), 123'456'789);
  EXPECT_EQ(timeOf("1969-12-31T23:59:59.999999999Z"), -1);
  EXPECT_EQ(timeOf("2026-06-04T15:23:54.1Z"), 1'780'586'634'100'000'000);
  EXPECT_EQ(timeOf("2024-02-29T23:59:59+00:00"), 1'709'251'199'000'000'000);
}

TEST(ReadRfc3339, OffsetsAreSubtractedAndKept) {
  const auto east = readRfc3339("1970-01-01T05:45:00+05:45");
  ASSERT_TRUE(east);
  EXPECT_EQ(east->time_ns, 0);
  EXPECT_EQ(east->offset_s, 20700);
  const auto west = readRfc3339("1969-12-31T00:01:00.25-23:59");
  ASSERT_TRUE(west);
  EXPECT_EQ(west->time_ns, 250'000'000);
  EXPECT_EQ(west->offset_s, -86340);
  EXPECT_EQ(timeOf("1970-01-01T00:00:00-00:00"), 0);
}

TEST(ReadRfc3339, DigitsBelowANanosecondAreCut) {
  EXPECT_EQ(timeOf("1970-01-01T00:00:00.1234567899Z"), 123'456'789);
  EXPECT_EQ(timeOf("1969-12-31T23:59:59.00000000099999999999999999999+00:00"), -1'000'000'000);
}

TEST(ReadRfc3339, RefusesEverythingElse) {
  for (const char* text : {
           "",
           "Z",
           "2024-01-01",
           "2024-01-01T00:00Z",
           "2024-01-01T00:00:00",
           "2024-01-01T00:00:0Z",
           "2024-01-01 00:00:00Z",
           "2024-01-01T00:00:00.Z",
           "2024-01-01T00:00:00,5Z",
           "2024-01-01T00:00:00ZZ",
           "2024-01-01T00:00:00Z ",
           " 2024-01-01T00:00:00Z",
           "2024-01-01T00:00:00+0100",
           "2024-01-01T00:00:00+01",
           "2024-01-01T00:00:00+24:00",
           "2024-01-01T00:00:00+01:60",
           "2024-01-01T00:00:00+1:00Z",
           "2024-01-01T00:00:00+01:00Z",
           "2024-01-01T00:00:00~01:00",
           "2024-01-01T00:00:00+01-00",
           "2024-01-01T00:00:00.+01:00",
           "2024-13-01T00:00:00Z",
           "2024-00-01T00:00:00Z",
           "2024-01-00T00:00:00Z",
           "2024-01-32T00:00:00Z",
           "2024-04-31T00:00:00Z",
           "2023-02-29T00:00:00Z",
           "1900-02-29T00:00:00Z",
           "2024-01-01T24:00:00Z",
           "2024-01-01T23:60:00Z",
           "2024-01-01T23:59:60Z",
           "2024/01/01T00:00:00Z",
           "2024-01-01T00.00.00Z",
           "+024-01-01T00:00:00Z",
           "-024-01-01T00:00:00Z",
           "02024-01-01T00:00:00Z",
           "2024-01-01T00:00:+5Z",
           "2024-0\xB1-01T00:00:00Z",
           "2024-01-01T00:00:\xB0\xB0Z",
           "2024-01-01U00:00:00Z",
           "2024-01-01T00:00:00Y",
           "2024-1--01T00:00:00Z",
       }) {
    EXPECT_FALSE(readRfc3339(text)) << text;
  }
}

TEST(ReadRfc3339, AnyStrayByteIsRefused) {
  const std::string good = "2024-01-01T00:00:00Z";
  for (size_t at = 0; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = good;
      text[at] = static_cast<char>(byte);
      const bool is_digit = byte >= '0' && byte <= '9';
      const bool in_date_or_time = good[at] >= '0' && good[at] <= '9';
      const bool same = text[at] == good[at];
      const bool other_case = good[at] >= 'A' && (text[at] | 0x20) == (good[at] | 0x20);
      const bool may_read = same || other_case || (is_digit && in_date_or_time);
      if (!may_read) {
        EXPECT_FALSE(readRfc3339(text)) << at << ' ' << byte;
      }
    }
  }
}

TEST(ReadRfc3339, ReadsNoFurtherThanTheText) {
  const std::string_view longer = "2024-01-01T00:00:00.123+01:00";
  for (size_t size = 0; size < longer.size(); ++size) {
    const std::string exact(longer.substr(0, size));
    EXPECT_FALSE(readRfc3339(exact)) << exact;
  }
}

TEST(ReadRfc3339, TheSpanEndsOnTheNanosecond) {
  EXPECT_EQ(timeOf("1677-09-21T00:12:43.145224192Z"), kFirst);
  EXPECT_EQ(timeOf("1677-09-21T00:12:44Z"), -9'223'372'036'000'000'000);
  EXPECT_EQ(timeOf("2262-04-11T23:47:16.854775807Z"), kLast);
  EXPECT_EQ(timeOf("2262-04-12T00:47:16.854775806+01:00"), kLast - 1);
  for (const char* text : {"1677-09-21T00:12:43.145224192Z", "2262-04-11T23:47:16.854775807Z"}) {
    EXPECT_FALSE(readRfc3339(text)->saturated);
  }
}

TEST(ReadRfc3339, BeyondTheSpanIsItsNearerEnd) {
  for (const char* text : {"1677-09-21T00:12:43.145224191Z", "1677-09-21T00:12:43Z",
                           "1677-09-21T00:12:42.999Z", "0000-01-01T00:00:00Z"}) {
    EXPECT_EQ(timeOf(text), kFirst);
    EXPECT_TRUE(readRfc3339(text)->saturated) << text;
  }
  for (const char* text : {"2262-04-11T23:47:16.854775808Z", "2262-04-11T23:47:17Z",
                           "9999-12-31T23:59:59.999999999-23:59"}) {
    EXPECT_EQ(timeOf(text), kLast);
    EXPECT_TRUE(readRfc3339(text)->saturated) << text;
  }
}

TEST(WriteRfc3339, FractionsLoseTheirTrailingZeros) {
  EXPECT_EQ(writeRfc3339(0, 0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(writeRfc3339(500'000'000, 3600), "1970-01-01T01:00:00.5+01:00");
  EXPECT_EQ(writeRfc3339(120'000, 0), "1970-01-01T00:00:00.00012Z");
  EXPECT_EQ(writeRfc3339(-1, 0), "1969-12-31T23:59:59.999999999Z");
}

TEST(WriteRfc3339, OffsetsMoveTheClockAndLoseTheirSecondsInTheLabel) {
  EXPECT_EQ(writeRfc3339(0, 20700), "1970-01-01T05:45:00+05:45");
  EXPECT_EQ(writeRfc3339(0, -12600), "1969-12-31T20:30:00-03:30");
  EXPECT_EQ(writeRfc3339(0, 1172), "1970-01-01T00:19:32+00:19");
  EXPECT_EQ(writeRfc3339(0, -17762), "1969-12-31T19:03:58-04:56");
  EXPECT_EQ(writeRfc3339(0, -30), "1969-12-31T23:59:30+00:00");
}

TEST(WriteRfc3339, TheEndsOfTheSpanAreWritten) {
  EXPECT_EQ(writeRfc3339(kFirst, 0), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(writeRfc3339(kLast, 0), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(writeRfc3339(kLast, 86340), "2262-04-12T23:46:16.854775807+23:59");
  EXPECT_EQ(writeRfc3339(kFirst, -86340), "1677-09-20T00:13:43.145224192-23:59");
}

TEST(WriteRfc3339, WhatIsWrittenReadsBack) {
  uint64_t random = 1;
  for (int i = 0; i < 20'000; ++i) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const auto time_ns = static_cast<int64_t>(random);
    const auto minutes = static_cast<int32_t>(random >> 40) % 1440;
    const std::string text = writeRfc3339(time_ns, minutes * 60);
    const auto read = readRfc3339(text);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(read->time_ns, time_ns) << text;
    ASSERT_EQ(read->offset_s, minutes * 60) << text;
    ASSERT_FALSE(read->saturated) << text;
  }
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, an event near midnight is counted on another day, twice, or on none.
#include "time/local_day.h"

#include <gtest/gtest.h>

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

int64_t at(const char* text) {
  const auto read = readRfc3339(text);
  EXPECT_TRUE(read) << text;
  return read ? read->time_ns : 0;
}

int64_t day(int32_t year, uint8_t month, uint8_t number) {
  return daysFromCivil({year, month, number});
}

LocalDays in(const char* zone) { return LocalDays(Zone::find(zone)); }

TEST(LocalDay, WithoutAZoneIsUtc) {
  EXPECT_EQ(LocalDays().at(-1), -1);
  EXPECT_EQ(LocalDays().at(0), 0);
  EXPECT_EQ(LocalDays().startOf(1), at("1970-01-02T00:00:00Z"));
  EXPECT_EQ(LocalDays().endOf(0), at("1970-01-01T23:59:59.999999999Z"));
  EXPECT_EQ(LocalDays().clockAt(at("2024-03-01T01:02:03.000000004Z")), 3'723'000'000'004);
}

TEST(LocalDay, FollowsTheChangesOfTheClocks) {
  const LocalDays york = in("America/New_York");
  EXPECT_EQ(york.startOf(day(2022, 3, 13)), at("2022-03-13T05:00:00Z"));
  EXPECT_EQ(york.startOf(day(2022, 3, 14)), at("2022-03-14T04:00:00Z"));
  EXPECT_EQ(york.at(at("2022-03-13T04:59:59Z")), day(2022, 3, 12));
  EXPECT_EQ(york.clockAt(at("2022-03-13T07:00:00Z")), 3 * 3'600'000'000'000);
}

TEST(LocalDay, ASkippedMidnightIsTheFirstInstantAfter) {
  const LocalDays santiago = in("America/Santiago");
  EXPECT_EQ(santiago.startOf(day(2022, 9, 11)), at("2022-09-11T04:00:00Z"));
  EXPECT_EQ(santiago.at(at("2022-09-11T03:59:59Z")), day(2022, 9, 10));
  EXPECT_EQ(santiago.at(at("2022-09-11T04:00:00Z")), day(2022, 9, 11));
}

TEST(LocalDay, ADayThatNeverWasIsEmpty) {
  const LocalDays apia = in("Pacific/Apia");
  EXPECT_EQ(apia.startOf(day(2011, 12, 30)), apia.startOf(day(2011, 12, 31)));
  EXPECT_EQ(apia.at(at("2011-12-30T09:59:59Z")), day(2011, 12, 29));
  EXPECT_EQ(apia.at(at("2011-12-30T10:00:00Z")), day(2011, 12, 31));
}

TEST(LocalDay, AMidnightShownTwiceBeginsOneDay) {
  // Havana goes back from 01:00 to 00:00, so that midnight comes twice on the same day.
  const LocalDays havana = in("America/Havana");
  EXPECT_EQ(havana.startOf(day(2023, 11, 5)), at("2023-11-05T04:00:00Z"));
  EXPECT_EQ(havana.at(at("2023-11-05T05:30:00Z")), day(2023, 11, 5));
  // Santiago goes back from 24:00 to 23:00: the second 23:30 is after the new day's first midnight.
  const LocalDays santiago = in("America/Santiago");
  const int64_t second = at("2022-04-03T03:30:00Z");
  EXPECT_GE(second, santiago.startOf(santiago.at(second)));
  EXPECT_LE(second, santiago.endOf(santiago.at(second)));
}

TEST(LocalDay, EveryInstantLiesInItsDay) {
  for (const char* zone : {"Pacific/Apia", "America/Santiago", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "Africa/Cairo", "America/Sao_Paulo"}) {
    const LocalDays days = in(zone);
    constexpr int64_t kStep = 1'801'000'000'000;  // a little more than half an hour
    int64_t before = days.at(at("2009-12-31T00:00:00Z"));
    for (int64_t t = at("2010-01-01T00:00:00Z"); t < at("2014-01-01T00:00:00Z"); t += kStep) {
      const int64_t found = days.at(t);
      ASSERT_GE(found, before) << zone << t;
      ASSERT_LE(days.startOf(found), t) << zone << t;
      ASSERT_GE(days.endOf(found), t) << zone << t;
      before = found;
    }
  }
}

TEST(LocalDay, IsHeldAtTheEndsOfTheSpan) {
  const LocalDays york = in("America/New_York");
  for (const LocalDays& days : {LocalDays(), york}) {
    EXPECT_EQ(days.startOf(INT64_MAX - 1), INT64_MAX);
    EXPECT_EQ(days.startOf(INT64_MIN), INT64_MIN);
    EXPECT_EQ(days.endOf(INT64_MIN), INT64_MIN);
    EXPECT_EQ(days.startOf(days.at(INT64_MIN)), INT64_MIN);
    EXPECT_EQ(days.startOf(days.at(INT64_MAX) + 1), INT64_MAX);
  }
}

}  // namespace
}  // namespace tallyfold

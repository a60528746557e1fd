// SPDX-License-Identifier: Apache-2.0
// If this fails, usage of the first or last hour of a month is billed in another one.
#include "time/month.h"

#include <gtest/gtest.h>

#include "time/instant.h"

namespace tallyfold {
namespace {

int64_t at(std::string_view text) { return readRfc3339(text)->time_ns; }

Months monthsOf(const char* zone) {
  auto found = Zone::find(zone);
  EXPECT_NE(found, nullptr) << zone;
  return Months(std::move(found));
}

void expectBounds(const Months& months, MonthNumber number, const char* start, const char* end) {
  const Months::Bounds bounds = months.bounds(number);
  EXPECT_EQ(bounds.number, number);
  EXPECT_EQ(bounds.start_ns, at(start));
  EXPECT_EQ(bounds.end_ns, at(end));
  // And asked by its instants.
  EXPECT_EQ(months.at(bounds.start_ns).number, number);
  EXPECT_EQ(months.at(bounds.end_ns - 1).number, number);
  EXPECT_EQ(months.at(bounds.end_ns).number, number + 1);
  EXPECT_EQ(months.at(bounds.start_ns - 1).number, number - 1);
}

TEST(Months, AMonthIsReadAsYearAndTwoDigits) {
  EXPECT_EQ(readMonth("2018-09"), monthNumber(2018, 9));
  EXPECT_EQ(readMonth("0000-01"), 0);
  EXPECT_EQ(readMonth("9999-12"), monthNumber(9999, 12));
  EXPECT_EQ(yearOf(*readMonth("2018-12")), 2018);
  EXPECT_EQ(monthOf(*readMonth("2018-12")), 12);
  for (const char* text : {"", "2018", "2018-9", "2018-00", "2018-13", "2018-09-01", "18-09",
                           "2018/09", "2018-0x", "-018-09", "2018-1 ", " 2018-1", "+018-01"}) {
    EXPECT_EQ(readMonth(text), std::nullopt) << text;
  }
}

TEST(Months, OfUtcAreHalfOpen) {
  expectBounds(Months(), monthNumber(2024, 2), "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z");
  expectBounds(Months(), monthNumber(1969, 12), "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z");
  EXPECT_EQ(Months().at(0).number, monthNumber(1970, 1));
  EXPECT_EQ(Months().at(-1).number, monthNumber(1969, 12));
}

TEST(Months, FollowTheClocksOfTheirZone) {
  expectBounds(monthsOf("America/New_York"), monthNumber(2024, 3), "2024-03-01T05:00:00Z",
               "2024-04-01T04:00:00Z");
  expectBounds(monthsOf("Asia/Kathmandu"), monthNumber(2024, 1), "2023-12-31T18:15:00Z",
               "2024-01-31T18:15:00Z");
}

TEST(Months, WhereMidnightOfTheFirstIsSkippedBeginAfterTheGap) {
  expectBounds(monthsOf("America/Asuncion"), monthNumber(2023, 10), "2023-10-01T04:00:00Z",
               "2023-11-01T03:00:00Z");
  expectBounds(monthsOf("America/Asuncion"), monthNumber(2023, 9), "2023-09-01T04:00:00Z",
               "2023-10-01T04:00:00Z");
}

TEST(Months, WhereTheClockIsSetBackOverTheFirstBeginOnce) {
  // St John's, 2009-11-01: from 00:01 back to 23:01 of October, which is November already.
  const Months st_johns = monthsOf("America/St_Johns");
  expectBounds(st_johns, monthNumber(2009, 11), "2009-11-01T02:30:00Z", "2009-12-01T03:30:00Z");
  EXPECT_EQ(st_johns.at(at("2009-11-01T02:29:59.999999999Z")).number, monthNumber(2009, 10));
  for (const char* time : {"2009-11-01T02:31:00Z", "2009-11-01T03:00:00Z", "2009-11-01T03:29:59Z",
                           "2009-11-01T03:30:00Z"}) {
    EXPECT_EQ(monthsOf("America/St_Johns").at(at(time)).number, monthNumber(2009, 11)) << time;
  }
  // Asuncion, 1976-03-01: from midnight back to 23:00 of February, which stays February.
  expectBounds(monthsOf("America/Asuncion"), monthNumber(1976, 3), "1976-03-01T04:00:00Z",
               "1976-04-01T04:00:00Z");
  // Havana, 2020-11-01: from 01:00 back to midnight.
  expectBounds(monthsOf("America/Havana"), monthNumber(2020, 11), "2020-11-01T04:00:00Z",
               "2020-12-01T05:00:00Z");
}

TEST(Months, NeverLeaveAGapAndNeverShareAnInstant) {
  for (const char* zone : {"America/St_Johns", "Pacific/Apia", "America/Havana", "Asia/Amman",
                           "America/Asuncion", "Asia/Manila", "America/Juneau"}) {
    const Months months = monthsOf(zone);
    for (MonthNumber number = monthNumber(1850, 1); number < monthNumber(2100, 1); ++number) {
      const Months::Bounds bounds = months.bounds(number);
      ASSERT_LT(bounds.start_ns, bounds.end_ns) << zone << " " << number;
      ASSERT_EQ(bounds.end_ns, months.bounds(number + 1).start_ns) << zone << " " << number;
      ASSERT_EQ(months.at(bounds.start_ns).number, number) << zone;
      ASSERT_EQ(months.at(bounds.end_ns - 1).number, number) << zone;
    }
  }
}

TEST(Months, TheFirstAndLastInstantsHaveTheirMonth) {
  for (const char* zone : {"UTC", "America/New_York", "Pacific/Kiritimati"}) {
    const Months months = monthsOf(zone);
    EXPECT_EQ(months.at(INT64_MIN).number, monthNumber(1677, 9)) << zone;
    EXPECT_EQ(months.at(INT64_MIN).start_ns, INT64_MIN) << zone;
    EXPECT_EQ(months.at(INT64_MAX - 1).number, monthNumber(2262, 4)) << zone;
    EXPECT_EQ(months.at(INT64_MAX).number, monthNumber(2262, 4)) << zone;
    EXPECT_EQ(months.at(INT64_MAX).end_ns, INT64_MAX) << zone;
  }
}

TEST(Months, BeyondWhatATimeCanBeAreEmpty) {
  for (const char* text : {"0000-01", "1677-08", "2262-05", "9999-12"}) {
    const Months::Bounds bounds = Months().bounds(*readMonth(text));
    EXPECT_EQ(bounds.start_ns, bounds.end_ns) << text;
  }
}

TEST(Months, ACopyAsksForItself) {
  const Months utc;
  EXPECT_EQ(utc.at(at("2024-03-01T03:00:00Z")).number, monthNumber(2024, 3));
  EXPECT_EQ(monthsOf("America/New_York").at(at("2024-03-01T03:00:00Z")).number,
            monthNumber(2024, 2));
}

}  // namespace
}  // namespace tallyfold

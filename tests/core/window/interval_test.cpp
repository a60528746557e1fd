// SPDX-License-Identifier: Apache-2.0
// If this fails, an event of our own query falls into the wrong window, or into none.
#include "window/interval.h"

#include <gtest/gtest.h>

#include "time/instant.h"

namespace tallyfold {
namespace {

int64_t at(const char* text) { return readRfc3339(text)->time_ns; }

IntervalRule rule(const char* size, const char* zone = nullptr, int64_t anchor_day = 0,
                  int64_t anchor_clock_s = 0) {
  IntervalRule made;
  made.size = *intervalNamed(size);
  if (zone != nullptr) made.zone = Zone::find(zone);
  made.anchor_day = anchor_day;
  made.anchor_clock_s = anchor_clock_s;
  return made;
}

// The window that holds a time, as the zone's clock shows it.
std::string window(const IntervalRule& rule, const char* time) {
  const Window found = intervalAt(rule, at(time));
  return writeRfc3339(found.start_ns, rule.offsetAt(found.start_ns)) + " " +
         writeRfc3339(found.end_ns, rule.offsetAt(found.end_ns));
}

TEST(Interval, NamesAndDurationsAreReadAndOthersRefused) {
  EXPECT_EQ(intervalNamed("quarter"), (Duration{3, 0, 0}));
  EXPECT_EQ(intervalNamed("year"), (Duration{12, 0, 0}));
  EXPECT_EQ(intervalNamed("PT6H"), (Duration{0, 0, int64_t{6} * 3600 * kNanosecondsPerSecond}));
  EXPECT_EQ(intervalNamed("P1DT2H"), (Duration{0, 1, int64_t{2} * 3600 * kNanosecondsPerSecond}));
  for (const char* wrong : {"", "DAY", "days", "P", "PT0S", "P0D", "PT0.5S", "P1001Y", "-P1D"})
    EXPECT_EQ(intervalNamed(wrong), std::nullopt) << wrong;
}

TEST(Interval, CalendarWindowsBeginAtLocalMidnight) {
  EXPECT_EQ(window(rule("quarter"), "2024-05-17T10:00:00Z"),
            "2024-04-01T00:00:00Z 2024-07-01T00:00:00Z");
  EXPECT_EQ(window(rule("year", "Asia/Kolkata"), "2023-12-31T20:00:00Z"),
            "2024-01-01T00:00:00+05:30 2025-01-01T00:00:00+05:30");
  EXPECT_EQ(window(rule("week", nullptr, 4), "2024-03-10T23:59:59Z"),
            "2024-03-04T00:00:00Z 2024-03-11T00:00:00Z");
  EXPECT_EQ(window(rule("month", "Europe/Berlin"), "1969-12-31T22:59:59Z"),
            "1969-12-01T00:00:00+01:00 1970-01-01T00:00:00+01:00");
}

TEST(Interval, AnAnchorOnADayThatAMonthHasNotIsItsLast) {
  const IntervalRule monthly = rule("month", nullptr, 30, 7200);  // 1970-01-31T02:00
  EXPECT_EQ(window(monthly, "2024-02-29T01:59:59Z"), "2024-01-31T02:00:00Z 2024-02-29T02:00:00Z");
  EXPECT_EQ(window(monthly, "2024-02-29T02:00:00Z"), "2024-02-29T02:00:00Z 2024-03-31T02:00:00Z");
  EXPECT_EQ(window(monthly, "2023-03-01T00:00:00Z"), "2023-02-28T02:00:00Z 2023-03-31T02:00:00Z");
}

TEST(Interval, SantiagosSkippedMidnightBeginsItsDayAtOne) {
  const char* zone = "America/Santiago";
  EXPECT_EQ(window(rule("day", zone), "2022-09-11T04:00:00Z"),
            "2022-09-11T01:00:00-03:00 2022-09-12T00:00:00-03:00");
  EXPECT_EQ(window(rule("day", zone), "2022-09-11T03:59:59Z"),
            "2022-09-10T00:00:00-04:00 2022-09-11T01:00:00-03:00");
  EXPECT_EQ(window(rule("PT6H", zone), "2022-09-11T04:30:00Z"),
            "2022-09-11T01:00:00-03:00 2022-09-11T06:00:00-03:00");
  EXPECT_EQ(window(rule("hour", zone), "2022-09-11T04:30:00Z"),
            "2022-09-11T01:00:00-03:00 2022-09-11T02:00:00-03:00");
}

TEST(Interval, TheDayThatApiaNeverHadIsNoWindow) {
  const char* zone = "Pacific/Apia";
  EXPECT_EQ(window(rule("day", zone), "2011-12-30T09:59:59Z"),
            "2011-12-29T00:00:00-10:00 2011-12-31T00:00:00+14:00");
  EXPECT_EQ(window(rule("day", zone), "2011-12-30T10:00:00Z"),
            "2011-12-31T00:00:00+14:00 2012-01-01T00:00:00+14:00");
  EXPECT_EQ(window(rule("PT12H", zone), "2011-12-30T10:00:00Z"),
            "2011-12-31T00:00:00+14:00 2011-12-31T12:00:00+14:00");
}

TEST(Interval, LordHowesHalfHourIsAWindowOfItsOwn) {
  const char* zone = "Australia/Lord_Howe";
  // At 02:00 (+11:00) the clock is set back to 01:30 (+10:30).
  EXPECT_EQ(window(rule("hour", zone), "2024-04-06T14:30:00Z"),
            "2024-04-07T01:00:00+11:00 2024-04-07T01:30:00+10:30");
  EXPECT_EQ(window(rule("hour", zone), "2024-04-06T15:10:00Z"),
            "2024-04-07T01:30:00+10:30 2024-04-07T02:00:00+10:30");
  // At 02:00 (+10:30) it is set forward to 02:30 (+11:00).
  EXPECT_EQ(window(rule("hour", zone), "2024-10-05T15:40:00Z"),
            "2024-10-06T02:30:00+11:00 2024-10-06T03:00:00+11:00");
  EXPECT_EQ(window(rule("day", zone), "2024-04-06T15:10:00Z"),
            "2024-04-07T00:00:00+11:00 2024-04-08T00:00:00+10:30");
}

TEST(Interval, HoursThatDoNotDivideADayAreElapsedTime) {
  const IntervalRule five = rule("PT5H", "America/New_York");
  const Window before = intervalAt(five, at("2024-03-10T06:00:00Z"));
  EXPECT_EQ(before.end_ns - before.start_ns, int64_t{5} * 3600 * kNanosecondsPerSecond);
  EXPECT_EQ(intervalAt(five, before.end_ns).start_ns, before.end_ns);
}

// Whatever the rule, following windows from one end to the other leaves no gap and no overlap.
TEST(Interval, WindowsCoverAllTime) {
  for (const char* zone : {"America/Santiago", "Pacific/Apia", "Australia/Lord_Howe",
                           "America/St_Johns", "Africa/Casablanca"}) {
    for (const char* size : {"PT15M", "hour", "PT6H", "PT7H", "day", "P3D", "week", "month",
                             "P1M10D", "P1DT12H", "quarter", "P5M", "year"}) {
      for (const int64_t anchor_day : {int64_t{0}, int64_t{15005}}) {
        const IntervalRule made = rule(size, zone, anchor_day, 9000);
        int64_t time_ns = at("2011-12-20T00:00:00Z");
        for (int i = 0; i < 60; ++i) {
          const Window found = intervalAt(made, time_ns);
          ASSERT_LE(found.start_ns, time_ns) << zone << " " << size;
          ASSERT_GT(found.end_ns, time_ns) << zone << " " << size;
          EXPECT_EQ(intervalAt(made, found.end_ns - 1).start_ns, found.start_ns)
              << zone << " " << size;
          if (i != 0) {
            EXPECT_EQ(found.start_ns, time_ns) << zone << " " << size;
          }
          time_ns = found.end_ns;
        }
      }
    }
  }
}

TEST(Interval, TheEndsOfTimeHaveWindowsToo) {
  for (const char* size : {"minute", "PT6H", "PT7H", "day", "month", "P1000Y"}) {
    const IntervalRule made = rule(size, "America/Santiago");
    EXPECT_EQ(intervalAt(made, INT64_MIN).start_ns, INT64_MIN) << size;
    EXPECT_LE(intervalAt(made, INT64_MAX).start_ns, INT64_MAX) << size;
    EXPECT_GE(intervalAt(made, INT64_MAX).end_ns, intervalAt(made, INT64_MAX).start_ns) << size;
  }
}

}  // namespace
}  // namespace tallyfold

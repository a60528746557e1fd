// SPDX-License-Identifier: Apache-2.0
// If this fails, usage is billed in another hour, day or month than the customer's clock shows.
#include "window/window.h"

#include <gtest/gtest.h>

#include <random>

#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr WindowSize kSizes[] = {WindowSize::Minute,  WindowSize::Minutes15, WindowSize::Minutes30,
                                 WindowSize::Hour,    WindowSize::Hours3,    WindowSize::Hours6,
                                 WindowSize::Hours12, WindowSize::Day,       WindowSize::Week,
                                 WindowSize::Month};

int64_t ns(const char* time) { return readRfc3339(time)->time_ns; }

WindowRule rule(WindowSize size, const char* zone = nullptr) {
  WindowRule made;
  made.size = size;
  if (zone != nullptr) made.zone = Zone::find(zone);
  return made;
}

WindowRule monthsFrom(int day, int64_t time_of_day_ns = 0, bool overflows = false,
                      const char* zone = nullptr) {
  WindowRule made = rule(WindowSize::Month, zone);
  made.anchor = MonthAnchor{day, time_of_day_ns, overflows};
  return made;
}

// Labels of the windows from the one that holds `from` until one starts at or after `until`.
std::vector<std::string> labels(const WindowRule& windows, const char* from, const char* until) {
  std::vector<std::string> found;
  for (int64_t at = ns(from); at < ns(until) && found.size() < 100;) {
    const Window window = windowAt(windows, at);
    found.push_back(window.label());
    at = window.end_ns;
  }
  return found;
}

using Labels = std::vector<std::string>;

TEST(Window, EverySizeHasItsName) {
  const char* names[] = {"MINUTE", "15MIN",  "30MIN", "HOUR", "3HOUR",
                         "6HOUR",  "12HOUR", "DAY",   "WEEK", "MONTH"};
  for (size_t i = 0; i < 10; ++i) EXPECT_EQ(windowSizeNamed(names[i]), kSizes[i]);
  for (const char* other : {"", "day", "DAYS", "2HOUR", "YEAR"})
    EXPECT_FALSE(windowSizeNamed(other)) << other;
}

TEST(Window, EverySizeInUtc) {
  const char* expected[] = {"2024-03-05T17:47:00Z", "2024-03-05T17:45:00Z", "2024-03-05T17:30:00Z",
                            "2024-03-05T17:00:00Z", "2024-03-05T15:00:00Z", "2024-03-05T12:00:00Z",
                            "2024-03-05T12:00:00Z", "2024-03-05T00:00:00Z", "2024-03-04T00:00:00Z",
                            "2024-03-01T00:00:00Z"};
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(windowAt(rule(kSizes[i]), ns("2024-03-05T17:47:31.5Z")).label(), expected[i]);
  }
}

TEST(Window, EverySizeInAZoneOfThreeQuartersOfAnHour) {
  const char* expected[] = {"2024-03-05T17:47:00+05:45", "2024-03-05T17:45:00+05:45",
                            "2024-03-05T17:30:00+05:45", "2024-03-05T17:00:00+05:45",
                            "2024-03-05T15:00:00+05:45", "2024-03-05T12:00:00+05:45",
                            "2024-03-05T12:00:00+05:45", "2024-03-05T00:00:00+05:45",
                            "2024-03-04T00:00:00+05:45", "2024-03-01T00:00:00+05:45"};
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(
        windowAt(rule(kSizes[i], "Asia/Kathmandu"), ns("2024-03-05T17:47:31.5+05:45")).label(),
        expected[i]);
  }
}

TEST(Window, AsIsSizesBelowAnHourCountOnUtc) {
  WindowRule quarter = rule(WindowSize::Minutes30, "Asia/Kathmandu");
  quarter.minutes_in_utc = true;
  EXPECT_EQ(windowAt(quarter, ns("2024-03-05T17:47:31+05:45")).label(),
            "2024-03-05T17:45:00+05:45");
  WindowRule minute = rule(WindowSize::Minute, "Asia/Kathmandu");
  minute.minutes_in_utc = minute.minute_label_in_utc = true;
  EXPECT_EQ(windowAt(minute, ns("2024-03-05T17:47:31+05:45")).label(), "2024-03-05T12:02:00Z");
}

TEST(Window, AsIsWeeksStartOnSundayAndAreLabelledAsDates) {
  WindowRule week = rule(WindowSize::Week, "Asia/Kolkata");
  week.first_weekday = 0;
  week.date_labels = true;
  const Window window = windowAt(week, ns("2024-03-05T00:00:00Z"));
  EXPECT_EQ(window.label(), "2024-03-03T00:00:00Z");
  EXPECT_EQ(window.start_ns, ns("2024-03-03T00:00:00+05:30"));
}

TEST(Window, TheHourThatNewYorkShowsTwiceIsTwoWindows) {
  EXPECT_EQ(labels(rule(WindowSize::Hour, "America/New_York"), "2024-11-03T04:00:00Z",
                   "2024-11-03T08:00:00Z"),
            (Labels{"2024-11-03T00:00:00-04:00", "2024-11-03T01:00:00-04:00",
                    "2024-11-03T01:00:00-05:00", "2024-11-03T02:00:00-05:00"}));
  EXPECT_EQ(labels(rule(WindowSize::Hour, "America/New_York"), "2024-03-10T06:00:00Z",
                   "2024-03-10T08:00:00Z"),
            (Labels{"2024-03-10T01:00:00-05:00", "2024-03-10T03:00:00-04:00"}));
  EXPECT_EQ(labels(rule(WindowSize::Hours3, "America/New_York"), "2024-03-10T05:00:00Z",
                   "2024-03-10T12:00:00Z"),
            (Labels{"2024-03-10T00:00:00-05:00", "2024-03-10T03:00:00-04:00",
                    "2024-03-10T06:00:00-04:00"}));
}

TEST(Window, ADayOf23And25Hours) {
  const auto hours = [](const char* time) {
    const Window day = windowAt(rule(WindowSize::Day, "America/New_York"), ns(time));
    return (day.end_ns - day.start_ns) / (3600 * kNanosecondsPerSecond);
  };
  EXPECT_EQ(hours("2024-03-10T12:00:00Z"), 23);
  EXPECT_EQ(hours("2024-11-03T12:00:00Z"), 25);
  EXPECT_EQ(hours("2024-03-11T12:00:00Z"), 24);
}

TEST(Window, SantiagosSkippedMidnightStartsAtOne) {
  EXPECT_EQ(labels(rule(WindowSize::Day, "America/Santiago"), "2022-09-10T12:00:00Z",
                   "2022-09-13T00:00:00Z"),
            (Labels{"2022-09-10T00:00:00-04:00", "2022-09-11T01:00:00-03:00",
                    "2022-09-12T00:00:00-03:00"}));
  WindowRule dated = rule(WindowSize::Week, "America/Santiago");
  dated.first_weekday = 0;
  dated.date_labels = true;
  EXPECT_EQ(windowAt(dated, ns("2022-09-12T00:00:00Z")).label(), "2022-09-11T00:00:00Z");
}

TEST(Window, ApiaNeverHadThe30thOfDecember2011) {
  EXPECT_EQ(
      labels(rule(WindowSize::Day, "Pacific/Apia"), "2011-12-29T12:00:00Z", "2012-01-01T09:00:00Z"),
      (Labels{"2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00",
              "2012-01-01T00:00:00+14:00"}));
}

TEST(Window, LordHowesHalfHour) {
  EXPECT_EQ(labels(rule(WindowSize::Hour, "Australia/Lord_Howe"), "2024-04-06T14:00:00Z",
                   "2024-04-06T17:00:00Z"),
            (Labels{"2024-04-07T01:00:00+11:00", "2024-04-07T01:30:00+10:30",
                    "2024-04-07T02:00:00+10:30", "2024-04-07T03:00:00+10:30"}));
  WindowRule as_is = rule(WindowSize::Hour, "Australia/Lord_Howe");
  as_is.hours_from_midnight = true;
  EXPECT_EQ(labels(as_is, "2024-04-06T14:00:00Z", "2024-04-06T16:00:00Z"),
            (Labels{"2024-04-07T01:00:00+11:00", "2024-04-07T01:30:00+10:30"}));
}

TEST(Window, SaintJohnsDayStartsWhenItsClocksShowYesterdayNoMore) {
  // At 00:01 the clock went back to 23:01 of the day before.
  EXPECT_EQ(labels(rule(WindowSize::Day, "America/St_Johns"), "2006-10-28T12:00:00Z",
                   "2006-10-31T00:00:00Z"),
            (Labels{"2006-10-28T00:00:00-02:30", "2006-10-29T00:00:00-03:30",
                    "2006-10-30T00:00:00-03:30"}));
  EXPECT_EQ(windowAt(rule(WindowSize::Day, "America/St_Johns"), ns("2006-10-29T02:30:30Z")).label(),
            "2006-10-28T00:00:00-02:30");
}

TEST(Window, HavanasDayStartsAtTheFirstOfTwoMidnights) {
  // At 01:00 the clock went back to 00:00 of the same day.
  EXPECT_EQ(labels(rule(WindowSize::Day, "America/Havana"), "2024-11-02T12:00:00Z",
                   "2024-11-05T00:00:00Z"),
            (Labels{"2024-11-02T00:00:00-04:00", "2024-11-03T00:00:00-04:00",
                    "2024-11-04T00:00:00-05:00"}));
}

TEST(Window, BothStretchesOfHoursThatAClockShowsTwiceCarryOneName) {
  const WindowRule windows = rule(WindowSize::Hours3, "America/St_Johns");
  EXPECT_EQ(windowAt(windows, ns("2006-10-29T02:29:00Z")).label(), "2006-10-28T21:00:00-02:30");
  EXPECT_EQ(windowAt(windows, ns("2006-10-29T02:30:30Z")).label(), "2006-10-29T00:00:00-02:30");
  EXPECT_EQ(windowAt(windows, ns("2006-10-29T02:31:00Z")).label(), "2006-10-28T21:00:00-02:30");
  EXPECT_EQ(windowAt(windows, ns("2006-10-29T03:30:00Z")).label(), "2006-10-29T00:00:00-02:30");
}

TEST(Window, AnAnchorOfThe31stClampsToTheMonthsEnd) {
  EXPECT_EQ(labels(monthsFrom(31), "2024-01-31T00:00:00Z", "2024-06-01T00:00:00Z"),
            (Labels{"2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-31T00:00:00Z",
                    "2024-04-30T00:00:00Z", "2024-05-31T00:00:00Z"}));
  EXPECT_EQ(windowAt(monthsFrom(31), ns("2023-02-27T23:59:59Z")).label(), "2023-01-31T00:00:00Z");
  EXPECT_EQ(windowAt(monthsFrom(31), ns("2023-02-28T00:00:00Z")).label(), "2023-02-28T00:00:00Z");
}

TEST(Window, AsIsAnAnchorOfThe31stOverflows) {
  EXPECT_EQ(labels(monthsFrom(31, 0, true), "2024-02-01T00:00:00Z", "2024-04-01T00:00:00Z"),
            (Labels{"2024-01-31T00:00:00Z", "2024-03-02T00:00:00Z", "2024-03-31T00:00:00Z"}));
  EXPECT_EQ(labels(monthsFrom(31, 0, true), "2023-02-01T00:00:00Z", "2023-04-01T00:00:00Z"),
            (Labels{"2023-01-31T00:00:00Z", "2023-03-03T00:00:00Z", "2023-03-31T00:00:00Z"}));
  EXPECT_EQ(windowAt(monthsFrom(31, 0, true), ns("2023-12-15T00:00:00Z")).label(),
            "2023-12-01T00:00:00Z");
}

TEST(Window, AnAnchorKeepsItsTimeOfDayToTheNanosecond) {
  const WindowRule windows = monthsFrom(5, 45 * kNanosecondsPerSecond + 1);
  EXPECT_EQ(windowAt(windows, ns("2024-03-05T00:00:45Z")).label(),
            "2024-02-05T00:00:45.000000001Z");
  EXPECT_EQ(windowAt(windows, ns("2024-03-05T00:00:45.000000001Z")).label(),
            "2024-03-05T00:00:45.000000001Z");
  const WindowRule local =
      monthsFrom(10, (2 * 3600 + 1800) * kNanosecondsPerSecond, false, "America/New_York");
  EXPECT_EQ(windowAt(local, ns("2024-03-10T07:00:00Z")).label(), "2024-03-10T03:00:00-04:00");
}

TEST(Window, TheEndsOfTheSpanOfInstantsAreInsideAWindow) {
  for (const WindowSize size : kSizes) {
    for (const char* zone : {"UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"}) {
      for (const int64_t at : {INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX}) {
        const Window window = windowAt(rule(size, zone), at);
        EXPECT_LE(window.start_ns, at);
        EXPECT_TRUE(at < window.end_ns || window.end_ns == INT64_MAX);
        EXPECT_LT(window.start_ns, window.end_ns);
        EXPECT_FALSE(window.label().empty());
      }
    }
  }
  for (const int64_t fraction : {int64_t{1}, int64_t{999'999'999}}) {
    for (const int64_t at : {INT64_MIN, INT64_MAX}) {
      const Window window = windowAt(monthsFrom(31, 86399 * kNanosecondsPerSecond + fraction), at);
      EXPECT_LE(window.start_ns, at);
      EXPECT_LT(window.start_ns, window.end_ns);
    }
  }
}

// Every rule cuts time without gap or overlap: start <= t < end, the next window starts at the end,
// and every instant inside names the same window.
void expectPartition(const WindowRule& windows, int64_t at, const std::string& what) {
  const Window window = windowAt(windows, at);
  ASSERT_LE(window.start_ns, at) << what;
  ASSERT_LT(at, window.end_ns) << what;
  ASSERT_EQ(windowAt(windows, window.end_ns).start_ns, window.end_ns) << what;
  ASSERT_EQ(windowAt(windows, window.end_ns - 1).start_ns, window.start_ns) << what;
  ASSERT_EQ(windowAt(windows, window.start_ns).end_ns, window.end_ns) << what;
  ASSERT_EQ(windowAt(windows, window.start_ns - 1).end_ns, window.start_ns) << what;
  ASSERT_EQ(windowAt(windows, window.start_ns + (window.end_ns - window.start_ns) / 2).start_ns,
            window.start_ns)
      << what;
}

TEST(Window, WindowsPartitionTime) {
  std::mt19937_64 random(11);
  const char* zones[] = {"UTC",
                         "America/New_York",
                         "America/Santiago",
                         "Pacific/Apia",
                         "Australia/Lord_Howe",
                         "America/St_Johns",
                         "Asia/Kathmandu",
                         "Pacific/Chatham",
                         "Africa/Monrovia",
                         "Antarctica/Troll",
                         "Africa/Casablanca",
                         "Europe/Dublin",
                         "America/Toronto",
                         "Asia/Manila",
                         "America/Juneau",
                         "Pacific/Kwajalein"};
  for (const char* name : zones) {
    const auto zone = Zone::find(name);
    ASSERT_NE(zone, nullptr) << name;
    for (int i = 0; i < 120; ++i) {
      // Half of the instants close to a change of the zone's offset, where windows go wrong.
      const auto& spans = zone->spans();
      int64_t at_s = static_cast<int64_t>(random() % 18'000'000'000) - 9'000'000'000;
      const int64_t change = spans[random() % spans.size()].begin_s;
      if (i % 2 == 0 && change > -9'000'000'000 && change < 9'000'000'000)
        at_s = change + static_cast<int64_t>(random() % 180'000) - 90'000;
      const int64_t at =
          at_s * kNanosecondsPerSecond + static_cast<int64_t>(random() % kNanosecondsPerSecond);
      for (const WindowSize size : kSizes) {
        WindowRule windows;
        windows.size = size;
        windows.zone = zone;
        windows.first_weekday = static_cast<int>(random() % 7);
        windows.hours_from_midnight = random() % 2 == 0;
        windows.minutes_in_utc = random() % 2 == 0;
        if (size == WindowSize::Month && random() % 3 != 0) {
          windows.anchor =
              MonthAnchor{static_cast<int>(random() % 31) + 1,
                          static_cast<int64_t>(random() % 86'400'000'000'000), random() % 2 == 0};
        }
        expectPartition(windows, at,
                        std::string(name) + " " + writeRfc3339(at, 0) + " size " +
                            std::to_string(static_cast<int>(size)));
        if (HasFatalFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, days and months of customers outside UTC are cut at the wrong instant.
#include "time/zone.h"

#include <gtest/gtest.h>

#include "time/instant.h"

namespace tallyfold {
namespace {

/// The second since 1970 of an RFC 3339 text in UTC. Also serves for local seconds.
int64_t at(std::string_view text) { return readRfc3339(text)->time_ns / kNanosecondsPerSecond; }

std::shared_ptr<const Zone> zoneOf(std::string_view name) {
  auto zone = Zone::find(name);
  EXPECT_NE(zone, nullptr) << name;
  return zone;
}

int32_t offsetAt(std::string_view name, std::string_view time) {
  return zoneOf(name)->spanAt(at(time)).offset_s;
}

std::string firstInstantOf(std::string_view name, std::string_view local) {
  const int64_t unix_s = zoneOf(name)->firstInstantOf(at(local));
  return writeRfc3339(unix_s * kNanosecondsPerSecond, 0);
}

TEST(Zone, NamesAreExact) {
  EXPECT_EQ(Zone::find("america/new_york"), nullptr);
  EXPECT_EQ(Zone::find("America/New_Yor"), nullptr);
  EXPECT_EQ(Zone::find("America/New_York "), nullptr);
  EXPECT_EQ(Zone::find("Mars/Olympus"), nullptr);
  EXPECT_EQ(Zone::find(""), nullptr);
  EXPECT_EQ(Zone::find("localtime"), nullptr);
  EXPECT_EQ(zoneOf("Zulu")->spans().size(), 1u);
  EXPECT_EQ(zoneOf("UTC")->spanAt(0).offset_s, 0);
}

TEST(Zone, LinksShareTheHistoryOfTheirTarget) {
  const auto link = zoneOf("US/Eastern");
  const auto target = zoneOf("America/New_York");
  EXPECT_EQ(link->name(), "US/Eastern");
  ASSERT_EQ(link->spans().size(), target->spans().size());
  EXPECT_EQ(offsetAt("Asia/Calcutta", "2024-01-01T00:00:00Z"), 19800);
  EXPECT_EQ(offsetAt("Asia/Kathmandu", "2024-01-01T00:00:00Z"), 20700);
  EXPECT_EQ(offsetAt("Etc/GMT+12", "2024-01-01T00:00:00Z"), -43200);
}

TEST(Zone, NewYorkChangesTwiceIn2024) {
  const auto zone = zoneOf("America/New_York");
  const Zone::Span winter = zone->spanAt(at("2024-03-10T06:59:59Z"));
  EXPECT_EQ(winter.offset_s, -18000);
  EXPECT_EQ(winter.begin_s, at("2023-11-05T06:00:00Z"));
  EXPECT_EQ(winter.end_s, at("2024-03-10T07:00:00Z"));
  const Zone::Span summer = zone->spanAt(at("2024-03-10T07:00:00Z"));
  EXPECT_EQ(summer.offset_s, -14400);
  EXPECT_EQ(summer.end_s, at("2024-11-03T06:00:00Z"));

  EXPECT_EQ(firstInstantOf("America/New_York", "2024-03-10T02:30:00Z"), "2024-03-10T07:00:00Z");
  EXPECT_EQ(firstInstantOf("America/New_York", "2024-11-03T01:30:00Z"), "2024-11-03T05:30:00Z");
  EXPECT_EQ(firstInstantOf("America/New_York", "2024-11-03T02:00:00Z"), "2024-11-03T07:00:00Z");
}

TEST(Zone, LocalTimesHaveNoneOneOrTwoInstants) {
  const auto zone = zoneOf("America/New_York");
  using Instants = std::vector<int64_t>;
  EXPECT_EQ(zone->instantsOf(at("2024-03-10T02:30:00Z")), Instants{});
  EXPECT_EQ(zone->instantsOf(at("2024-07-04T00:00:00Z")), Instants{at("2024-07-04T04:00:00Z")});
  EXPECT_EQ(zone->instantsOf(at("2024-11-03T01:30:00Z")),
            (Instants{at("2024-11-03T05:30:00Z"), at("2024-11-03T06:30:00Z")}));
}

TEST(Zone, SkippedMidnightsBecomeTheFirstInstantOfTheDay) {
  EXPECT_EQ(firstInstantOf("America/Santiago", "2022-09-11T00:00:00Z"), "2022-09-11T04:00:00Z");
  EXPECT_EQ(offsetAt("America/Santiago", "2022-09-11T04:00:00Z"), -10800);
  EXPECT_EQ(offsetAt("America/Santiago", "2022-09-11T03:59:59Z"), -14400);
  EXPECT_EQ(firstInstantOf("America/Sao_Paulo", "2018-11-04T00:00:00Z"), "2018-11-04T03:00:00Z");
}

TEST(Zone, ApiaNeverHadTheThirtiethOfDecember) {
  const char* const zone = "Pacific/Apia";
  EXPECT_EQ(offsetAt(zone, "2011-12-30T09:59:59Z"), -36000);
  EXPECT_EQ(offsetAt(zone, "2011-12-30T10:00:00Z"), 50400);
  for (const char* local :
       {"2011-12-30T00:00:00Z", "2011-12-30T12:00:00Z", "2011-12-31T00:00:00Z"}) {
    EXPECT_EQ(firstInstantOf(zone, local), "2011-12-30T10:00:00Z") << local;
  }
  EXPECT_EQ(firstInstantOf(zone, "2011-12-29T23:59:59Z"), "2011-12-30T09:59:59Z");
}

TEST(Zone, AlaskaHadOneDayTwice) {
  const auto instants = zoneOf("America/Juneau")->instantsOf(at("1867-10-18T16:00:00Z"));
  ASSERT_EQ(instants.size(), 2u);
  EXPECT_EQ(instants[1] - instants[0], 86400);
}

TEST(Zone, LordHoweChangesByHalfAnHour) {
  const char* const zone = "Australia/Lord_Howe";
  EXPECT_EQ(offsetAt(zone, "2024-04-06T14:59:59Z"), 39600);
  EXPECT_EQ(offsetAt(zone, "2024-04-06T15:00:00Z"), 37800);
  EXPECT_EQ(firstInstantOf(zone, "2024-04-07T01:45:00Z"), "2024-04-06T14:45:00Z");
  EXPECT_EQ(firstInstantOf(zone, "2024-10-06T02:15:00Z"), "2024-10-05T15:30:00Z");
}

TEST(Zone, NegativeSummerTimesAreOffsetsLikeAnyOther) {
  EXPECT_EQ(offsetAt("Europe/Dublin", "2024-01-15T00:00:00Z"), 0);
  EXPECT_EQ(offsetAt("Europe/Dublin", "2024-07-15T00:00:00Z"), 3600);
  EXPECT_EQ(offsetAt("Europe/Dublin", "2100-03-28T00:59:59Z"), 0);
  EXPECT_EQ(offsetAt("Europe/Dublin", "2100-03-28T01:00:00Z"), 3600);
  EXPECT_EQ(offsetAt("Africa/Casablanca", "2024-03-20T00:00:00Z"), 0);
  EXPECT_EQ(offsetAt("Africa/Casablanca", "2024-05-20T00:00:00Z"), 3600);
  EXPECT_EQ(offsetAt("Africa/Casablanca", "2200-05-20T00:00:00Z"), 3600);
}

TEST(Zone, YearlyRulesGoOnToTheEndOfTheSpan) {
  EXPECT_EQ(offsetAt("America/New_York", "2200-03-09T06:59:59Z"), -18000);
  EXPECT_EQ(offsetAt("America/New_York", "2200-03-09T07:00:00Z"), -14400);
  EXPECT_EQ(offsetAt("America/Nuuk", "2200-03-30T00:59:59Z"), -7200);
  EXPECT_EQ(offsetAt("America/Nuuk", "2200-03-30T01:00:00Z"), -3600);
  EXPECT_EQ(offsetAt("Asia/Jerusalem", "2200-03-28T00:00:00Z"), 10800);
  EXPECT_EQ(offsetAt("Australia/Sydney", "2262-04-11T00:00:00Z"), 36000);
  EXPECT_EQ(offsetAt("Europe/Berlin", "2262-04-11T23:47:16Z"), 7200);
}

TEST(Zone, LocalMeanTimeComesFirst) {
  const auto zone = zoneOf("Europe/Amsterdam");
  const Zone::Span first = zone->spanAt(at("1677-09-22T00:00:00Z"));
  EXPECT_EQ(first.begin_s, INT64_MIN);
  EXPECT_EQ(offsetAt("Europe/Amsterdam", "1900-01-01T00:00:00Z"), 1172);
  EXPECT_EQ(offsetAt("America/New_York", "1883-11-18T16:59:59Z"), -17762);
  EXPECT_EQ(offsetAt("America/New_York", "1883-11-18T17:00:00Z"), -18000);
}

TEST(Zone, TheFarthestSecondsAreInTheOuterSpans) {
  const auto zone = zoneOf("America/New_York");
  EXPECT_EQ(zone->spanAt(INT64_MIN).begin_s, INT64_MIN);
  EXPECT_EQ(zone->spanAt(INT64_MAX).end_s, INT64_MAX);
  EXPECT_LT(zone->firstInstantOf(INT64_MIN), 0);
  EXPECT_GT(zone->firstInstantOf(INT64_MAX), 0);
  EXPECT_EQ(zone->instantsOf(INT64_MAX).size(), 1u);
}

}  // namespace
}  // namespace tallyfold

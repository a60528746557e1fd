// SPDX-License-Identifier: Apache-2.0
// If this fails, some zone's history was damaged on its way into the linked table.
//
// Where the machine has compiled zone data of the same version, every change of every zone is
// compared with it, read by a reader that shares nothing with the table's.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "time/civil.h"
#include "time/zone.h"
#include "time/zone_rule.h"
#include "time/zone_table.h"

namespace tallyfold {
namespace {

const char* const kZoneinfo = "/usr/share/zoneinfo/";

std::vector<std::string> allNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < internal::kZoneEntryCount; ++i) {
    names.emplace_back(internal::kZoneEntries[i].name);
  }
  return names;
}

std::string readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

int64_t bigEndian(const std::string& bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return size == 4 ? static_cast<int32_t>(value) : static_cast<int64_t>(value);
}

struct Change {
  int64_t time_s;
  int32_t offset_s;
};

/// The listed changes of offset in a TZif file's 64-bit block, after a first one at INT64_MIN.
std::vector<Change> changesOf(const std::string& bytes) {
  const auto count = [&](size_t header, size_t index) {
    return static_cast<size_t>(bigEndian(bytes, header + 20 + 4 * index, 4));
  };
  const size_t head = 44 + count(0, 0) + count(0, 1) + count(0, 2) * 8 + count(0, 3) * 5 +
                      count(0, 4) * 6 + count(0, 5);
  const size_t times = count(head, 3);
  const size_t types = head + 44 + times * 9;
  const auto offset_of = [&](size_t type) {
    return static_cast<int32_t>(bigEndian(bytes, types + type * 6, 4));
  };
  std::vector<Change> changes = {{INT64_MIN, offset_of(0)}};
  for (size_t i = 0; i < times; ++i) {
    const auto type = static_cast<uint8_t>(bytes[head + 44 + times * 8 + i]);
    const Change change = {bigEndian(bytes, head + 44 + i * 8, 8), offset_of(type)};
    if (change.offset_s != changes.back().offset_s) changes.push_back(change);
  }
  return changes;
}

TEST(ZoneSweep, NamesAreSortedAndEachIsFound) {
  const std::vector<std::string> names = allNames();
  EXPECT_GT(names.size(), 500u);
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(names[i - 1], names[i]);
    }
    ASSERT_NE(Zone::find(names[i]), nullptr) << names[i];
  }
}

TEST(ZoneSweep, SpansFollowEachOtherWithDifferentOffsets) {
  for (const std::string& name : allNames()) {
    const auto zone = Zone::find(name);
    const std::vector<Zone::Span>& spans = zone->spans();
    EXPECT_EQ(spans.front().begin_s, INT64_MIN) << name;
    EXPECT_EQ(spans.back().end_s, INT64_MAX) << name;
    for (size_t i = 1; i < spans.size(); ++i) {
      ASSERT_EQ(spans[i - 1].end_s, spans[i].begin_s) << name;
      ASSERT_LT(spans[i].begin_s, spans[i].end_s) << name;
      ASSERT_NE(spans[i - 1].offset_s, spans[i].offset_s) << name;
      ASSERT_LT(std::abs(spans[i].offset_s), kSecondsPerDay) << name;
    }
  }
}

TEST(ZoneSweep, LocalTimesAroundEveryChangeLeadBack) {
  for (const std::string& name : allNames()) {
    const auto zone = Zone::find(name);
    for (const Zone::Span& span : zone->spans()) {
      if (span.begin_s == INT64_MIN) continue;
      for (const int64_t unix_s : {span.begin_s - 1, span.begin_s, span.begin_s + 1}) {
        const int64_t local_s = unix_s + zone->spanAt(unix_s).offset_s;
        const std::vector<int64_t> instants = zone->instantsOf(local_s);
        ASSERT_FALSE(instants.empty()) << name;
        ASSERT_EQ(zone->firstInstantOf(local_s), instants.front()) << name;
        ASSERT_NE(std::find(instants.begin(), instants.end(), unix_s), instants.end()) << name;
      }
      const int64_t after_end_of_last = span.begin_s + zone->spanAt(span.begin_s - 1).offset_s;
      if (!zone->instantsOf(after_end_of_last).empty()) continue;
      ASSERT_EQ(zone->firstInstantOf(after_end_of_last), span.begin_s) << name;
    }
  }
}

TEST(ZoneSweep, ListedChangesEqualTheSystems) {
  // "backzone": the histories before 1970 that other packagings of the same version leave out.
  const std::string same_data =
      std::string("# version ") + zoneDataVersion() + "\n# ddeps backzone";
  if (readFile(std::string(kZoneinfo) + "tzdata.zi").rfind(same_data, 0) != 0) {
    GTEST_SKIP() << "this machine has no such zone data of version " << zoneDataVersion();
  }
  size_t compared = 0;
  for (const std::string& name : allNames()) {
    const auto zone = Zone::find(name);
    const std::vector<Change> changes = changesOf(readFile(kZoneinfo + name));
    ASSERT_LE(changes.size(), zone->spans().size()) << name;
    for (size_t i = 0; i < changes.size(); ++i, ++compared) {
      ASSERT_EQ(zone->spans()[i].begin_s, changes[i].time_s) << name << ' ' << i;
      ASSERT_EQ(zone->spans()[i].offset_s, changes[i].offset_s) << name << ' ' << i;
    }
  }
  RecordProperty("compared", static_cast<int>(compared));
}

TEST(YearlyChange, WeeksCountFromTheFirstAndTheFifthIsTheLast) {
  const internal::YearlyChange last_sunday = {7200, 3, 5, 0, 3600};
  EXPECT_EQ(internal::yearlyChangeIn(last_sunday, 2024), 1711846800);  // the fifth Sunday
  EXPECT_EQ(internal::yearlyChangeIn(last_sunday, 2023), 1679792400);  // the fourth
  const internal::YearlyChange day_before = {-3600, 3, 5, 0, -3600};
  EXPECT_EQ(internal::yearlyChangeIn(day_before, 2024), 1711839600);
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, months and days of a report begin on the wrong date.
#include "time/civil.h"

#include <gtest/gtest.h>

namespace tallyfold {
namespace {

TEST(Civil, DayZeroIsTheFirstOf1970) {
  EXPECT_EQ(daysFromCivil({1970, 1, 1}), 0);
  EXPECT_EQ(daysFromCivil({1969, 12, 31}), -1);
  EXPECT_EQ(civilFromDays(-1), (CivilDate{1969, 12, 31}));
}

TEST(Civil, KnownDatesHaveKnownDayNumbers) {
  EXPECT_EQ(daysFromCivil({2000, 3, 1}), 11017);
  EXPECT_EQ(daysFromCivil({1677, 9, 21}), -106752);
  EXPECT_EQ(daysFromCivil({2262, 4, 11}), 106751);
  EXPECT_EQ(daysFromCivil({0, 3, 1}), -719468);
}

TEST(Civil, EveryDayOfTwelveCenturiesFollowsTheDayBefore) {
  CivilDate expected = {1500, 1, 1};
  const int64_t first = daysFromCivil(expected);
  for (int64_t day = first; expected.year < 2700; ++day) {
    ASSERT_EQ(civilFromDays(day), expected) << day;
    ASSERT_EQ(daysFromCivil(expected), day);
    if (expected.day < daysInMonth(expected.year, expected.month)) {
      ++expected.day;
    } else {
      const CivilMonth next = addMonths(expected.year, expected.month, 1);
      expected = {next.year, next.month, 1};
    }
  }
}

TEST(Civil, DaysFarBeforeYearZeroGoThereAndBack) {
  for (int64_t day = -500'000'000; day < -400'000'000; day += 99'991) {
    ASSERT_EQ(daysFromCivil(civilFromDays(day)), day);
  }
}

TEST(Civil, CenturiesAreLeapYearsEveryFourth) {
  EXPECT_TRUE(isLeapYear(2024));
  EXPECT_FALSE(isLeapYear(2023));
  EXPECT_FALSE(isLeapYear(1900));
  EXPECT_TRUE(isLeapYear(2000));
  EXPECT_TRUE(isLeapYear(0));
  EXPECT_TRUE(isLeapYear(-4));
}

TEST(Civil, MonthsHaveTheirDays) {
  const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int month = 1; month <= 12; ++month) EXPECT_EQ(daysInMonth(2023, month), days[month - 1]);
  EXPECT_EQ(daysInMonth(2024, 2), 29);
}

TEST(Civil, WeekdaysCountFromSunday) {
  EXPECT_EQ(weekday(0), 4);
  EXPECT_EQ(weekday(-1), 3);
  EXPECT_EQ(weekday(daysFromCivil({2024, 2, 25})), 0);
  EXPECT_EQ(weekday(daysFromCivil({1600, 1, 1})), 6);
}

TEST(Civil, MonthsAddAcrossYearsBothWays) {
  const auto sum = [](int32_t year, int month, int64_t count) {
    const CivilMonth result = addMonths(year, month, count);
    return result.year * 100 + result.month;
  };
  EXPECT_EQ(sum(2024, 11, 3), 202502);
  EXPECT_EQ(sum(2024, 1, -1), 202312);
  EXPECT_EQ(sum(2024, 12, 0), 202412);
  EXPECT_EQ(sum(2024, 5, -29), 202112);
  EXPECT_EQ(sum(1, 1, 12 * 2023 + 11), 202412);
}

TEST(Civil, ADayTheMonthLacksBecomesItsLast) {
  EXPECT_EQ(clampDay(2023, 2, 31), (CivilDate{2023, 2, 28}));
  EXPECT_EQ(clampDay(2024, 2, 30), (CivilDate{2024, 2, 29}));
  EXPECT_EQ(clampDay(2024, 4, 30), (CivilDate{2024, 4, 30}));
}

TEST(Civil, DivisionRoundsDown) {
  EXPECT_EQ(floorDiv(-1, 60), -1);
  EXPECT_EQ(floorDiv(-60, 60), -1);
  EXPECT_EQ(floorDiv(59, 60), 0);
  EXPECT_EQ(floorMod(-1, 60), 59);
  EXPECT_EQ(floorMod(-60, 60), 0);
  EXPECT_EQ(floorDiv(INT64_MIN, 1'000'000'000), -9223372037);
  EXPECT_EQ(floorMod(INT64_MIN, 1'000'000'000), 145224192);
}

}  // namespace
}  // namespace tallyfold

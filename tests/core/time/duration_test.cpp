// SPDX-License-Identifier: Apache-2.0
// If this fails, window sizes and allowed lateness are misread.
#include "time/duration.h"

#include <gtest/gtest.h>

namespace tallyfold {
namespace {

constexpr int64_t kHour = 3'600'000'000'000;

TEST(ReadDuration, EveryPartGoesToItsSum) {
  EXPECT_EQ(readDuration("P1DT2H"), (Duration{0, 1, 2 * kHour}));
  EXPECT_EQ(readDuration("PT24H"), (Duration{0, 0, 24 * kHour}));
  EXPECT_EQ(readDuration("PT15M"), (Duration{0, 0, kHour / 4}));
  EXPECT_EQ(readDuration("P1M"), (Duration{1, 0, 0}));
  EXPECT_EQ(readDuration("P2W"), (Duration{0, 14, 0}));
  EXPECT_EQ(readDuration("P1Y2M3W4DT5H6M7S"), (Duration{14, 25, 18'367'000'000'000}));
  EXPECT_EQ(readDuration("P0D"), (Duration{0, 0, 0}));
}

TEST(ReadDuration, OnlySecondsHaveFractions) {
  EXPECT_EQ(readDuration("PT0.5S"), (Duration{0, 0, 500'000'000}));
  EXPECT_EQ(readDuration("PT1,25S"), (Duration{0, 0, 1'250'000'000}));
  EXPECT_EQ(readDuration("PT0.1234567899S"), (Duration{0, 0, 123'456'789}));
  for (const char* text : {"P0.5D", "PT1.5H", "PT1.0M", "PT1.S", "PT.5S", "PT1.5"}) {
    EXPECT_FALSE(readDuration(text)) << text;
  }
}

TEST(ReadDuration, RefusesOtherTexts) {
  for (const char* text : {"",     "P",     "PT",    "P1",        "1D",   "P1DT", "PT1",  "P1H",
                           "PT1D", "P1D1M", "P1M1M", "PT1S1M",    "P-1D", "-P1D", "+P1D", "p1d",
                           "P1d",  "P1D ",  " P1D",  "P1DT1HT1M", "P 1D", "PD",   "PTH",  "P1S"}) {
    EXPECT_FALSE(readDuration(text)) << text;
  }
}

TEST(ReadDuration, PartsThatDoNotFitAreRefused) {
  EXPECT_EQ(readDuration("PT9223372036.854775807S"), (Duration{0, 0, INT64_MAX}));
  EXPECT_FALSE(readDuration("PT9223372036.854775808S"));
  EXPECT_FALSE(readDuration("PT2562048H"));
  EXPECT_EQ(readDuration("P9223372036854775807D"), (Duration{0, INT64_MAX, 0}));
  EXPECT_FALSE(readDuration("P9223372036854775808D"));
  EXPECT_FALSE(readDuration("P1W9223372036854775801D"));
  EXPECT_FALSE(readDuration("P768614336404564651Y"));
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, a metric's units are rounded the wrong way before they are priced.
#include "price/metric_rounding.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

std::string rounded(std::string_view units, LagoRounding function, int32_t precision) {
  return roundedUnits(rat(units), function, precision).toText();
}

TEST(MetricRounding, RoundsHalfAwayFromZero) {
  EXPECT_EQ(rounded("2.5", LagoRounding::Round, 0), "3");
  EXPECT_EQ(rounded("-2.5", LagoRounding::Round, 0), "-3");
  EXPECT_EQ(rounded("123.455", LagoRounding::Round, 2), "123.46");
  EXPECT_EQ(rounded("150", LagoRounding::Round, -2), "200");
}

TEST(MetricRounding, RoundsTowardsTheInfinities) {
  EXPECT_EQ(rounded("-2.1", LagoRounding::Ceil, 0), "-2");
  EXPECT_EQ(rounded("-2.1", LagoRounding::Floor, 0), "-3");
  EXPECT_EQ(rounded("101", LagoRounding::Ceil, -2), "200");
  EXPECT_EQ(rounded("199", LagoRounding::Floor, -2), "100");
}

TEST(MetricRounding, LeavesUnitsAloneWithoutAFunction) {
  EXPECT_EQ(rounded("123.456", LagoRounding::None, 0), "123.456");
  EXPECT_EQ(roundedUnits(Rational::of(dec("1"), dec("3")), LagoRounding::None, 2),
            Rational::of(dec("1"), dec("3")));
}

TEST(MetricRounding, SurvivesAnyPrecision) {
  EXPECT_EQ(rounded("1.5", LagoRounding::Round, INT32_MAX), "1.5");
  EXPECT_EQ(rounded("1.5", LagoRounding::Round, INT32_MIN), "0");
}

}  // namespace
}  // namespace tallyfold

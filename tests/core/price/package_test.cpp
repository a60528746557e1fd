// SPDX-License-Identifier: Apache-2.0
// If this fails, a begun package is not charged, or one too many is.
#include "price/package.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

const char* const kTens = R"({"amount":"100","package_size":10,"free_units":10})";

TEST(Package, ChargesBegunPackages) {
  const ChargeTerms terms = termsOf("package", kTens);
  EXPECT_EQ(priceText(terms, "121"), "1200 (10.81081081081081081081081081081081)");
  EXPECT_EQ(priceText(terms, "20"), "100 (10)");
  EXPECT_EQ(priceText(terms, "20.5"), "200 (19.04761904761904761904761904761905)");
}

TEST(Package, ChargesNothingWithinTheFreeUnits) {
  const ChargeTerms terms = termsOf("package", kTens);
  for (const char* units : {"-5", "0", "9.9", "10"}) EXPECT_EQ(priceText(terms, units), "0 (0)");
}

// Doubles do not tell 10.0000000000000000001 from 10, nor have they 23 digits.
TEST(Package, DividesDoublesUnlessExact) {
  const PackageTerms tens{dec("1"), dec("10"), dec("10")};
  const PackagePrice as_is = packagePrice(tens, rat("20.0000000000000000001"), Mode::AsIs);
  EXPECT_EQ(as_is.packages.toText(), "1");
  EXPECT_EQ(as_is.paid_units.toText(), "10.0000000000000000001");
  EXPECT_EQ(packagePrice(tens, rat("20.0000000000000000001"), Mode::Exact).packages.toText(), "2");
  const PackageTerms threes{dec("1"), dec("3"), dec("0")};
  EXPECT_EQ(packagePrice(threes, rat("100000000000000000000001"), Mode::AsIs).packages.toText(),
            "33333333333333336129536");
  EXPECT_EQ(packagePrice(threes, rat("100000000000000000000001"), Mode::Exact).packages.toText(),
            "33333333333333333333334");
}

TEST(Package, AnswersWhereNoDoubleReaches) {
  const PackageTerms ones{dec("1"), dec("1"), dec("0")};
  EXPECT_EQ(packagePrice(ones, rat("1e400"), Mode::AsIs).packages, rat("1e400"));
  // Too small for a double: Lago sees 0.
  EXPECT_EQ(packagePrice(ones, rat("1e-400"), Mode::AsIs).packages, Rational());
  EXPECT_EQ(packagePrice(ones, rat("1e-400"), Mode::Exact).packages, rat("1"));
  EXPECT_EQ(packagePrice(ones, rat("5e-324"), Mode::AsIs).packages, rat("1"));
}

}  // namespace
}  // namespace tallyfold

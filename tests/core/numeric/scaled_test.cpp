// SPDX-License-Identifier: Apache-2.0
// If this fails, a number in an event is read as another number, or written back otherwise.
#include "numeric/scaled.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace tallyfold {
namespace {

std::string written(Scaled value) {
  char out[32];
  return std::string(out, writeScaled(value, out));
}

struct Row {
  const char* text;
  std::int64_t mantissa;
  int scale;
  bool canonical;
};

TEST(ReadNumeric, ReadsTheFastForm) {
  const Row rows[] = {
      {"0", 0, 0, true},
      {"7", 7, 0, true},
      {"-7", -7, 0, true},
      {"12.50", 1250, 2, true},
      {"-0.5", -5, 1, true},
      {"0.000000000000001", 1, 15, true},
      {"0.0", 0, 1, true},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max(), 0, true},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min(), 0, true},
      {"92233720368547.75807", std::numeric_limits<std::int64_t>::max(), 5, true},
      {"+5", 5, 0, false},
      {".5", 5, 1, false},
      {"5.", 5, 0, false},
      {"-.5", -5, 1, false},
      {"007", 7, 0, false},
      {"00.5", 5, 1, false},
      {"-0", 0, 0, false},
      {"+0", 0, 0, false},
      {"-0.0", 0, 1, false},
      {"1e3", 1000, 0, false},
      {"1E+3", 1000, 0, false},
      {"1e-9", 1, 9, false},
      {"1.5e1", 15, 0, false},
      {"12.50e1", 1250, 1, false},
      {"1e18", 1000000000000000000, 0, false},
      {"0e5", 0, 0, false},
      {"0e-999999999999999999999", 0, 15, false},
      {"0.00000000000000000000", 0, 15, false},
      {"0000000000000000000000012.5", 125, 1, false},
  };
  for (const Row& row : rows) {
    const NumericRead read = readNumeric(row.text);
    EXPECT_EQ(read.kind, NumericKind::Scaled) << row.text;
    EXPECT_EQ(read.scaled.mantissa, row.mantissa) << row.text;
    EXPECT_EQ(read.scaled.scale, row.scale) << row.text;
    EXPECT_EQ(read.canonical, row.canonical) << row.text;
    EXPECT_EQ(isCanonicalText(row.text, read.scaled), row.canonical) << row.text;
  }
}

void expectKind(NumericKind kind, std::initializer_list<std::string> texts) {
  for (const std::string& text : texts) EXPECT_EQ(readNumeric(text).kind, kind) << text;
}

TEST(ReadNumeric, RefusesWhatIsNoNumber) {
  expectKind(
      NumericKind::NotNumeric,
      {"",     " ",    "1 ",    " 1",   ".",     "+",    "-",        "+-1",  "1.2.3", "1e",
       "1e+",  "e5",   ".e5",   "0x10", "1_000", "1,5",  "abc",      "nano", "in",    "infinit",
       ".inf", "1inf", "--inf", "1e5x", "1e5.0", "1..2", "\xC3\xA9", "1-"});
  expectKind(NumericKind::NotNumeric, {std::string("1\0", 2), std::string("1\0002", 3)});
}

TEST(ReadNumeric, NamesWhatIsNotFinite) {
  expectKind(NumericKind::NotFinite,
             {"nan", "NaN", "-nan", "+NAN", "inf", "-Inf", "+INF", "infinity", "-Infinity"});
}

TEST(ReadNumeric, LeavesWhatDoesNotFitToDecimal) {
  expectKind(NumericKind::Big,
             {"9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e19",
              "10e18", "0.0000000000000001", "1e-16", "1e400", "1e1000", "-1.5e-1000",
              "12345678901234567890123", "0.9223372036854775808"});
}

TEST(ReadNumeric, RefusesTooManyDigitsAndTooFarExponents) {
  expectKind(NumericKind::Big, {std::string(1000, '1'), "0." + std::string(999, '1')});
  expectKind(NumericKind::TooLong, {std::string(1001, '1'), "0." + std::string(1000, '1'),
                                    std::string(1001, '0'), "1e1001", "10e1000", "1e-1001",
                                    "1e99999999999999999999999", "1e-99999999999999999999999"});
}

TEST(WriteScaled, WritesPlainText) {
  EXPECT_EQ(written({1250, 2}), "12.50");
  EXPECT_EQ(written({-5, 1}), "-0.5");
  EXPECT_EQ(written({7, 0}), "7");
  EXPECT_EQ(written({0, 0}), "0");
  EXPECT_EQ(written({0, 2}), "0.00");
  EXPECT_EQ(written({1, 15}), "0.000000000000001");
  EXPECT_EQ(written({std::numeric_limits<std::int64_t>::min(), 15}), "-9223.372036854775808");
}

TEST(WriteScaled, ReadsBackAsTheSameNumber) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 300000; ++i) {
    const auto mantissa = static_cast<std::int64_t>(random()) >> (random() % 64);
    const Scaled value{mantissa, static_cast<std::uint8_t>(random() % (kMaxScale + 1))};
    const std::string text = written(value);
    const NumericRead read = readNumeric(text);
    ASSERT_EQ(read.kind, NumericKind::Scaled) << text;
    ASSERT_EQ(read.scaled.mantissa, value.mantissa) << text;
    ASSERT_EQ(read.scaled.scale, value.scale) << text;
    ASSERT_TRUE(read.canonical) << text;
  }
}

TEST(ReadNumeric, CanonicalAgreesWithWritingOnRandomTexts) {
  std::mt19937_64 random(2);
  const std::string letters = "0012359.+-eE";
  for (int i = 0; i < 300000; ++i) {
    std::string text;
    for (auto size = random() % 10; size > 0; --size) text += letters[random() % letters.size()];
    const NumericRead read = readNumeric(text);
    if (read.kind != NumericKind::Scaled) continue;
    ASSERT_EQ(read.canonical, written(read.scaled) == text) << text;
  }
}

}  // namespace
}  // namespace tallyfold

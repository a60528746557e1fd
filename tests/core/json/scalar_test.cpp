// SPDX-License-Identifier: Apache-2.0
// If this fails, a text ends at the wrong byte, or a number is read as another one.
#include "json/scalar.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tallyfold::json {
namespace {

// The scalar at the front of `text`, with what must be readable behind it and no more.
struct Scan {
  explicit Scan(const std::string& text, size_t last)
      : bytes(new char[last + kScalarSlack]), at(bytes.get()) {
    std::string padded = text;
    padded.resize(last + kScalarSlack, 'x');
    padded.copy(bytes.get(), padded.size());
    ok = scanScalar(at, bytes.get() + last, scalar);
    size = ok ? static_cast<size_t>(at - bytes.get()) : 0;
  }
  std::unique_ptr<char[]> bytes;
  const char* at;
  Scalar scalar;
  bool ok;
  size_t size;
};

TEST(Scalar, ATextEndsAtItsQuoteWhereverThatStands) {
  for (size_t size = 0; size < 70; ++size) {
    const std::string text(size, 'a');
    const Scan scan('"' + text + "\",\"next\"", size + 2);
    ASSERT_TRUE(scan.ok) << size;
    EXPECT_EQ(scan.scalar.kind, Scalar::Kind::Text);
    EXPECT_EQ(scan.scalar.text, text);
    EXPECT_EQ(scan.size, size + 2);
    EXPECT_FALSE(Scan('"' + text, 1).ok) << "goes on behind the end";
    for (const char stop : {'\\', '\x1f', '\n', '\0'}) {
      for (size_t place = 0; place < size; place += 3) {
        std::string broken = text;
        broken[place] = stop;
        EXPECT_FALSE(Scan('"' + broken + '"', size + 2).ok) << size << ' ' << place;
      }
    }
  }
}

TEST(Scalar, ATextIsUtf8) {
  for (size_t before = 0; before < 40; ++before) {
    const std::string front = '"' + std::string(before, 'a');
    EXPECT_EQ(Scan(front + "é€😀\x7f\"", 90).scalar.text.size(), before + 10);
    EXPECT_FALSE(Scan(front + "\xc3\"", 90).ok);
    EXPECT_FALSE(Scan(front + "\xff\"", 90).ok);
    // What stands behind the text is no part of it.
    EXPECT_TRUE(Scan(front + "\"\xff", 90).ok);
    EXPECT_FALSE(Scan(front + "é\\n\"", 90).ok);
    EXPECT_FALSE(Scan(front + "é\x1f\"", 90).ok);
    EXPECT_FALSE(Scan(front + "é" + std::string(200, 'a'), 90).ok) << "goes on behind the end";
  }
}

TEST(Scalar, NumbersAreReadAsTheSlowWayReadsThem) {
  for (const char* text :
       {"0", "-0", "7", "12.50", "-12.50", "0.000000000000001", "123456789012345678", "99999999",
        "100000000", "12345678.12345678", "-1.000000000000000", "5.123456789"}) {
    const Scan scan(std::string(text) + "}", 40);
    ASSERT_TRUE(scan.ok) << text;
    const NumericRead slow = readNumeric(text);
    EXPECT_EQ(scan.scalar.number.mantissa, slow.scaled.mantissa) << text;
    EXPECT_EQ(scan.scalar.number.scale, slow.scaled.scale) << text;
    EXPECT_EQ(scan.scalar.text, text);
  }
  for (const char* text :
       {"-", "01", "-01", "1.", "-.5", "1234567890123456789", "00", "1.0000000000000001",
        "0.1234567890123456", "12345678901234567890123456789012345"}) {
    EXPECT_FALSE(Scan(std::string(text) + "}", 60).ok) << text;
  }
}

TEST(Scalar, WordsAreWhole) {
  EXPECT_EQ(Scan("null,", 9).scalar.kind, Scalar::Kind::Null);
  EXPECT_TRUE(Scan("true}", 9).scalar.is_true);
  EXPECT_EQ(Scan("false}", 9).scalar.kind, Scalar::Kind::Bool);
  EXPECT_FALSE(Scan("false}", 9).scalar.is_true);
  for (const char* text : {"nul,", "tru}", "fals}", "{", "[", "}", "+1", ".5", "N", " 1"})
    EXPECT_FALSE(Scan(text, 9).ok) << text;
}

}  // namespace
}  // namespace tallyfold::json

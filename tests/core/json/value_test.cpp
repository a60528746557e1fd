// SPDX-License-Identifier: Apache-2.0
// If this fails, a request or a mapping is read as something else than what was written.
#include "json/value.h"

#include <gtest/gtest.h>

#include "json/huge_numbers.h"
#include "json/sax.h"
#include "json/writer.h"

namespace tallyfold::json {
namespace {

std::string repeat(const std::string& text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(JsonValue, NumbersKeepTheirCharacters) {
  for (const char* number :
       {"0", "-0", "1.50", "1e400", "-1E-400", "123456789012345678901234567890", "0.10"}) {
    const Result<Value> value = parse(number);
    ASSERT_TRUE(value.ok()) << number;
    EXPECT_EQ(value.value().kind, Kind::Number);
    EXPECT_EQ(value.value().text, number);
  }
  const std::string digits(5000, '7');
  EXPECT_EQ(parse("[" + digits + ",\"" + digits + "\",-" + digits + ".5e3]").value().items[2].text,
            "-" + digits + ".5e3");
  EXPECT_EQ(parse("[" + digits + ",\"1e400\"]").value().items[1].kind, Kind::Text);
}

TEST(JsonValue, TheLastOfARepeatedKeyHolds) {
  const Value value = parse(R"({"a":1,"b":2,"\u0061":3})").value();
  EXPECT_EQ(value.find("a")->text, "3");
  EXPECT_EQ(value.find("c"), nullptr);
  EXPECT_EQ(parse("[1]").value().find("a"), nullptr);
}

TEST(JsonValue, WhatIsNotOneJsonValueIsRefused) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[1,]",
                           "{\"a\":1,}",
                           "{a:1}",
                           "'a'",
                           "1 2",
                           "{}{}",
                           "[1]x",
                           "01",
                           "+1",
                           ".5",
                           "1.",
                           "nul",
                           "\"\x01\"",
                           "\"\\x\"",
                           "\"\xff\"",
                           "\"\xc0\x80\"",
                           "\"\xed\xa0\x80\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0061\"",
                           "NaN",
                           "Infinity",
                           "-",
                           "1e",
                           "// c\n1",
                           "1e400x",
                           "[1e400",
                           "{\"a\":1e400,}"}) {
    const Result<Value> value = parse(text);
    ASSERT_FALSE(value.ok()) << text;
    EXPECT_EQ(value.error().code, ErrorCode::InvalidRequest);
  }
  EXPECT_FALSE(parse(std::string_view("1\0", 2)).ok());
  EXPECT_FALSE(parse(std::string_view("\"a\0\"", 4)).ok());
}

TEST(JsonValue, DepthIsLimitedBeforeTheStackIs) {
  EXPECT_TRUE(parse(repeat("[", 128) + repeat("]", 128)).ok());
  EXPECT_FALSE(parse(repeat("[", 129) + repeat("]", 129)).ok());
  EXPECT_FALSE(parse(repeat("[", 1000000)).ok());
  EXPECT_FALSE(parse(repeat("{\"a\":", 1000000)).ok());
  EXPECT_FALSE(parse("[1e400," + repeat("[", 1000000)).ok());
}

TEST(JsonValue, EscapesAreResolved) {
  EXPECT_EQ(parse(R"("\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00")").value().text,
            std::string("\"\\/\b\f\n\r\t\0é😀", 15));
}

TEST(JsonWriter, WhatIsWrittenIsReadBack) {
  std::string all;
  for (int c = 0; c < 128; ++c) all.push_back(static_cast<char>(c));
  all += "é€😀\xe2\x80\xa8";
  Writer out;
  out.object()
      .key(all)
      .text(all)
      .key("n")
      .raw("1.50")
      .key("a")
      .array()
      .boolean(true)
      .null()
      .integer(-7)
      .arrayEnd()
      .objectEnd();
  const Result<Value> back = parse(out.str());
  ASSERT_TRUE(back.ok()) << out.str();
  EXPECT_EQ(back.value().find(all)->text, all);
  EXPECT_EQ(back.value().find("n")->text, "1.50");
  EXPECT_EQ(back.value().find("a")->items[2].text, "-7");
}

TEST(JsonWriter, EscapesWhatMustBeEscapedAndNothingElse) {
  std::string out;
  appendQuoted(out, std::string_view("\"\\/\b\f\n\r\t\x01\x1f\x7f\0é", 14));
  EXPECT_EQ(out, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\\u0000é\"");
}

TEST(HugeNumbers, OnlyNumbersOutsideOfTextsAreQuoted) {
  std::vector<size_t> begins;
  EXPECT_EQ(quoteHugeNumbers(R"(["1e400",1e400,-2e5,3,"\"1e400"])", begins),
            R"(["1e400","1e400","-2e5",3,"\"1e400"])");
  EXPECT_EQ(begins, (std::vector<size_t>{10, 18}));
  EXPECT_EQ(quoteHugeNumbers("[01e5]", begins), "[0\"1e5\"]");  // still no JSON
}

TEST(Utf8, InvalidBytesAreFoundWhereTheyStand) {
  constexpr size_t kNone = std::string_view::npos;
  for (const char* valid : {"", "abc", "é", "€", "😀", "\xf4\x8f\xbf\xbf", "\xee\x80\x80",
                            "\xed\x9f\xbf", "aaaaaaaaaaaaaaaé"}) {
    EXPECT_EQ(findInvalidUtf8(valid), kNone) << valid;
  }
  for (const char* invalid :
       {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xff"}) {
    for (size_t before = 0; before < 20; ++before) {
      for (const char* after : {"", "abcdefghijklmnop"}) {
        EXPECT_EQ(findInvalidUtf8(std::string(before, 'x') + invalid + after), before) << invalid;
      }
    }
  }
}

}  // namespace
}  // namespace tallyfold::json

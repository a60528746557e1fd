// SPDX-License-Identifier: Apache-2.0
// If this fails, a filter, a group or a distinct count sees another text than the service does, or
// a number is misread.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::answer;
using support::ask;
using support::line;
using support::march;

constexpr const char* kTime = "2024-03-05T10:00:00Z";

// The text by which the value of property "v" is grouped; "(null)" where it has none.
std::string textOf(const std::string& value, const AppendCall& append = {}) {
  const std::string text =
      answer(line(kTime, "{\"v\":" + value + "}"),
             march("COUNT", R"(,"group_by":["properties.v"])"), "exact", append);
  const json::Value results = support::at(text, {"results"});
  EXPECT_EQ(results.items.size(), 1u) << text;
  if (results.items.size() != 1) return "";
  const json::Value* group = results.items[0].find("group")->find("properties.v");
  return group->isNull() ? "(null)" : group->text;
}

// The number of property "v", as exact text; "none" where it is not counted.
std::string numberOf(const std::string& value) {
  const std::string text = answer(line(kTime, "{\"v\":" + value + "}"),
                                  march("MAX", R"(,"numbers":"text","group_by":["source"])"));
  const json::Value results = support::at(text, {"results"});
  return results.items.empty() ? "none" : results.items[0].find("value")->text;
}

TEST(PropertyValues, TextOfANumberIsTheShortestFormOfItsDouble) {
  EXPECT_EQ(textOf("12.5"), "12.5");
  EXPECT_EQ(textOf("10"), "10");
  EXPECT_EQ(textOf("10.0"), "10");
  EXPECT_EQ(textOf("1e3"), "1000");
  EXPECT_EQ(textOf("1e20"), "100000000000000000000");
  EXPECT_EQ(textOf("1e21"), "1e21");
  EXPECT_EQ(textOf("1.5e300"), "1.5e300");
  EXPECT_EQ(textOf("0.0000001"), "1e-7");
  EXPECT_EQ(textOf("9007199254740993"), "9007199254740992");
  EXPECT_EQ(textOf("0.1000000000000000055511151231257827"), "0.1");
  EXPECT_EQ(textOf("-0"), "0");
  EXPECT_EQ(textOf("-0.0"), "0");
}

TEST(PropertyValues, TextOfATextIsItself) {
  for (const char* text : {"12.50", "1e3", "+5", ".5", "5.", "007", "-0", "", " 5", "NaN", "0.10",
                           "12345678901234567890123", "-", "a\\u0000b"}) {
    const std::string expected =
        std::string(text) == "a\\u0000b" ? std::string("a\0b", 3) : std::string(text);
    EXPECT_EQ(textOf("\"" + std::string(text) + "\""), expected);
  }
}

TEST(PropertyValues, TextOfOtherTypes) {
  EXPECT_EQ(textOf("true"), "true");
  EXPECT_EQ(textOf("false"), "false");
  EXPECT_EQ(textOf("null"), "(null)");
  EXPECT_EQ(textOf(R"({"b":[1.0,"x",null,true],"a":{"é":"\u00e9\n","b":1e21}})"),
            R"({"a":{"b":1e21,"é":"é\n"},"b":[1,"x",null,true]})");
  EXPECT_EQ(textOf("[]"), "[]");
  EXPECT_EQ(textOf("{}"), "{}");
  EXPECT_EQ(textOf(R"({"a":1,"a":{"z":1,"z":2},"\u0061":3})"), R"({"a":3})");
}

TEST(PropertyValues, NumberOfNumericKindsAndTexts) {
  EXPECT_EQ(numberOf("12.50"), "12.5");
  EXPECT_EQ(numberOf("\"12.50\""), "12.5");
  EXPECT_EQ(numberOf("\"1e3\""), "1000");
  EXPECT_EQ(numberOf("\"+5\""), "5");
  EXPECT_EQ(numberOf("\".5\""), "0.5");
  EXPECT_EQ(numberOf("\"5.\""), "5");
  EXPECT_EQ(numberOf("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(numberOf("9223372036854775808"), "9223372036854775808");
  EXPECT_EQ(numberOf("0.12345678901234567890"), "0.1234567890123456789");
  EXPECT_EQ(numberOf("-0"), "0");
}

TEST(PropertyValues, NumbersThatNoDoubleHoldsAreExact) {
  EXPECT_EQ(numberOf("1e400"), "1" + std::string(400, '0'));
  EXPECT_EQ(numberOf("1e-400"), "0." + std::string(399, '0') + "1");
  const std::string digits(400, '7');
  EXPECT_EQ(numberOf(digits), digits);
  EXPECT_EQ(numberOf("-" + digits + ".5"), "-" + digits + ".5");
  EXPECT_EQ(numberOf("\"1e400\""), "1" + std::string(400, '0'));
}

TEST(PropertyValues, WhatIsNoNumberIsNotCounted) {
  for (const char* value :
       {"\"abc\"",  "\"\"",         "\" 5\"", "\"5 \"", "\"1,000\"", "\"0x10\"",  "\"$5\"",
        "\"1_0\"",  "true",         "false",  "null",   "[1]",       "{\"a\":1}", "\"NaN\"",
        "\"-inf\"", "\"Infinity\"", "\"e5\"", "\".\"",  "\"+\"",     "\"1e\""}) {
    EXPECT_EQ(numberOf(value), "none") << value;
  }
}

TEST(PropertyValues, ANumberOfMoreThanAThousandDigitsIsInTheLedger) {
  const std::string digits(1001, '1');
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line(kTime, "{\"v\":" + digits + "}") + line(kTime, R"({"v":1e1001})") +
                          line(kTime, R"({"v":2})"))
                  .ok());
  const Report report = ask(engine, march("SUM"));
  EXPECT_NE(report.text.find("\"value\":2"), std::string::npos);
  EXPECT_EQ(support::number(report.ledger, {"rejected", "counts", "not_a_number"}), 2u);
  EXPECT_FALSE(report.complete);
}

TEST(PropertyValues, TheLastOfARepeatedKeyHolds) {
  EXPECT_EQ(numberOf("1,\"v\":2"), "2");
  EXPECT_EQ(numberOf("1,\"v\":\"x\""), "none");
  EXPECT_EQ(numberOf("[1],\"v\":3"), "3");
  EXPECT_EQ(numberOf("1e400,\"v\":3"), "3");
}

TEST(PropertyValues, AnEscapedKeyIsTheSameKey) {
  EXPECT_EQ(answer(line(kTime, R"({"\u0076":4})"), march("SUM")),
            R"({"results":[],"value":4,"event_name":"e","type":"SUM"})");
}

TEST(PropertyValues, ADotIsPartOfAFirstLevelKey) {
  const std::string events = line(kTime, R"({"a.b":3,"a":{"b":5}})");
  const std::string request =
      R"({"event_name":"e","aggregation_type":"SUM","property_name":"a.b","start_time":"2024-03-01T00:00:00Z"})";
  EXPECT_EQ(support::at(answer(events, request), {"value"}).text, "3");
}

TEST(PropertyValues, AKeyMayBeEmptyOrHoldAnyCharacter) {
  const std::string events = line(kTime, R"({"":"x","a\u0000b":"y","ключ":"z","event_name":"w"})");
  for (const char* filter :
       {R"({"":["x"]})", R"({"a\u0000b":["y"]})", R"({"ключ":["z"]})", R"({"event_name":["w"]})"}) {
    const std::string text = answer(events, march("COUNT", std::string(",\"filters\":") + filter));
    EXPECT_EQ(support::at(text, {"value"}).text, "1") << filter;
  }
}

TEST(PropertyValues, OneKeyMayHoldEveryTypeInTurn) {
  std::string events;
  for (const char* value : {"1", "\"1\"", "1.0", "true", "\"true\"", "null", "[1]", "{\"a\":1}",
                            "\"x\"", "1e400", "-7", "\"1.0\""}) {
    events += line(kTime, std::string("{\"v\":") + value + "}");
  }
  events += line(kTime, "{}");
  Engine engine;
  ASSERT_TRUE(engine.append(events).ok());
  // 1 "1" 1.0 | true "true" | [1] | {"a":1} | "x" | 1e400 | -7 | "1.0"
  EXPECT_EQ(support::at(ask(engine, march("COUNT_UNIQUE")).text, {"value"}).text, "8");
  EXPECT_EQ(support::at(ask(engine, march("COUNT_UNIQUE"), "as-is").text, {"value"}).text, "9");
  EXPECT_EQ(
      support::at(ask(engine, march("COUNT", R"(,"filters":{"v":["1"]})")).text, {"value"}).text,
      "3");
  EXPECT_EQ(
      support::at(ask(engine, march("COUNT", R"(,"filters":{"v":[""]})")).text, {"value"}).text,
      "2");
  const Report sum = ask(engine, march("SUM", R"(,"numbers":"text")"));
  // 1 + 1 + 1.0 + 1.0 - 7 beside 1e400
  EXPECT_EQ(support::at(sum.text, {"value"}).text, std::string(399, '9') + "7");
}

TEST(PropertyValues, AnIntegerBeyond64BitsHidesTheRowAsIsOnly) {
  for (const char* hiding :
       {"18446744073709551616", "100000000000000000000", "999999999999999900000",
        "-9223372036854775808", "-9223372036854777856", "[18446744073709551616]",
        "{\"a\":[1,-1e20]}", "1e20"}) {
    const std::string events = line(kTime, std::string("{\"v\":5,\"x\":") + hiding + "}");
    EXPECT_EQ(answer(events, march("SUM"), "as-is"), R"({"event_name":"e","type":"SUM"})")
        << hiding;
    EXPECT_EQ(support::at(answer(events, march("SUM")), {"value"}).text, "5") << hiding;
  }
  for (const char* harmless : {"18446744073709549568", "1e21", "-9223372036854774784", "1e400",
                               "\"18446744073709551616\"", "18446744073709551616.5e3"}) {
    const std::string events = line(kTime, std::string("{\"v\":5,\"x\":") + harmless + "}");
    EXPECT_EQ(support::at(answer(events, march("SUM"), "as-is"), {"value"}).text, "5") << harmless;
  }
}

TEST(PropertyValues, CsvCellsAreTextsAndEmptyOnesAreAbsent) {
  AppendCall csv;
  csv.format = "csv";
  const std::string events =
      "event_name,timestamp,external_customer_id,properties.v,properties.a.b\n"
      "e,2024-03-05T10:00:00Z,c,12.50,x\n"
      "e,2024-03-05T10:00:00Z,c,,y\n"
      "e,2024-03-05T10:00:00Z,c\n";
  EXPECT_EQ(support::at(answer(events, march("SUM"), "exact", csv), {"value"}).text, "12.5");
  EXPECT_EQ(support::at(answer(events, march("COUNT", R"(,"filters":{"v":["12.50"],"a.b":["x"]})"),
                               "exact", csv),
                        {"value"})
                .text,
            "1");
  EXPECT_EQ(support::at(answer(events, march("COUNT", R"(,"filters":{"v":[""]})"), "exact", csv),
                        {"value"})
                .text,
            "2");
}

}  // namespace
}  // namespace tallyfold

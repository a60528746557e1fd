// SPDX-License-Identifier: Apache-2.0
// If this fails, our own query counts events that its `where` leaves out, or leaves out some that
// it asks for.
#include "select/condition.h"

#include <gtest/gtest.h>

#include "decode/decoder.h"

namespace tallyfold {
namespace {

using Kind = Condition::Kind;

// One event "call" per value of property "v"; an empty value leaves the property out.
class Rows {
 public:
  explicit Rows(const std::vector<std::string>& values) : dataset(account, {}) {
    std::string text;
    for (const std::string& value : values) {
      text += R"({"event_name":"call","external_customer_id":"c","timestamp":0,"properties":{)" +
              (value.empty() ? "" : "\"v\":" + value) + "}}\n";
    }
    Decoder decoder(dataset);
    EXPECT_EQ(decoder.append(text, {}).value().accepted, values.size());
  }
  // Which events pass, as a row of 1 and 0; asked twice, because verdicts are remembered.
  std::string passing(const Condition& condition) {
    ConditionReader reader(dataset, condition);
    const Block& block = *dataset.blocks()[0];
    reader.begin();
    std::string verdicts[2];
    for (std::string& round : verdicts) {
      std::vector<uint8_t> chosen(block.rows, 7);
      reader.choose({&block, 0, block.rows, "call"}, chosen.data());
      for (const uint8_t row : chosen) round += static_cast<char>('0' + row);
    }
    EXPECT_EQ(verdicts[0], verdicts[1]);
    return verdicts[0];
  }
  MemoryAccount account;
  Dataset dataset;
};

Condition test(Kind kind, std::vector<std::string> texts, const std::vector<const char*>& numbers) {
  Condition made;
  made.kind = kind;
  made.field.field = FieldName::ofProperty("v");
  made.texts = std::move(texts);
  for (const char* number : numbers) made.numbers.push_back(*Decimal::parse(number));
  return made;
}

Condition tree(Kind kind, std::vector<Condition> parts) {
  Condition made;
  made.kind = kind;
  made.parts = std::move(parts);
  return made;
}

TEST(Condition, NumbersAreComparedAsNumbersExactly) {
  Rows rows({"1.50", "\"1.5\"", "\"1.500\"", "1.5000000000000000000000001", "\"abc\"", "true",
             "null", "", "100000000000000000000", "9"});
  EXPECT_EQ(rows.passing(test(Kind::In, {}, {"1.5"})), "1110000000");
  EXPECT_EQ(rows.passing(test(Kind::Above, {}, {"1.5"})), "0001000011");
  EXPECT_EQ(rows.passing(test(Kind::AtLeast, {}, {"1.5"})), "1111000011");
  EXPECT_EQ(rows.passing(test(Kind::Below, {}, {"10"})), "1111000001");
  EXPECT_EQ(rows.passing(test(Kind::AtMost, {}, {"100000000000000000000"})), "1111000011");
  EXPECT_EQ(rows.passing(test(Kind::In, {}, {"9", "1e20"})), "0000000011");
}

TEST(Condition, TextsAreComparedAsTheyAreWrittenAndNumbersInTheirShortestForm) {
  Rows rows({"1.50", "\"1.50\"", "\"abc\"", "true", "\"ABC\"", "[1, 2]", "\"\"", ""});
  EXPECT_EQ(rows.passing(test(Kind::In, {"1.5"}, {})), "10000000");
  EXPECT_EQ(rows.passing(test(Kind::In, {"1.50"}, {})), "01000000");
  EXPECT_EQ(rows.passing(test(Kind::In, {"abc", "true", ""}, {})), "00110010");
  EXPECT_EQ(rows.passing(test(Kind::Contains, {"b"}, {})), "00100000");
  EXPECT_EQ(rows.passing(test(Kind::StartsWith, {"[1,2"}, {})), "00000100");
  EXPECT_EQ(rows.passing(test(Kind::Exists, {}, {})), "11111110");
}

TEST(Condition, TreesFollowLogicAndNotIsTrueWhereTheFieldIsAbsent) {
  Rows rows({"1", "2", "3", "4", ""});
  const Condition low = test(Kind::AtMost, {}, {"2"});
  const Condition odd = test(Kind::In, {}, {"1", "3"});
  EXPECT_EQ(rows.passing(tree(Kind::All, {low, odd})), "10000");
  EXPECT_EQ(rows.passing(tree(Kind::Any, {low, odd})), "11100");
  EXPECT_EQ(rows.passing(tree(Kind::Not, {odd})), "01011");
  EXPECT_EQ(rows.passing(tree(Kind::Any, {tree(Kind::Not, {low}), tree(Kind::All, {low, odd})})),
            "10111");
}

TEST(Condition, AnEventsNameIsAFieldAndAnUnknownPropertyIsAbsent) {
  Rows rows({"1", "2"});
  Condition name = test(Kind::StartsWith, {"ca"}, {});
  name.field = {true, {}};
  EXPECT_EQ(rows.passing(name), "11");
  name.texts = {"job"};
  EXPECT_EQ(rows.passing(name), "00");
  Condition other = test(Kind::Exists, {}, {});
  other.field.field = FieldName::ofProperty("nobody has this");
  EXPECT_EQ(rows.passing(other), "00");
  EXPECT_EQ(rows.passing(tree(Kind::Not, {other})), "11");
}

}  // namespace
}  // namespace tallyfold

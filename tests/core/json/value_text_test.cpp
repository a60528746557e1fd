// SPDX-License-Identifier: Apache-2.0
// If this fails, a document changes on its way back to text, or a text of strangers takes more
// memory than was asked for.
#include "json/value_text.h"

#include <gtest/gtest.h>

namespace tallyfold::json {
namespace {

TEST(ValueText, ADocumentComesBackCompactWithItsOwnNumbers) {
  const std::string text =
      R"({"b":[1.50,-0,1e400,"\u0041\n",null,true,false,{}],"a":{"b":[]},"b":""})";
  EXPECT_EQ(valueText(parse(" " + text).value()),
            R"({"b":[1.50,-0,1e400,"A\n",null,true,false,{}],"a":{"b":[]},"b":""})");
}

uint64_t bytesHeld(const Value& value) {
  uint64_t bytes = value.text.capacity() + value.items.capacity() * sizeof(Value) +
                   value.members.capacity() * sizeof(Value::Member);
  for (const Value& item : value.items) bytes += bytesHeld(item);
  for (const auto& [key, member] : value.members) bytes += key.capacity() + bytesHeld(member);
  return bytes;
}

std::string repeated(std::string_view unit, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text.append(i == 0 ? "" : ",").append(unit);
  return text;
}

TEST(ValueText, NoTextTakesMoreThanIsAskedFor) {
  for (const std::string& text :
       {std::string("0"), std::string("{}"), std::string(R"({"a":"b"})"),
        "[" + repeated("0", 5000) + "]", "[" + repeated("{}", 5000) + "]",
        "[" + repeated("[]", 5000) + "]", "[" + repeated(R"({"":0})", 5000) + "]",
        "{" + repeated(R"("a":[[0]])", 5000) + "}",
        "[\"" + std::string(100'000, 'x') + "\",\"\"]"}) {
    EXPECT_LE(bytesHeld(parse(text).value()), bytesToParse(text)) << text.substr(0, 40);
  }
}

}  // namespace
}  // namespace tallyfold::json

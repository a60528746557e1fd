// SPDX-License-Identifier: Apache-2.0
// If this fails, a large document that is read piece by piece says something else than the same
// document read as a whole.
#include "json/list_reader.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "json/object_picker.h"
#include "json/object_text.h"

namespace tallyfold::json {
namespace {

const ObjectPicker::Names kNames = {"a", "b"};

// The two members as text, of each item; "!" where the text is no list.
std::string pickedFrom(std::string_view list) {
  std::string out;
  ObjectPicker picker(kNames, 1);
  ListReader reader(list);
  while (reader.next(picker)) {
    out += picker.isObject() ? "{" : "(";
    for (const char* name : {"a", "b"}) {
      const Field field = picker.find(name);
      out += std::to_string(static_cast<int>(field.kind)) + std::string(field.text) + ",";
    }
  }
  return reader.ended() ? out : "!";
}

// The same from a tree.
std::string treeFrom(std::string_view list) {
  const Result<Value> tree = parse(list);
  if (!tree || !tree.value().isArray()) return "!";
  std::string out;
  for (const Value& item : tree.value().items) {
    out += item.isObject() ? "{" : "(";
    for (const char* name : {"a", "b"}) {
      const Value* value = item.find(name);
      const Value none;
      const Value& field = value == nullptr ? none : *value;
      out += std::to_string(static_cast<int>(field.kind)) + field.text + ",";
    }
  }
  return out;
}

// Whether an object is JSON, found out member by member.
bool isJsonByMembers(std::string_view text) {
  const auto members = splitObject(text);
  if (!members) return false;
  for (const MemberText& member : *members) {
    if (!check(member.value, 1)) return false;
  }
  return true;
}

std::string makeValue(std::mt19937& random, int depth) {
  static const char* const kScalars[] = {
      "0",    "-1.50", "1e400", "true", "null", "\"\"", "\"x\"", "\"a,]}\"", "\"\\\"[\\u20ac\\\\\"",
      "\"é\""};
  static const char* const kKeys[] = {"\"a\"", "\"b\"", "\"\\u0061\"", "\"c\\\\\""};
  const unsigned kind = static_cast<unsigned>(random() % (depth > 3 ? 6 : 10));
  if (kind < 6) return kScalars[random() % std::size(kScalars)];
  std::string out = kind < 7 ? "[" : "{";
  for (unsigned i = 0, count = random() % 4; i < count; ++i) {
    if (i > 0) out += random() % 3 == 0 ? " ,\n" : ",";
    if (kind >= 7) out += std::string(kKeys[random() % std::size(kKeys)]) + ": ";
    out += makeValue(random, depth + 1);
  }
  return out + (kind < 7 ? "]" : "}");
}

std::string damaged(std::string text, std::mt19937& random) {
  static constexpr char kBytes[] = "\"\\[]{},: 1n";
  const size_t at = random() % text.size();
  switch (random() % 3) {
    case 0:
      text[at] = kBytes[random() % (sizeof kBytes - 1)];
      break;
    case 1:
      text.erase(at, 1);
      break;
    default:
      text.insert(at, 1, kBytes[random() % (sizeof kBytes - 1)]);
  }
  return text;
}

TEST(ListReader, SaysOfEveryItemWhatATreeSays) {
  std::mt19937 random(20240305);
  for (int i = 0; i < 20000; ++i) {
    std::string list = "[";
    for (unsigned item = 0, count = random() % 4; item < count; ++item)
      list += (item == 0 ? " " : " , ") + makeValue(random, 0);
    list += "]";
    EXPECT_EQ(pickedFrom(list), treeFrom(list)) << list;
    const std::string broken = damaged(list, random);
    // That it is UTF-8 is for the caller to check.
    if (findInvalidUtf8(broken) != std::string_view::npos) continue;
    EXPECT_EQ(pickedFrom(broken), treeFrom(broken)) << broken;
  }
}

TEST(SplitObject, MembersAreJsonWhereTheWholeIs) {
  std::mt19937 random(20240306);
  int valid = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text =
        " {\"a\":" + makeValue(random, 0) + " , \"b\" :" + makeValue(random, 0) + "} ";
    if (i % 3 != 0) text = damaged(text, random);
    const bool is_object = parse(text) && parse(text).value().isObject();
    valid += is_object ? 1 : 0;
    EXPECT_EQ(isJsonByMembers(text), is_object) << text;
  }
  EXPECT_GT(valid, 6000);
}

TEST(SplitObject, NamesMembersAsTheyStand) {
  const auto members = splitObject(R"( {"a": [1, "]"] ,"\u0062":{"c":"\\"}, "a":2} )");
  ASSERT_TRUE(members.has_value());
  ASSERT_EQ(members->size(), 3u);
  EXPECT_EQ((*members)[0].value, R"([1, "]"])");
  EXPECT_EQ((*members)[1].key, "b");
  EXPECT_EQ((*members)[1].value, R"({"c":"\\"})");
  EXPECT_EQ((*members)[2].value, "2");
  EXPECT_TRUE(splitObject("{}")->empty());
  for (const char* text :
       {"", "[]", "{", "{\"a\"}", "{\"a\":1,}", "{}x", "{,}", "{\"a\":\"}", "{\"a\x01\":1}"})
    EXPECT_FALSE(splitObject(text).has_value()) << text;
}

TEST(ListReader, DepthIsThatOfTheWholeDocument) {
  const auto nested = [](size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  const auto picked = [](const std::string& item) {
    ObjectPicker picker(kNames, 2);
    const std::string list = "[" + item + "]";
    ListReader reader(list);
    while (reader.next(picker)) continue;
    return reader.ended();
  };
  const size_t most = kMaxDepth - 2;
  EXPECT_TRUE(picked(nested(most)));
  EXPECT_FALSE(picked(nested(most + 1)));
  EXPECT_TRUE(check(nested(most + 1), 1).ok());
  EXPECT_FALSE(check(nested(most + 2), 1).ok());
  EXPECT_TRUE(check("{\"a\":[" + nested(most) + "]}").ok());
  EXPECT_FALSE(check("{\"a\":[" + nested(most + 1) + "]}").ok());
}

}  // namespace
}  // namespace tallyfold::json

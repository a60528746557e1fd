// SPDX-License-Identifier: Apache-2.0
// If this fails, a subscription is that of another customer.
#include "base/name_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace tallyfold {
namespace {

TEST(NameMap, AnswersAsAnOrderedMapDoes) {
  std::mt19937 random(7);
  NameMap names;
  std::map<std::string, uint32_t> expected;
  for (uint32_t i = 0; i < 20'000; ++i) {
    std::string name(random() % 20, 'x');
    for (char& c : name) c = static_cast<char>('a' + random() % 2);
    const auto known = expected.find(name);
    const uint32_t number = known == expected.end() ? NameMap::kNone : known->second;
    ASSERT_EQ(names.find(name), number);
    ASSERT_EQ(names.at(name), number);
    if (random() % 2 == 0) names.at(name) = expected[name] = i;
  }
  for (const auto& [name, number] : expected) EXPECT_EQ(names.find(name), number);
}

TEST(NameMap, IsEmptyAtFirstAndTakesAnyText) {
  NameMap names;
  EXPECT_EQ(names.find(""), NameMap::kNone);
  names.at("") = 1;
  names.at(std::string_view("\0a", 2)) = 2;
  names.at("a") = 3;
  EXPECT_EQ(names.find(""), 1u);
  EXPECT_EQ(names.find(std::string_view("\0a", 2)), 2u);
  EXPECT_EQ(names.find("a"), 3u);
  EXPECT_EQ(names.find(std::string_view("a\0", 2)), NameMap::kNone);
}

}  // namespace
}  // namespace tallyfold

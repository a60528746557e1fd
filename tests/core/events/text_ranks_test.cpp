// SPDX-License-Identifier: Apache-2.0
// If this fails, groups of a report stand in another order than their texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "events/dictionary.h"

namespace tallyfold {
namespace {

void expectOrder(Dictionary& texts) {
  std::vector<std::string> sorted;
  for (uint32_t code = 0; code < texts.size(); ++code) sorted.emplace_back(texts.text(code));
  std::sort(sorted.begin(), sorted.end());
  const uint32_t* ranks = texts.ranks();
  ASSERT_NE(ranks, nullptr);
  for (uint32_t code = 0; code < texts.size(); ++code)
    ASSERT_EQ(sorted[ranks[code]], texts.text(code));
}

TEST(TextRanks, FollowTheBytesOfTexts) {
  MemoryAccount account;
  Dictionary texts(account);
  for (const char* text : {"b", "", "a", "ab", "\xff", "\x7f", "a\x01", "abcdefghi", "abcdefgh"})
    texts.intern(text);
  texts.intern(std::string_view("a\0", 2));
  texts.intern(std::string_view("abcdefgh\0", 9));
  expectOrder(texts);
}

TEST(TextRanks, TellApartWhatBeginsAlike) {
  MemoryAccount account;
  Dictionary texts(account);
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string text = "customer_";
    for (size_t length = random() % 14; length > 0; --length)
      text += static_cast<char>('a' + random() % 2);
    texts.intern(text);
  }
  expectOrder(texts);
}

TEST(TextRanks, AreMadeAnewForNewTexts) {
  MemoryAccount account;
  Dictionary texts(account);
  texts.intern("m");
  EXPECT_FALSE(texts.knowsRanks());
  expectOrder(texts);
  EXPECT_TRUE(texts.knowsRanks());
  texts.intern("a");
  texts.intern("z");
  EXPECT_FALSE(texts.knowsRanks());
  expectOrder(texts);
}

TEST(TextRanks, AreNotMadeWhereMemoryIsShort) {
  MemoryAccount account(20'000);
  Dictionary texts(account);
  for (int i = 0; i < 500; ++i) texts.intern(std::to_string(i));
  EXPECT_EQ(texts.ranks(), nullptr);
}

}  // namespace
}  // namespace tallyfold

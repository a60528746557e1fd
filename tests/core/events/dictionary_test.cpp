// SPDX-License-Identifier: Apache-2.0
// If this fails, two customers share a code, or an id that repeats goes unnoticed.
#include "events/dictionary.h"

#include <gtest/gtest.h>

#include <map>

#include "events/field_keys.h"
#include "events/id_index.h"

namespace tallyfold {
namespace {

TEST(Dictionary, CodesCountFromZeroInOrderOfAppearanceAndSurviveGrowth) {
  MemoryAccount account;
  Dictionary texts(account);
  EXPECT_EQ(texts.find("0"), Dictionary::kNone);
  for (uint32_t i = 0; i < 100000; ++i) ASSERT_EQ(texts.intern(std::to_string(i)), i);
  for (uint32_t i = 0; i < 100000; i += 37) {
    ASSERT_EQ(texts.intern(std::to_string(i)), i);
    ASSERT_EQ(texts.find(std::to_string(i)), i);
    ASSERT_EQ(texts.text(i), std::to_string(i));
  }
  EXPECT_EQ(texts.size(), 100000u);
  EXPECT_EQ(texts.find("100000"), Dictionary::kNone);
}

TEST(Dictionary, TextsThatLookAlikeStayApart) {
  MemoryAccount account;
  Dictionary texts(account);
  std::map<std::string, uint32_t> expected;
  for (const std::string& text :
       {std::string(), std::string("\0", 1), std::string("\0\0", 2), std::string("a"),
        std::string("a\0", 2), std::string("aaaaaaaa"), std::string("aaaaaaaa\0", 9),
        std::string(70000, 'a'), std::string(70001, 'a')}) {
    expected.emplace(text, texts.intern(text));
  }
  EXPECT_EQ(texts.size(), expected.size());
  for (const auto& [text, code] : expected) EXPECT_EQ(texts.text(code), text);
}

TEST(Dictionary, NeverGrowsByMoreThanItSaid) {
  MemoryAccount account;
  Dictionary texts(account);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = "text " + std::to_string(i);
    const uint64_t bound = account.usedBytes() + 2 * texts.bytesToGrow(1, text.size()) + 1024;
    texts.intern(text);
    ASSERT_LE(account.usedBytes(), bound) << i;
  }
}

TEST(Dictionary, ManyAtOnceHaveTheCodesTheyHaveOneByOne) {
  MemoryAccount account;
  Dictionary together(account);
  Dictionary alone(account);
  uint32_t random = 1;
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < Dictionary::kMostAtOnce; ++i) {
      random = random * 1664525 + 1013904223;
      const uint32_t range = round < 50 ? 20 : 5000;
      texts.push_back(std::string((random >> 8) % 3 * 9, 'x') +
                      std::to_string((random >> 12) % range));
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    uint32_t codes[Dictionary::kMostAtOnce];
    together.internAll(views.data(), views.size(), codes);
    for (size_t i = 0; i < texts.size(); ++i)
      ASSERT_EQ(codes[i], alone.intern(texts[i])) << texts[i];
  }
  ASSERT_EQ(together.size(), alone.size());
}

// Without another seed, each of these is searched past all the others.
TEST(Dictionary, TextsMadeToCollideAreStillFound) {
  MemoryAccount account;
  const uint64_t seed = 12345;
  Dictionary texts(account, seed);
  std::vector<std::string> colliding;
  for (int i = 0; colliding.size() < 600; ++i) {
    std::string text = "text " + std::to_string(i);
    if ((textHash(text, seed) & 0x3ff) == 0) colliding.push_back(std::move(text));
  }
  for (uint32_t i = 0; i < colliding.size(); ++i) ASSERT_EQ(texts.intern(colliding[i]), i);
  std::vector<std::string_view> views(colliding.begin(), colliding.begin() + 200);
  uint32_t codes[Dictionary::kMostAtOnce];
  texts.internAll(views.data(), views.size(), codes);
  for (uint32_t i = 0; i < colliding.size(); ++i) {
    ASSERT_EQ(texts.find(colliding[i]), i);
    ASSERT_EQ(texts.text(i), colliding[i]);
    if (i < views.size()) {
      ASSERT_EQ(codes[i], i);
    }
  }
  EXPECT_EQ(texts.find("text"), Dictionary::kNone);
}

TEST(FieldKeys, AttributesAndPropertiesOfTheSameNameStayApart) {
  MemoryAccount account;
  FieldKeys keys(account);
  const FieldKey property = keys.internProperty("source");
  EXPECT_NE(property, keys.find(FieldName::ofAttribute(Attribute::Source)));
  EXPECT_EQ(keys.find(FieldName::ofProperty("source")), property);
  EXPECT_EQ(keys.find(FieldName::ofProperty("Source")), kNoField);
  EXPECT_EQ(keys.propertyName(property), "source");
  EXPECT_EQ(keys.internProperty(""), property + 1);
}

TEST(IdIndex, EveryCopyOfARepeatedIdIsListedOnceInItsGroup) {
  MemoryAccount account;
  IdIndex ids(account);
  std::map<uint32_t, std::vector<uint64_t>> expected;
  uint32_t block = 0;
  uint16_t row = 0;
  for (uint32_t i = 0; i < 3000; ++i) {
    // Ids 0 to 999 come once; every tenth of them three times in all.
    for (uint32_t copy = 0; copy < (i < 1000 ? 1u : 0u); ++copy) {
      const uint64_t ordinal = makeOrdinal(block, row++);
      ids.add({i, 7}, ordinal);
      expected[i].push_back(ordinal);
    }
    if (row > 300) ++block, row = 0;
    if (i >= 1000 && i % 10 == 0) {
      const uint64_t ordinal = makeOrdinal(block, row++);
      ids.add({i % 1000, 7}, ordinal);
      expected[i % 1000].push_back(ordinal);
    }
  }
  EXPECT_EQ(ids.size(), 1000u);
  std::map<uint32_t, std::vector<uint64_t>> groups;
  for (const IdIndex::Repeat& repeat : ids.repeats())
    groups[repeat.group].push_back(repeat.ordinal);
  EXPECT_EQ(groups.size(), 100u);
  for (const auto& [group, ordinals] : groups) {
    EXPECT_EQ(ordinals.size(), 3u);
    bool found = false;
    for (const auto& [id, wanted] : expected) found = found || wanted == ordinals;
    EXPECT_TRUE(found) << group;
  }
}

TEST(IdIndex, ABatchIsNotedAsOneByOne) {
  MemoryAccount account;
  IdIndex together(account);
  IdIndex alone(account);
  uint64_t random = 9;
  std::vector<RowFacts> events(256);
  for (uint32_t block = 0; block < 100; ++block) {
    for (size_t i = 0; i < events.size(); ++i) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      const uint64_t number = random >> 50;  // each about twice
      events[i].id =
          i % 50 == 7 ? Hash128() : Hash128{number * 0x9e3779b97f4a7c15ULL, number << 49 | 1};
      if (!(events[i].id == Hash128()))
        alone.add(events[i].id, makeOrdinal(block, static_cast<uint16_t>(i)));
    }
    together.addAll(events.data(), events.size(), makeOrdinal(block, 0));
  }
  EXPECT_EQ(together.size(), alone.size());
  ASSERT_EQ(together.repeats().size(), alone.repeats().size());
  for (size_t i = 0; i < alone.repeats().size(); ++i) {
    EXPECT_EQ(together.repeats()[i].ordinal, alone.repeats()[i].ordinal);
    EXPECT_EQ(together.repeats()[i].group, alone.repeats()[i].group);
  }
  size_t first = 0;
  together.forEachFirst(
      [&](const Hash128& id, uint64_t) { first += together.contains(id) ? 1 : 0; });
  EXPECT_EQ(first, together.size());
  EXPECT_FALSE(together.contains({3, 4}));
}

TEST(IdIndex, IdsThatShareHalfTheirHashStayApart) {
  MemoryAccount account;
  IdIndex ids(account);
  for (uint64_t i = 1; i < 2000; ++i) {
    ids.add({42, i}, makeOrdinal(0, static_cast<uint16_t>(i)));
    ids.add({i, 42}, makeOrdinal(1, static_cast<uint16_t>(i)));
  }
  EXPECT_EQ(ids.size(), 3997u);  // {42, 42} is both
  EXPECT_EQ(ids.repeats().size(), 2u);
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// If this fails, partials that merge give one customer's events to another.
#include "events/text_map.h"

#include <gtest/gtest.h>

#include <string>

namespace tallyfold {
namespace {

TEST(TextMap, LooksUpOnlyWhatIsAskedFor) {
  MemoryAccount account;
  Dictionary ours(account), theirs(account);
  ours.intern("a");
  for (const char* text : {"b", "a", "c"}) theirs.intern(text);
  TextMap texts(ours, theirs);
  EXPECT_EQ(texts(1), 0u);
  EXPECT_EQ(texts.limit(), 1u);
  EXPECT_EQ(texts(2), 1u);
  EXPECT_EQ(texts(2), 1u);
  EXPECT_EQ(ours.text(1), "c");
  EXPECT_EQ(ours.find("b"), Dictionary::kNone);
}

TEST(TextMap, CodesBehindAFieldAreThoseOfThePartial) {
  MemoryAccount account;
  Dictionary ours(account), theirs(account), field(account);
  for (const char* text : {"", "previous", "x"}) theirs.intern(text);
  for (const char* text : {"x", "y"}) field.intern(text);
  TextMap behind(ours, theirs);
  TextMap texts(ours, &field, behind);
  EXPECT_EQ(ours.text(texts(0)), "x");
  EXPECT_EQ(ours.text(texts(1)), "y");
  EXPECT_EQ(ours.text(texts(2)), "");
  EXPECT_EQ(ours.text(texts(3)), "previous");
  EXPECT_EQ(texts(4), texts(0));
  TextMap without_field(ours, nullptr, behind);
  EXPECT_EQ(without_field(1), texts(3));
}

TEST(TextMap, LearnsManyAtOnceAsItWouldOneByOne) {
  MemoryAccount account;
  Dictionary ours(account), theirs(account);
  constexpr uint32_t kTexts = 1000;
  for (uint32_t i = 0; i < kTexts; ++i) theirs.intern(std::to_string(i));
  for (uint32_t i = 0; i < kTexts; i += 5) ours.intern(std::to_string(i * 2));
  TextMap texts(ours, theirs);
  texts(7);
  std::vector<uint64_t> bits(kTexts / 64 + 2, 0);
  // The last is past what they have.
  for (uint32_t i = 0; i < kTexts + 64; i += 3) bits[i / 64] |= uint64_t{1} << (i % 64);
  texts.learn(bits.data(), bits.size());
  const uint32_t known = texts.limit();
  for (uint32_t i = 0; i < kTexts; i += 3) EXPECT_EQ(ours.text(texts(i)), std::to_string(i));
  EXPECT_EQ(texts.limit(), known);
  EXPECT_EQ(ours.text(texts(1)), "1");
  EXPECT_EQ(texts.limit(), known + 1);
}

}  // namespace
}  // namespace tallyfold

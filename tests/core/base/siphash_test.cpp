// SPDX-License-Identifier: Apache-2.0
// If this fails, ids that differ count as one, or partials of two builds do not recognise each
// other's ids.
#include "base/siphash.h"

#include <gtest/gtest.h>

#include <set>

namespace tallyfold {
namespace {

// SipHash-1-3 with 128 bits of output, written down as the paper has it: words rotated, one round a
// word, three at the end.
struct Reference {
  uint64_t v[4];
  static uint64_t rotl(uint64_t x, unsigned b) { return (x << b) | (x >> (64 - b)); }
  void round() {
    v[0] += v[1], v[2] += v[3];
    v[1] = rotl(v[1], 13), v[3] = rotl(v[3], 16);
    v[1] ^= v[0], v[3] ^= v[2];
    v[0] = rotl(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = rotl(v[1], 17), v[3] = rotl(v[3], 21);
    v[1] ^= v[2], v[3] ^= v[0];
    v[2] = rotl(v[2], 32);
  }
};

Hash128 reference(uint64_t k0, uint64_t k1, const std::string& text) {
  Reference s{{k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d ^ 0xee, k0 ^ 0x6c7967656e657261,
               k1 ^ 0x7465646279746573}};
  std::string padded = text;
  while (padded.size() % 8 != 7) padded.push_back('\0');
  padded.push_back(static_cast<char>(text.size()));
  for (size_t i = 0; i < padded.size(); i += 8) {
    uint64_t word = 0;
    for (size_t b = 0; b < 8; ++b)
      word |= uint64_t{static_cast<unsigned char>(padded[i + b])} << (8 * b);
    s.v[3] ^= word;
    s.round();
    s.v[0] ^= word;
  }
  s.v[2] ^= 0xee;
  for (int i = 0; i < 3; ++i) s.round();
  const uint64_t low = s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
  s.v[1] ^= 0xdd;
  for (int i = 0; i < 3; ++i) s.round();
  return {low, s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3]};
}

TEST(SipHash, AgreesWithThePaperForEveryLength) {
  std::string text;
  for (int size = 0; size < 300; ++size) {
    EXPECT_EQ(sipHash13({0x0706050403020100, 0x0f0e0d0c0b0a0908}, text),
              reference(0x0706050403020100, 0x0f0e0d0c0b0a0908, text))
        << size;
    text.push_back(static_cast<char>(size * 7));
  }
}

TEST(SipHash, AnotherKeyOrTextGivesAnotherHash) {
  std::set<Hash128> seen;
  for (int i = 0; i < 20000; ++i) seen.insert(sipHash13({1, 2}, std::to_string(i)));
  seen.insert(sipHash13({1, 3}, "1"));
  seen.insert(sipHash13({2, 2}, "1"));
  seen.insert(sipHash13({1, 2}, std::string_view("1\0", 2)));
  EXPECT_EQ(seen.size(), 20003u);
}

}  // namespace
}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// A fast seeded hash of short text, for dictionaries inside one process. Never stored, never part
// of an answer.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tallyfold {

/// Both halves of the 128-bit product, folded: each input bit reaches every output bit.
inline uint64_t mixWords(uint64_t a, uint64_t b) {
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

/// The hash of `text`; another seed gives an unrelated one, so that input cannot be made to
/// collide.
inline uint64_t textHash(std::string_view text, uint64_t seed) {
  uint64_t hash = seed ^ (0x9e3779b97f4a7c15ULL * (text.size() + 1));
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    hash = mixWords(hash ^ word, 0xa0761d6478bd642fULL);
  }
  uint64_t tail = 0;
  if (left != 0) std::memcpy(&tail, at, left);
  return mixWords(hash ^ tail, 0xe7037ed1a0b428dbULL ^ seed);
}

}  // namespace tallyfold

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
#if defined(__SIZEOF_INT128__) && !defined(__wasm__)
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
#else
  // A 128-bit product is a call in WebAssembly; four products of halves are not.
  const uint64_t low_a = a & 0xffffffff, high_a = a >> 32;
  const uint64_t low_b = b & 0xffffffff, high_b = b >> 32;
  const uint64_t low = low_a * low_b;
  const uint64_t cross = high_a * low_b + (low >> 32);
  const uint64_t middle = low_a * high_b + (cross & 0xffffffff);
  const uint64_t high = high_a * high_b + (cross >> 32) + (middle >> 32);
  return ((middle << 32) | (low & 0xffffffff)) ^ high;
#endif
}

inline uint64_t loadWord(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  return word;
}
inline uint64_t loadHalf(const char* at) {
  uint32_t half;
  std::memcpy(&half, at, sizeof(half));
  return half;
}

/// The bytes of a text of at most sixteen: with the length, two words that no other text has.
struct ShortText {
  uint64_t first;
  uint64_t last;
  bool operator==(const ShortText& other) const {
    return first == other.first && last == other.last;
  }
};
inline ShortText shortText(const char* text, size_t size) {
  if (size >= 8) return {loadWord(text), loadWord(text + size - 8)};
  if (size >= 4) return {loadHalf(text), loadHalf(text + size - 4)};
  if (size == 0) return {0, 0};
  const auto byte = [text](size_t i) { return uint64_t{static_cast<unsigned char>(text[i])}; };
  return {byte(0) | byte(size / 2) << 8, byte(size - 1)};
}

/// The hash of `text`; another seed gives an unrelated one. Both factors of each product are masked
/// by the seed, so that no difference of two texts cancels without knowing it.
inline uint64_t textHash(std::string_view text, uint64_t seed) {
  const uint64_t other = seed ^ 0xa0761d6478bd642fULL;
  uint64_t state = seed ^ (0x9e3779b97f4a7c15ULL * (text.size() + 1));
  const char* at = text.data();
  size_t left = text.size();
  for (; left > 16; left -= 16, at += 16) {
    state = mixWords(loadWord(at) ^ state, loadWord(at + 8) ^ other) + seed;
  }
  const ShortText rest = shortText(at, left);
  const uint64_t hash = mixWords(rest.first ^ state, rest.last ^ other);
  return hash ^ (hash >> 32);
}

/// Whether two texts of `size` bytes are equal. Short ones, which dictionaries compare, without a
/// call.
inline bool equalTexts(const char* a, const char* b, size_t size) {
  if (size > 16) return std::memcmp(a, b, size) == 0;
  return shortText(a, size) == shortText(b, size);
}

/// Copies a text of `size` bytes. Short ones without a call.
inline void copyText(char* to, const char* from, size_t size) {
  if (size < 8 || size > 16) {
    if (size != 0) std::memcpy(to, from, size);  // nowhere is no place to copy to
    return;
  }
  const uint64_t first = loadWord(from);
  const uint64_t last = loadWord(from + size - 8);
  std::memcpy(to, &first, sizeof(first));
  std::memcpy(to + size - 8, &last, sizeof(last));
}

}  // namespace tallyfold

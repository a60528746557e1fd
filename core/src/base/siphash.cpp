// SPDX-License-Identifier: Apache-2.0
#include "base/siphash.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace tallyfold {
namespace {

struct State {
  uint64_t v0, v1, v2, v3;

  static uint64_t rotate(uint64_t value, int bits) {
    return (value << bits) | (value >> (64 - bits));
  }
  void round() {
    v0 += v1;
    v1 = rotate(v1, 13) ^ v0;
    v0 = rotate(v0, 32);
    v2 += v3;
    v3 = rotate(v3, 16) ^ v2;
    v0 += v3;
    v3 = rotate(v3, 21) ^ v0;
    v2 += v1;
    v1 = rotate(v1, 17) ^ v2;
    v2 = rotate(v2, 32);
  }
  void absorb(uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }
  uint64_t digest() {
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
};

// Little-endian, so that the result does not depend on the machine.
uint64_t readWord(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}
uint64_t readWord(const char* bytes, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) {
    word |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

}  // namespace

Hash128 sipHash13(const HashKey& key, std::string_view bytes) {
  State state{0x736f6d6570736575ULL ^ key.low, 0x646f72616e646f6dULL ^ key.high ^ 0xee,
              0x6c7967656e657261ULL ^ key.low, 0x7465646279746573ULL ^ key.high};
  size_t position = 0;
  for (; position + 8 <= bytes.size(); position += 8) {
    state.absorb(readWord(bytes.data() + position));
  }
  const uint64_t tail = readWord(bytes.data() + position, bytes.size() - position);
  state.absorb(tail | (static_cast<uint64_t>(bytes.size()) << 56));
  state.v2 ^= 0xee;
  Hash128 hash;
  hash.low = state.digest();
  state.v1 ^= 0xdd;
  hash.high = state.digest();
  return hash;
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// How many bits of a word are 1.
#pragma once

#include <cstdint>

namespace tallyfold {

/// Where no processor with an instruction for it may be asked for, the compiler's own answer is a
/// call.
inline uint64_t countBits(uint64_t word) {
#ifdef __wasm__
  return static_cast<uint64_t>(__builtin_popcountll(word));
#else
  word -= word >> 1 & 0x5555555555555555;
  word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return word * 0x0101010101010101 >> 56;
#endif
}

}  // namespace tallyfold

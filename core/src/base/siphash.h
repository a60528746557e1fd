// SPDX-License-Identifier: Apache-2.0
// The 128-bit keyed hash of an event's identity: SipHash-1-3, the same bits on every platform.
//
// Keyed, because with an unkeyed hash anyone who sends events could forge two ids that count as
// one. 128 bits, because 64 would make an accidental collision likely at billions of ids. Rule:
// Aumasson and Bernstein, "SipHash", 2012.
#pragma once

#include <cstdint>
#include <string_view>

namespace tallyfold {

struct HashKey {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const HashKey& other) const { return low == other.low && high == other.high; }
};

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const Hash128& other) const { return low == other.low && high == other.high; }
  bool operator<(const Hash128& other) const {
    return high != other.high ? high < other.high : low < other.low;
  }
};

/// The hash of `bytes` under `key`.
Hash128 sipHash13(const HashKey& key, std::string_view bytes);

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// Texts that repeat, each stored once and named by a code: 0, 1, 2, ... in order of first
// appearance.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/memory_account.h"

namespace tallyfold {

class Dictionary {
 public:
  static constexpr uint32_t kNone = 0xffffffff;

  explicit Dictionary(MemoryAccount& account, uint64_t seed = 0x5bd1e9955bd1e995ULL);

  /// The code of `text`, new if it was not known.
  uint32_t intern(std::string_view text);
  /// The code of `text`, or kNone.
  [[nodiscard]] uint32_t find(std::string_view text) const;
  /// The text of a code that was given out. Valid until the next `intern`.
  [[nodiscard]] std::string_view text(uint32_t code) const {
    const uint64_t begin = code == 0 ? 0 : ends_[code - 1];
    return {bytes_.data() + begin, static_cast<size_t>(ends_[code] - begin)};
  }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }
  /// Bytes of the texts and of what finds them.
  [[nodiscard]] uint64_t heldBytes() const;
  /// The most bytes that growing takes when `more` texts of `text_bytes` in all come, beside those
  /// bytes themselves.
  [[nodiscard]] uint64_t bytesToGrow(uint64_t more, uint64_t text_bytes) const;

 private:
  [[nodiscard]] size_t slotOf(std::string_view text, uint32_t hash) const;
  void growTable();

  uint64_t seed_;
  AccountedVector<char> bytes_;
  AccountedVector<uint64_t> ends_;    // one past each text's last byte
  AccountedVector<uint32_t> hashes_;  // of each text, so that growing reads no text
  AccountedVector<uint32_t> table_;   // codes, open addressing
};

}  // namespace tallyfold

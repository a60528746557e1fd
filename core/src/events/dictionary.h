// SPDX-License-Identifier: Apache-2.0
// Texts that repeat, each stored once and named by a code: 0, 1, 2, ... in order of first
// appearance.
//
// Whoever sends events could send texts whose hashes collide. A text that is searched for too long
// makes the dictionary choose another seed, which depends on the texts themselves, so that the
// search stays bounded.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/memory_account.h"
#include "base/text_hash.h"

namespace tallyfold {

class Dictionary {
 public:
  static constexpr uint32_t kNone = 0xffffffff;
  /// How many texts `internAll` takes at a time.
  static constexpr size_t kMostAtOnce = 256;

  explicit Dictionary(MemoryAccount& account, uint64_t seed = 0x5bd1e9955bd1e995ULL);

  /// The code of `text`, new if it was not known.
  uint32_t intern(std::string_view text) { return internHashed(text, textHash(text, seed_)); }
  /// The same for up to kMostAtOnce texts, whose places in memory are fetched side by side.
  void internAll(const std::string_view* texts, size_t count, uint32_t* codes);
  /// The code of `text`, or kNone.
  [[nodiscard]] uint32_t find(std::string_view text) const;
  /// The text of a code that was given out. Valid until the next `intern`.
  [[nodiscard]] std::string_view text(uint32_t code) const {
    const uint64_t begin = code == 0 ? 0 : ends_[code - 1];
    return {bytes_.data() + begin, static_cast<size_t>(ends_[code] - begin)};
  }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }
  /// The place of each text, by its code, among all texts in the order of their bytes; valid until
  /// the next `intern`. Null when there is no room to find out. Worked out once for the texts there
  /// are.
  const uint32_t* ranks();
  /// Whether that costs nothing any more.
  [[nodiscard]] bool knowsRanks() const { return ranks_.size() == ends_.size(); }
  /// Bytes of the texts and of what finds them.
  [[nodiscard]] uint64_t heldBytes() const;
  /// The most bytes that growing takes when `more` texts of `text_bytes` in all come, beside those
  /// bytes themselves.
  [[nodiscard]] uint64_t bytesToGrow(uint64_t more, uint64_t text_bytes) const;

 private:
  struct Slot {
    uint32_t hash;
    uint32_t code;  // kNone: nothing here
  };
  // Of a dictionary of few texts: where they were found last, compared without a look at the texts.
  struct Recent {
    ShortText text;
    uint32_t size;
    uint32_t code;
  };
  static constexpr size_t kRecent = 256;

  uint32_t internHashed(std::string_view text, uint64_t hash);
  [[nodiscard]] size_t slotOf(std::string_view text, uint32_t hash) const;
  uint32_t add(size_t slot, std::string_view text, uint32_t hash);
  void prefetch(uint64_t hash) const;
  void internFar(const std::string_view* texts, size_t count, uint32_t* codes);
  void place(size_t capacity);
  void chooseOtherSeed();

  uint64_t seed_;
  AccountedBuffer<char> bytes_;
  AccountedVector<uint64_t> ends_;  // one past each text's last byte
  AccountedVector<Slot> slots_;     // open addressing
  AccountedVector<Recent> recent_;
  AccountedVector<uint32_t> ranks_;  // by code; empty or short until asked for
  MemoryAccount& account_;
};

}  // namespace tallyfold

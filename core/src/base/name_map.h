// SPDX-License-Identifier: Apache-2.0
// A map from texts to 32-bit numbers in a few flat arrays: the names of a long list and where its
// entries stand.
//
// std::unordered_map takes two allocations an entry, which WebAssembly feels. No entry is removed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_hash.h"

namespace tallyfold {

class NameMap {
 public:
  static constexpr uint32_t kNone = 0xffffffff;

  /// The number of a name, or kNone.
  [[nodiscard]] uint32_t find(std::string_view name) const {
    if (slots_.empty()) return kNone;
    const uint32_t place = slots_[slotOf(name, hashOf(name))];
    return place == kNone ? kNone : entries_[place].number;
  }

  /// The number of a name, to be read or set; kNone where the name is new. It stands until the next
  /// call.
  uint32_t& at(std::string_view name) {
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    const uint32_t hash = hashOf(name);
    uint32_t& place = slots_[slotOf(name, hash)];
    if (place == kNone) {
      place = static_cast<uint32_t>(entries_.size());
      entries_.push_back({texts_.size(), static_cast<uint32_t>(name.size()), hash, kNone});
      texts_.append(name);
    }
    return entries_[place].number;
  }

 private:
  struct Entry {
    size_t begin;  // of the name in texts_
    uint32_t size;
    uint32_t hash;
    uint32_t number;
  };

  static uint32_t hashOf(std::string_view name) {
    return static_cast<uint32_t>(textHash(name, 0x5bd1e9955bd1e995ULL));
  }
  // Where the name is, or belongs.
  [[nodiscard]] size_t slotOf(std::string_view name, uint32_t hash) const {
    for (size_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
      if (slots_[slot] == kNone) return slot;
      const Entry& entry = entries_[slots_[slot]];
      if (entry.hash == hash && std::string_view(texts_).substr(entry.begin, entry.size) == name)
        return slot;
    }
  }
  void grow() {
    const size_t capacity = slots_.empty() ? 16 : slots_.size() * 2;
    slots_.assign(capacity, kNone);
    mask_ = capacity - 1;
    for (uint32_t place = 0; place < entries_.size(); ++place) {
      size_t slot = entries_[place].hash & mask_;
      while (slots_[slot] != kNone) slot = (slot + 1) & mask_;
      slots_[slot] = place;
    }
  }

  std::string texts_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // places in entries_
  size_t mask_ = 0;
};

}  // namespace tallyfold

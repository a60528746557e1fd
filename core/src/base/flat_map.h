// SPDX-License-Identifier: Apache-2.0
// A map from 64-bit keys to 32-bit numbers in two flat arrays: group slots, cached codes, distinct
// values.
//
// std::unordered_map takes one allocation and two cache misses an entry; these maps are asked once
// per row.
#pragma once

#include <cstdint>

#include "base/memory_account.h"

namespace tallyfold {

class FlatMap {
 public:
  static constexpr uint32_t kNone = 0xffffffff;

  explicit FlatMap(MemoryAccount& account)
      : keys_(makeAccounted<uint64_t>(account)), values_(makeAccounted<uint32_t>(account)) {}

  /// The value of `key`, or kNone.
  [[nodiscard]] uint32_t find(uint64_t key) const {
    if (values_.empty()) return kNone;
    for (size_t at = home(key);; at = (at + 1) & mask_) {
      if (values_[at] == kNone) return kNone;
      if (keys_[at] == key) return values_[at];
    }
  }

  /// Stores `value` (not kNone) unless the key is known; answers the value that stands, and whether
  /// it was stored.
  struct Inserted {
    uint32_t value;
    bool fresh;
  };
  Inserted insert(uint64_t key, uint32_t value) {
    if ((count_ + 1) * 8 > values_.size() * 5) grow();
    for (size_t at = home(key);; at = (at + 1) & mask_) {
      if (values_[at] == kNone) {
        keys_[at] = key;
        values_[at] = value;
        ++count_;
        return {value, true};
      }
      if (keys_[at] == key) return {values_[at], false};
    }
  }

  /// Calls visit(key, value) for every entry, in no particular order.
  template <typename Visit>
  void forEach(Visit visit) const {
    for (size_t at = 0; at < values_.size(); ++at) {
      if (values_[at] != kNone) visit(keys_[at], values_[at]);
    }
  }

  [[nodiscard]] size_t size() const { return count_; }

  /// The most bytes that inserting `more` keys can take, the old table still held while it grows.
  [[nodiscard]] uint64_t bytesToInsert(uint64_t more) const {
    uint64_t capacity = values_.size() < kFirstCapacity ? kFirstCapacity : values_.size();
    while ((count_ + more + 1) * 8 > capacity * 5) capacity *= 2;
    return capacity == values_.size() ? 0 : capacity * (sizeof(uint64_t) + sizeof(uint32_t));
  }

 private:
  static constexpr size_t kFirstCapacity = 16;

  [[nodiscard]] size_t home(uint64_t key) const {
    uint64_t mixed = key * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32;
    return static_cast<size_t>(mixed) & mask_;
  }
  void grow() {
    auto old_keys = std::move(keys_);
    auto old_values = std::move(values_);
    const size_t capacity = old_values.empty() ? kFirstCapacity : old_values.size() * 2;
    keys_ = AccountedVector<uint64_t>(capacity, 0, old_keys.get_allocator());
    values_ = AccountedVector<uint32_t>(capacity, kNone, old_values.get_allocator());
    mask_ = capacity - 1;
    for (size_t i = 0; i < old_values.size(); ++i) {
      if (old_values[i] == kNone) continue;
      size_t at = home(old_keys[i]);
      while (values_[at] != kNone) at = (at + 1) & mask_;
      keys_[at] = old_keys[i];
      values_[at] = old_values[i];
    }
  }

  AccountedVector<uint64_t> keys_;
  AccountedVector<uint32_t> values_;
  size_t mask_ = 0;
  size_t count_ = 0;
};

}  // namespace tallyfold

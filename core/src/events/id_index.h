// SPDX-License-Identifier: Apache-2.0
// Which events share an id? An index of keyed hashes, and the short list of those that repeat.
//
// It holds 22 bytes a slot at a load of 5/16 to 5/8, so 35 to 70 bytes an event that has an id.
#pragma once

#include <cstdint>
#include <vector>

#include "base/flat_map.h"
#include "base/siphash.h"
#include "events/block_builder.h"

namespace tallyfold {

/// Names an event of a dataset: the number of its block, and its place in it by arrival.
constexpr uint64_t makeOrdinal(uint32_t block, uint16_t row) {
  return (static_cast<uint64_t>(block) << 16) | row;
}
constexpr uint32_t blockOf(uint64_t ordinal) { return static_cast<uint32_t>(ordinal >> 16); }

class IdIndex {
 public:
  explicit IdIndex(MemoryAccount& account);

  /// Notes that this event has this id.
  void add(const Hash128& id, uint64_t ordinal);
  /// Notes the ids of events with consecutive ordinals; zero is no id.
  void addAll(const RowFacts* events, size_t count, uint64_t first_ordinal);

  [[nodiscard]] bool contains(const Hash128& id) const {
    return !slots_.empty() && blocks_[slotOf(id)] != kEmpty;
  }

  /// Events whose id another event has too: for each such event, the number of its group.
  struct Repeat {
    uint64_t ordinal;
    uint32_t group;
  };
  [[nodiscard]] const std::vector<Repeat>& repeats() const { return repeats_; }
  /// Calls visit(id, ordinal) for the first event of every id, in no particular order.
  template <typename Visit>
  void forEachFirst(Visit visit) const {
    for (size_t at = 0; at < slots_.size(); ++at) {
      if (blocks_[at] != kEmpty) visit(Hash128{slots_[at].low, slots_[at].high}, ordinalAt(at));
    }
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t more) const;
  [[nodiscard]] uint64_t size() const { return count_; }

 private:
  struct Slot {
    uint64_t low;
    uint64_t high;
  };
  void grow();
  [[nodiscard]] size_t slotOf(const Hash128& id) const;

  static constexpr uint32_t kEmpty = 0xffffffff;
  [[nodiscard]] uint64_t ordinalAt(size_t slot) const {
    return makeOrdinal(blocks_[slot], rows_[slot]);
  }

  AccountedVector<Slot> slots_;
  AccountedVector<uint32_t> blocks_;  // of the first event with the id, or kEmpty
  AccountedVector<uint16_t> rows_;
  size_t count_ = 0;
  FlatMap group_of_first_;  // ordinal of a first event -> group
  std::vector<Repeat> repeats_;
  uint32_t groups_ = 0;
};

}  // namespace tallyfold

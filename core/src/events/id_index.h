// SPDX-License-Identifier: Apache-2.0
// Which events share an id? An index of keyed hashes, and the short list of those that repeat.
//
// It holds 21 bytes a slot at a load of 4/9 to 2/3, so 32 to 47 bytes an event that has an id. It
// is cut into shards that grow by themselves, so that growing never needs the index twice.
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
    const Shard& shard = shards_[shardOf(id)];
    return shard.capacity != 0 && !shard.slot(shard.find(restOf(id))).isEmpty();
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
    for (size_t number = 0; number < kShards; ++number) {
      const Shard& shard = shards_[number];
      for (uint32_t at = 0; at < shard.capacity; ++at) {
        Slot slot = shard.slot(at);
        if (slot.isEmpty()) continue;
        slot.id.high |= static_cast<uint64_t>(number) << kRestBits;
        visit(slot.id, slot.ordinal());
      }
    }
  }
  [[nodiscard]] uint64_t bytesToAdd(uint64_t more) const;
  [[nodiscard]] uint64_t size() const { return count_; }

 private:
  static constexpr uint32_t kEmpty = 0xffffffff;
  static constexpr size_t kShards = 256;
  static constexpr size_t kSlotBytes = 21;
  static constexpr int kRestBits = 56;  // of id.high; those above are the shard's number

  struct Slot {
    Hash128 id;      // without the bits that the shard stands for
    uint32_t block;  // of the first event with the id, or kEmpty
    uint16_t row;
    [[nodiscard]] bool isEmpty() const { return block == kEmpty; }
    [[nodiscard]] uint64_t ordinal() const { return makeOrdinal(block, row); }
  };
  // Open addressing in one array of bytes, a slot's parts side by side.
  struct Shard {
    explicit Shard(MemoryAccount& account) : bytes(makeAccounted<uint8_t>(account)) {}
    AccountedVector<uint8_t> bytes;
    uint32_t capacity = 0;
    uint32_t count = 0;

    [[nodiscard]] uint32_t home(const Hash128& id) const {
      return static_cast<uint32_t>(((id.low & 0xffffffff) * capacity) >> 32);
    }
    [[nodiscard]] Slot slot(uint32_t at) const;
    [[nodiscard]] uint32_t blockAt(uint32_t at) const;
    void put(uint32_t at, const Slot& slot);
    /// Where the id is, or belongs.
    [[nodiscard]] uint32_t find(const Hash128& id) const;
    void grow();
    [[nodiscard]] uint64_t bytesToGrow(uint64_t more) const;
  };

  static size_t shardOf(const Hash128& id) { return static_cast<size_t>(id.high >> kRestBits); }
  static Hash128 restOf(Hash128 id) {
    id.high &= (uint64_t{1} << kRestBits) - 1;
    return id;
  }
  static bool isFull(uint64_t count, uint64_t capacity) { return (count + 1) * 3 > capacity * 2; }
  static uint32_t largerCapacity(uint32_t capacity) { return capacity + capacity / 2 + 8; }

  std::vector<Shard> shards_;
  uint32_t looked_ = 0;  // keeps the compiler from leaving out a look; see addAll
  size_t count_ = 0;
  FlatMap group_of_first_;  // ordinal of a first event -> group
  std::vector<Repeat> repeats_;
  uint32_t groups_ = 0;
};

}  // namespace tallyfold

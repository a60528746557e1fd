// SPDX-License-Identifier: Apache-2.0
#include "events/id_index.h"

#include <cstring>

namespace tallyfold {

IdIndex::IdIndex(MemoryAccount& account)
    : shards_(kShards, Shard(account)), group_of_first_(account) {}

IdIndex::Slot IdIndex::Shard::slot(uint32_t at) const {
  const uint8_t* from = bytes.data() + size_t{at} * kSlotBytes;
  Slot slot;
  std::memcpy(&slot.id.low, from, 8);
  std::memcpy(&slot.id.high, from + 8, 8);
  std::memcpy(&slot.block, from + 16, 4);
  std::memcpy(&slot.row, from + 20, 2);
  return slot;
}

void IdIndex::Shard::put(uint32_t at, const Slot& slot) {
  uint8_t* to = bytes.data() + size_t{at} * kSlotBytes;
  std::memcpy(to, &slot.id.low, 8);
  std::memcpy(to + 8, &slot.id.high, 8);
  std::memcpy(to + 16, &slot.block, 4);
  std::memcpy(to + 20, &slot.row, 2);
}

uint32_t IdIndex::Shard::find(const Hash128& id) const {
  uint32_t at = home(id);
  for (;;) {
    const Slot known = slot(at);
    if (known.isEmpty() || known.id == id) return at;
    if (++at == capacity) at = 0;
  }
}

void IdIndex::Shard::grow() {
  Shard larger(*bytes.get_allocator().account);
  larger.capacity = largerCapacity(capacity);
  larger.bytes.assign(size_t{larger.capacity} * kSlotBytes, 0xff);  // empty, all of them
  for (uint32_t at = 0; at < capacity; ++at) {
    const Slot known = slot(at);
    if (!known.isEmpty()) larger.put(larger.find(known.id), known);
  }
  bytes.swap(larger.bytes);
  capacity = larger.capacity;
}

uint64_t IdIndex::Shard::bytesToGrow(uint64_t more) const {
  uint32_t larger = capacity;
  while ((count + more + 1) * 4 > uint64_t{larger} * 3) larger = largerCapacity(larger);
  return larger == capacity ? 0 : uint64_t{larger} * kSlotBytes;
}

void IdIndex::add(const Hash128& id, uint64_t ordinal) {
  Shard& shard = shards_[shardOf(id)];
  if ((uint64_t{shard.count} + 1) * 4 > uint64_t{shard.capacity} * 3) shard.grow();
  const uint32_t at = shard.find(id);
  const Slot known = shard.slot(at);
  if (known.isEmpty()) {
    shard.put(at, {id, blockOf(ordinal), static_cast<uint16_t>(ordinal)});
    ++shard.count;
    ++count_;
    return;
  }
  const auto group = group_of_first_.insert(known.ordinal(), groups_);
  if (group.fresh) {
    ++groups_;
    repeats_.push_back({known.ordinal(), group.value});
  }
  repeats_.push_back({ordinal, group.value});
}

void IdIndex::addAll(const RowFacts* events, size_t count, uint64_t first_ordinal) {
  constexpr size_t kAhead = 16;
  const auto prefetch = [&](size_t event) {
    const Shard& shard = shards_[event < count ? shardOf(events[event].id) : 0];
    if (event >= count || shard.capacity == 0) return;
    const uint8_t* at = shard.bytes.data() + size_t{shard.home(events[event].id)} * kSlotBytes;
    __builtin_prefetch(at);
    __builtin_prefetch(at + kSlotBytes - 1);
  };
  for (size_t event = 0; event < kAhead; ++event) prefetch(event);
  for (size_t event = 0; event < count; ++event) {
    prefetch(event + kAhead);
    if (!(events[event].id == Hash128())) add(events[event].id, first_ordinal + event);
  }
}

uint64_t IdIndex::bytesToAdd(uint64_t more) const {
  // Hashes fall evenly; what uneven ones take beyond this is less than the input they come from.
  const uint64_t each = more / kShards + 8;
  uint64_t bytes = more * 2 * sizeof(Repeat);
  for (const Shard& shard : shards_) bytes += shard.bytesToGrow(each);
  return bytes;
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "events/id_index.h"

#include <algorithm>
#include <cstring>

#include "base/cold.h"

namespace tallyfold {

TALLYFOLD_COLD IdIndex::IdIndex(MemoryAccount& account)
    : shards_(kShards, Shard(account)), group_of_first_(account) {}

IdIndex::Slot IdIndex::Shard::slot(uint32_t at) const {
  const uint8_t* from = bytes.data() + size_t{at} * kSlotBytes;
  Slot slot;
  std::memcpy(&slot.id.low, from, 8);
  std::memcpy(&slot.id.high, from + 8, 8);
  slot.id = restOf(slot.id);  // the eighth byte is the block's
  std::memcpy(&slot.block, from + 15, 4);
  std::memcpy(&slot.row, from + 19, 2);
  return slot;
}

void IdIndex::Shard::put(uint32_t at, const Slot& slot) {
  uint8_t* to = bytes.data() + size_t{at} * kSlotBytes;
  std::memcpy(to, &slot.id.low, 8);
  std::memcpy(to + 8, &slot.id.high, 8);
  std::memcpy(to + 15, &slot.block, 4);
  std::memcpy(to + 19, &slot.row, 2);
}

uint32_t IdIndex::Shard::blockAt(uint32_t at) const {
  uint32_t block;
  std::memcpy(&block, bytes.data() + size_t{at} * kSlotBytes + 15, 4);
  return block;
}

uint32_t IdIndex::Shard::find(const Hash128& id) const {
  uint32_t at = home(id);
  while (blockAt(at) != kEmpty) {
    uint64_t low;
    std::memcpy(&low, bytes.data() + size_t{at} * kSlotBytes, 8);
    if (low == id.low && slot(at).id == id) break;
    if (++at == capacity) at = 0;
  }
  return at;
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
  while (isFull(count + more, larger)) larger = largerCapacity(larger);
  return larger == capacity ? 0 : uint64_t{larger} * kSlotBytes;
}

void IdIndex::add(const Hash128& id, uint64_t ordinal) {
  Shard& shard = shards_[shardOf(id)];
  if (isFull(shard.count, shard.capacity)) shard.grow();
  const Hash128 rest = restOf(id);
  const uint32_t at = shard.find(rest);
  if (shard.blockAt(at) == kEmpty) {
    shard.put(at, {rest, blockOf(ordinal), static_cast<uint16_t>(ordinal)});
    ++shard.count;
    ++count_;
    return;
  }
  const Slot known = shard.slot(at);
  const auto group = group_of_first_.insert(known.ordinal(), groups_);
  if (group.fresh) {
    ++groups_;
    repeats_.push_back({known.ordinal(), group.value});
  }
  repeats_.push_back({ordinal, group.value});
}

void IdIndex::addAll(const RowFacts* events, size_t count, uint64_t first_ordinal) {
  // Slots lie anywhere in memory. Looking at all of them first lets the processor wait for many at
  // once; WebAssembly has no other way to say so.
  uint32_t looked = 0;
  for (size_t event = 0; event < count; ++event) {
    const Shard& shard = shards_[shardOf(events[event].id)];
    if (shard.capacity == 0) continue;
    const uint32_t home = shard.home(events[event].id);
    looked ^= shard.blockAt(home);
    __builtin_prefetch(shard.bytes.data() + size_t{home} * kSlotBytes + kSlotBytes - 1);
    __builtin_prefetch(shard.bytes.data() +
                       size_t{std::min(home + 3, shard.capacity - 1)} * kSlotBytes);
  }
  looked_ = looked;
  for (size_t event = 0; event < count; ++event) {
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

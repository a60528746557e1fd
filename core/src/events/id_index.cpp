// SPDX-License-Identifier: Apache-2.0
#include "events/id_index.h"

namespace tallyfold {
namespace {

constexpr size_t kFirstCapacity = 64;

}  // namespace

IdIndex::IdIndex(MemoryAccount& account)
    : slots_(makeAccounted<Slot>(account)),
      blocks_(makeAccounted<uint32_t>(account)),
      rows_(makeAccounted<uint16_t>(account)),
      group_of_first_(account) {}

size_t IdIndex::slotOf(const Hash128& id) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = static_cast<size_t>(id.low) & mask;; at = (at + 1) & mask) {
    if (blocks_[at] == kEmpty || (slots_[at].low == id.low && slots_[at].high == id.high))
      return at;
  }
}

void IdIndex::add(const Hash128& id, uint64_t ordinal) {
  if ((count_ + 1) * 8 > slots_.size() * 5) grow();
  const size_t at = slotOf(id);
  if (blocks_[at] == kEmpty) {
    slots_[at] = {id.low, id.high};
    blocks_[at] = blockOf(ordinal);
    rows_[at] = static_cast<uint16_t>(ordinal);
    ++count_;
    return;
  }
  const auto group = group_of_first_.insert(ordinalAt(at), groups_);
  if (group.fresh) {
    ++groups_;
    repeats_.push_back({ordinalAt(at), group.value});
  }
  repeats_.push_back({ordinal, group.value});
}

void IdIndex::addAll(const RowFacts* events, size_t count, uint64_t first_ordinal) {
  constexpr size_t kAhead = 16;
  const auto prefetch = [&](size_t event) {
    if (event >= count || slots_.empty()) return;
    const size_t at = static_cast<size_t>(events[event].id.low) & (slots_.size() - 1);
    __builtin_prefetch(&slots_[at]);
    __builtin_prefetch(&blocks_[at]);
    __builtin_prefetch(&rows_[at]);
  };
  for (size_t event = 0; event < kAhead; ++event) prefetch(event);
  for (size_t event = 0; event < count; ++event) {
    prefetch(event + kAhead);
    if (!(events[event].id == Hash128())) add(events[event].id, first_ordinal + event);
  }
}

void IdIndex::grow() {
  const auto old_slots = std::move(slots_);
  const auto old_blocks = std::move(blocks_);
  const auto old_rows = std::move(rows_);
  const size_t capacity = old_slots.empty() ? kFirstCapacity : old_slots.size() * 2;
  slots_ = AccountedVector<Slot>(capacity, Slot{0, 0}, old_slots.get_allocator());
  blocks_ = AccountedVector<uint32_t>(capacity, kEmpty, old_blocks.get_allocator());
  rows_ = AccountedVector<uint16_t>(capacity, 0, old_rows.get_allocator());
  for (size_t i = 0; i < old_slots.size(); ++i) {
    if (old_blocks[i] == kEmpty) continue;
    const size_t at = slotOf({old_slots[i].low, old_slots[i].high});
    slots_[at] = old_slots[i];
    blocks_[at] = old_blocks[i];
    rows_[at] = old_rows[i];
  }
}

uint64_t IdIndex::bytesToAdd(uint64_t more) const {
  uint64_t capacity = slots_.empty() ? kFirstCapacity : slots_.size();
  while ((count_ + more + 1) * 8 > capacity * 5) capacity *= 2;
  const uint64_t table = capacity == slots_.size()
                             ? 0
                             : capacity * (sizeof(Slot) + sizeof(uint32_t) + sizeof(uint16_t));
  return table + more * 2 * sizeof(Repeat);
}

}  // namespace tallyfold

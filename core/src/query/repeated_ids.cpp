// SPDX-License-Identifier: Apache-2.0
#include "query/repeated_ids.h"

#include <algorithm>

#include "base/sort.h"

namespace tallyfold {

RepeatedIds::RepeatedIds(const Dataset& dataset, IdsFrom from, bool matters)
    : from_(from), matters_(matters) {
  if (!matters || from == IdsFrom::Hashes) return;
  if (from == IdsFrom::Shared) {
    for (const SharedId& shared : dataset.sharedIds())
      of_block_[blockOf(shared.ordinal)].push_back(shared);
    return;
  }
  // Within one dataset the number of a group is as good as the id.
  for (const IdIndex::Repeat& repeat : dataset.repeats()) {
    of_block_[blockOf(repeat.ordinal)].push_back({repeat.ordinal, {repeat.group + 1ULL, 1}});
  }
}

void RepeatedIds::begin(const Block& block) {
  block_ = &block;
  repeats_.clear();
  const auto found = of_block_.find(block.number);
  if (found == of_block_.end()) return;
  for (const SharedId& repeat : found->second) {
    repeats_.push_back({block.rowOfOrdinal(repeat.ordinal), repeat.id});
  }
  sortItems(repeats_, [](const Repeat& a, const Repeat& b) { return a.row < b.row; });
}

bool RepeatedIds::any() const {
  if (!matters_) return false;
  return from_ == IdsFrom::Hashes ? !block_->id_hashes.empty() : !repeats_.empty();
}

Hash128 RepeatedIds::idOf(size_t row) const {
  if (!any()) return {};
  if (from_ == IdsFrom::Hashes) return block_->id_hashes[row];
  const auto found =
      std::lower_bound(repeats_.begin(), repeats_.end(), row,
                       [](const Repeat& repeat, size_t r) { return repeat.row < r; });
  if (found == repeats_.end() || found->row != row) return {};
  return found->id;
}

void RepeatedIds::refuse(size_t first, size_t count, uint8_t* taken) const {
  if (!any()) return;
  if (from_ == IdsFrom::Hashes) {
    for (size_t i = 0; i < count; ++i) {
      if (!(block_->id_hashes[first + i] == Hash128())) taken[i] = 0;
    }
    return;
  }
  auto at = std::lower_bound(repeats_.begin(), repeats_.end(), first,
                             [](const Repeat& repeat, size_t r) { return repeat.row < r; });
  for (; at != repeats_.end() && at->row < first + count; ++at) taken[at->row - first] = 0;
}

LedgerEntry placeOf(const Block& block, size_t row, Reason reason) {
  LedgerEntry entry;
  entry.reason = reason;
  entry.source = block.source;
  entry.byte_offset = static_cast<uint64_t>(block.offsets.at(row));
  entry.line = static_cast<uint64_t>(block.lines.at(row));
  const Cell id = block.cellAt(attributeKey(Attribute::IdText), row);
  if (kindOf(id.tag) == CellKind::PlainText) entry.id = block.plainText(id.payload);
  return entry;
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "report/native_groups.h"

#include <algorithm>
#include <cstring>

#include "base/apart.h"
#include "base/cold.h"
#include "base/key_sort.h"
#include "base/sort.h"

namespace tallyfold {
namespace {

// The first eight bytes of a text.
uint64_t prefixOf(const GroupText& text) {
  uint8_t bytes[8] = {};
  if (text && !text->empty())
    std::memcpy(bytes, text->data(), std::min(sizeof(bytes), text->size()));
  uint64_t prefix = 0;
  for (const uint8_t byte : bytes) prefix = prefix << 8 | byte;
  return prefix;
}

GroupText textOf(const NativePartial& partial, uint32_t group, size_t dimension) {
  const uint32_t code = partial.groupCode(group, dimension);
  return code == kAbsentText ? std::nullopt : GroupText(partial.groupText(dimension, code));
}

int compareTexts(const NativePartial& partial, uint32_t a, uint32_t b, size_t width) {
  for (size_t d = 0; d < width; ++d) {
    const GroupText left = textOf(partial, a, d);
    const GroupText right = textOf(partial, b, d);
    if (left.has_value() != right.has_value()) return left.has_value() ? 1 : -1;
    const int compared = left ? left->compare(*right) : 0;
    if (compared != 0) return compared;
  }
  return 0;
}

class Sorter {
 public:
  Sorter(const NativeQuery& query, const NativePartial& partial)
      : has_periods_(query.previous_start_ns.has_value()), partial_(partial) {
    made_.groups.partial = &partial;
    made_.groups.width = query.groups.size();
    made_.number_of.resize(partial.slots.groupCount(), 0);
    made_.period_of.resize(partial.slots.groupCount(), kCurrentPeriod);
  }

  OrderedGroups run(bool sorted) {
    findGroups();
    if (sorted) sort();
    numberGroups(sorted);
    // Without dimensions there is one row, whatever happened.
    if (made_.groups.width == 0) {
      made_.groups.count = 1;
      made_.groups.ids.resize(1, 0);
    }
    return std::move(made_);
  }

 private:
  // The groups in which something happened.
  TALLYFOLD_APART void findGroups() {
    std::vector<uint8_t> used(partial_.slots.groupCount(), 0);
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (partial_.slots.touched(slot)) used[partial_.slots.slot(slot).group] = 1;
    }
    for (uint32_t group = 0; group < used.size(); ++group) {
      if (used[group] == 0) continue;
      groups_.push_back(group);
      if (has_periods_ && partial_.periodText(group) == NativePartial::kPrevious)
        made_.period_of[group] = kPreviousPeriod;
    }
  }

  TALLYFOLD_APART void sort() {
    if (made_.groups.width == 0) return;
    const size_t count = groups_.size();
    const uint32_t* ranks[kRankedDimensions] = {};
    const bool by_rank = findRanks(ranks);
    std::vector<Keyed> keyed(2 * count);
    by_rank ? keyByRanks(ranks, keyed.data()) : keyByPrefixes(keyed.data());
    Keyed* sorted = sortByKey(keyed.data(), keyed.data() + count, count);
    // With ranks only the two periods' groups are left, which are equal.
    if (!by_rank)
      forEqualKeys(sorted, count, [this](Keyed* first, size_t equal) { sortTexts(first, equal); });
    for (size_t i = 0; i < count; ++i) groups_[i] = sorted[i].item;
  }

  TALLYFOLD_APART void sortTexts(Keyed* first, size_t count) const {
    std::vector<Keyed> equal(first, first + count);
    sortInPlace(equal, [this](const Keyed& a, const Keyed& b) {
      const int compared = compare(a.item, b.item);
      return compared != 0 ? compared < 0 : a.item < b.item;
    });
    std::copy(equal.begin(), equal.end(), first);
  }

  bool findRanks(const uint32_t** ranks) const {
    if (made_.groups.width > kRankedDimensions) return false;
    for (size_t d = 0; d < made_.groups.width; ++d) {
      ranks[d] = ranksOf(d);
      if (ranks[d] == nullptr) return false;
    }
    return true;
  }

  // The ranks of a dimension's texts, where each is of the field's own dictionary and that is not
  // much larger than what is asked of it.
  TALLYFOLD_APART const uint32_t* ranksOf(size_t d) const {
    Dictionary* texts = partial_.group_texts[d];
    if (texts == nullptr || texts->size() == 0) return nullptr;
    constexpr size_t kTextsForAGroup = 16;
    if (!texts->knowsRanks() && texts->size() / kTextsForAGroup > groups_.size()) return nullptr;
    for (const uint32_t group : groups_) {
      const uint32_t code = partial_.groupCode(group, d);
      if (code != kAbsentText && code >= texts->size()) return nullptr;
    }
    return texts->ranks();
  }

  TALLYFOLD_APART void keyByRanks(const uint32_t* const* ranks, Keyed* keyed) const {
    for (const uint32_t group : groups_) *keyed++ = {rankKey(ranks, group), group, 0};
  }
  TALLYFOLD_APART void keyByPrefixes(Keyed* keyed) const {
    for (const uint32_t group : groups_) *keyed++ = {prefixKey(group), group, 0};
  }

  [[nodiscard]] uint64_t rankKey(const uint32_t* const* ranks, uint32_t group) const {
    uint64_t key = 0;
    for (size_t d = 0; d < made_.groups.width; ++d) {
      const uint32_t code = partial_.groupCode(group, d);
      key = key << 32 | (code == kAbsentText ? 0 : ranks[d][code] + uint64_t{1});
    }
    return key;
  }
  [[nodiscard]] uint64_t prefixKey(uint32_t group) const {
    return prefixOf(textOf(partial_, group, 0));
  }

  [[nodiscard]] int compare(uint32_t a, uint32_t b) const {
    return compareTexts(partial_, a, b, made_.groups.width);
  }

  TALLYFOLD_APART void numberGroups(bool sorted) {
    for (size_t i = 0; i < groups_.size(); ++i) {
      const bool is_new =
          i == 0 || !sorted || !has_periods_ || compare(groups_[i - 1], groups_[i]) != 0;
      if (is_new) {
        made_.groups.ids.push_back(groups_[i]);
        ++made_.groups.count;
      }
      made_.number_of[groups_[i]] = static_cast<uint32_t>(made_.groups.count - 1);
    }
  }

  static constexpr size_t kRankedDimensions = 2;  // whose ranks fit a key
  bool has_periods_;
  const NativePartial& partial_;
  OrderedGroups made_;
  std::vector<uint32_t> groups_;
};

}  // namespace

GroupText NativeGroups::text(uint32_t group, size_t dimension) const {
  return ids[group] == kOthers ? std::nullopt : textOf(*partial, ids[group], dimension);
}

int compareGroups(const NativeGroups& groups, uint32_t a, uint32_t b) {
  return compareTexts(*groups.partial, groups.ids[a], groups.ids[b], groups.width);
}

TALLYFOLD_COLD OrderedGroups orderedGroups(const NativeQuery& query, const NativePartial& partial,
                                           bool sorted) {
  return Sorter(query, partial).run(sorted);
}

}  // namespace tallyfold

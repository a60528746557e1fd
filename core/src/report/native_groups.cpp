// SPDX-License-Identifier: Apache-2.0
#include "report/native_groups.h"

#include <algorithm>
#include <cstring>

#include "base/cold.h"
#include "base/sort.h"

namespace tallyfold {
namespace {

// A group on its way to its place: its first eight bytes tell most of them apart.
struct Entry {
  uint64_t prefix;
  uint32_t group;  // of the partial
  uint32_t texts;  // where its texts begin
};

uint64_t prefixOf(const GroupText& text) {
  uint8_t bytes[8] = {};
  if (text) std::memcpy(bytes, text->data(), std::min(sizeof(bytes), text->size()));
  uint64_t prefix = 0;
  for (const uint8_t byte : bytes) prefix = prefix << 8 | byte;
  return prefix;
}

int compareTexts(const GroupText* a, const GroupText* b, size_t width) {
  for (size_t d = 0; d < width; ++d) {
    if (a[d].has_value() != b[d].has_value()) return a[d].has_value() ? 1 : -1;
    const int compared = a[d] ? a[d]->compare(*b[d]) : 0;
    if (compared != 0) return compared;
  }
  return 0;
}

class Sorter {
 public:
  Sorter(const NativeQuery& query, const NativePartial& partial)
      : has_periods_(query.previous_start_ns.has_value()), partial_(partial) {
    made_.groups.width = query.groups.size();
    made_.number_of.resize(partial.slots.groupCount(), 0);
    made_.period_of.resize(partial.slots.groupCount(), kCurrentPeriod);
  }

  OrderedGroups run(bool sorted) {
    std::vector<uint8_t> used(partial_.slots.groupCount(), 0);
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (partial_.slots.touched(slot)) used[partial_.slots.slot(slot).group] = 1;
    }
    for (uint32_t group = 0; group < used.size(); ++group) {
      if (used[group] != 0) addEntry(group);
    }
    if (sorted) {
      sortInPlace(entries_, [this](const Entry& a, const Entry& b) {
        if (a.prefix != b.prefix) return a.prefix < b.prefix;
        const int compared = compare(a, b);
        return compared != 0 ? compared < 0 : a.group < b.group;
      });
    }
    numberEntries(sorted);
    // Without groups there is one row, whatever happened.
    if (made_.groups.width == 0) made_.groups.count = 1;
    return std::move(made_);
  }

 private:
  void addEntry(uint32_t group) {
    partial_.slots.readTexts(group, codes_);
    size_t first = 0;
    if (has_periods_ && !codes_.empty()) {
      if (codes_[0] == NativePartial::kPrevious) made_.period_of[group] = kPreviousPeriod;
      first = 1;
    }
    const auto begin = static_cast<uint32_t>(texts_.size());
    for (size_t d = first; d < codes_.size(); ++d) {
      texts_.push_back(codes_[d] == kAbsentText
                           ? std::nullopt
                           : GroupText(partial_.groupText(d - first, codes_[d])));
    }
    entries_.push_back({made_.groups.width == 0 ? 0 : prefixOf(texts_[begin]), group, begin});
  }

  [[nodiscard]] int compare(const Entry& a, const Entry& b) const {
    return compareTexts(texts_.data() + a.texts, texts_.data() + b.texts, made_.groups.width);
  }

  void numberEntries(bool sorted) {
    const size_t width = made_.groups.width;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (i == 0 || !sorted || compare(entries_[i - 1], entries_[i]) != 0) {
        for (size_t d = 0; d < width; ++d)
          made_.groups.texts.push_back(texts_[entries_[i].texts + d]);
        ++made_.groups.count;
      }
      made_.number_of[entries_[i].group] = static_cast<uint32_t>(made_.groups.count - 1);
    }
  }

  bool has_periods_;
  const NativePartial& partial_;
  OrderedGroups made_;
  std::vector<uint32_t> codes_;
  std::vector<GroupText> texts_;
  std::vector<Entry> entries_;
};

}  // namespace

int compareGroups(const NativeGroups& groups, uint32_t a, uint32_t b) {
  return compareTexts(groups.of(a), groups.of(b), groups.width);
}

TALLYFOLD_COLD OrderedGroups orderedGroups(const NativeQuery& query, const NativePartial& partial,
                                           bool sorted) {
  return Sorter(query, partial).run(sorted);
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "query/native_slots.h"

#include <algorithm>

#include "base/cold.h"

namespace tallyfold {
namespace {

constexpr uint32_t kFirstColumn = SlotTable::columnOf(0);

}  // namespace

TALLYFOLD_COLD NativeSlots::NativeSlots(const NativeQuery& query, Dataset& dataset,
                                        NativePartial& partial, TextCodes codes)
    : query_(query),
      partial_(partial),
      spans_of_(query, partial.slots),
      spans_(kZoneRows),
      groups_(kZoneRows),
      codes_(kZoneRows),
      slots_(kZoneRows),
      found_(kZoneRows) {
  for (const Dimension& group : query.groups)
    dimensions_.emplace_back(group, dataset, partial.texts, codes);
}

void NativeSlots::begin(const Block& block) {
  spans_of_.begin(block);
  for (GroupCodes& dimension : dimensions_) dimension.begin(block);
}

TimeRange NativeSlots::asked(const TimeRange& zone) const {
  return {std::max(zone.min_ns, query_.foldedStart()), std::min(zone.max_ns, query_.end_ns - 1)};
}

bool NativeSlots::needsTimes(const TimeRange& zone) {
  const TimeRange range = asked(zone);
  return !spans_of_.isOne(range.min_ns, range.max_ns, spans_[0]);
}

void NativeSlots::find(const RowSet& rows, const TimeRange& zone, const int64_t* times_ns,
                       std::string_view event_name) {
  const TimeRange range = asked(zone);
  one_span_ = spans_of_.isOne(range.min_ns, range.max_ns, spans_[0]);
  if (!one_span_) spans_of_.read(times_ns, rows.count, spans_.data());
  findGroups(rows, event_name);
  findSlots(rows.count);
}

void NativeSlots::findGroups(const RowSet& rows, std::string_view event_name) {
  // Each period has a root of its own.
  one_group_ = one_span_ || !query_.previous_start_ns;
  if (!query_.previous_start_ns) {
    groups_[0] = 0;
  } else {
    const uint32_t roots[] = {partial_.slots.groupWith(0, NativePartial::kCurrent),
                              partial_.slots.groupWith(0, NativePartial::kPrevious)};
    const size_t count = one_span_ ? 1 : rows.count;
    for (size_t i = 0; i < count; ++i)
      groups_[i] = roots[BlockSpans::isPrevious(spans_[i]) ? 1 : 0];
  }
  for (size_t d = 0; d < dimensions_.size(); ++d) addDimension(d, rows, event_name);
}

void NativeSlots::addDimension(size_t d, const RowSet& rows, std::string_view event_name) {
  uint32_t one_code = 0;
  const uint32_t name =
      query_.groups[d].is_event_name ? partial_.texts.intern(event_name) : kAbsentText;
  const bool one = dimensions_[d].isOne(name, one_code);
  if (one && one_group_) {
    groups_[0] = partial_.slots.groupWith(groups_[0], one_code);
    return;
  }
  if (one) {
    std::fill_n(codes_.begin(), rows.count, one_code);
  } else {
    dimensions_[d].read(rows, codes_.data());
  }
  if (one_group_) std::fill_n(groups_.begin(), rows.count, groups_[0]);
  one_group_ = false;
  uint32_t most_column = 0;
  uint32_t most_group = 0;
  for (size_t i = 0; i < rows.count; ++i) {
    most_column = std::max(most_column, SlotTable::columnOf(codes_[i]));
    most_group = std::max(most_group, groups_[i]);
  }
  PairMap& groups = partial_.slots.groupsAt(d + (query_.previous_start_ns ? 1 : 0));
  const bool covered = groups.cover(most_group + uint64_t{1}, most_column + uint64_t{1});
  if (covered) groups.read(groups_.data(), codes_.data(), kFirstColumn, rows.count, found_.data());
  for (size_t i = 0; i < rows.count; ++i) {
    const uint32_t known = covered ? found_[i] : PairMap::kNone;
    groups_[i] = known != PairMap::kNone ? known : partial_.slots.groupWith(groups_[i], codes_[i]);
  }
}

uint32_t NativeSlots::slotOf(uint32_t span, uint32_t group) {
  return partial_.slots.slotOf(BlockSpans::windowOf(span), group);
}

void NativeSlots::findSlots(size_t count) {
  runs_.clear();
  if (one_span_ && one_group_) {
    addRun(slotOf(spans_[0], groups_[0]), 0, count);
    return;
  }
  // Where only one of both changes, its runs are those of the slots.
  if (one_group_ && findRuns(spans_.data(), count)) {
    for (SlotRun& run : runs_) setRun(run, slotOf(run.slot, groups_[0]));
    return;
  }
  if (one_span_ && findRuns(groups_.data(), count)) {
    for (SlotRun& run : runs_) setRun(run, slotOf(spans_[0], run.slot));
    return;
  }
  if (one_span_) std::fill_n(spans_.begin(), count, spans_[0]);
  if (one_group_) std::fill_n(groups_.begin(), count, groups_[0]);
  uint32_t most_window = 0;
  for (size_t i = 0; i < count; ++i) {
    codes_[i] = BlockSpans::windowOf(spans_[i]);
    most_window = std::max(most_window, codes_[i]);
  }
  PairMap& known_slots = partial_.slots.slotsByPair();
  const bool covered = known_slots.cover(most_window + uint64_t{1}, partial_.slots.groupCount());
  if (covered) known_slots.read(codes_.data(), groups_.data(), 0, count, slots_.data());
  for (size_t i = 0; i < count; ++i) {
    const bool known = covered && slots_[i] != PairMap::kNone;
    if (!known) slots_[i] = slotOf(spans_[i], groups_[i]);
  }
  partial_.slots.touch(slots_.data(), count);
}

void NativeSlots::addRun(uint32_t slot, size_t begin, size_t end) {
  runs_.push_back({0, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  setRun(runs_.back(), slot);
}

void NativeSlots::setRun(SlotRun& run, uint32_t slot) {
  run.slot = slot;
  partial_.slots.touch(slot);
  std::fill_n(slots_.data() + run.begin, run.end - run.begin, slot);
}

// The runs of equal values, unless these change too often to be worth it.
bool NativeSlots::findRuns(const uint32_t* values, size_t count) {
  constexpr size_t kRowsWorthARun = 16;
  size_t changes = 0;
  for (size_t i = 1; i < count; ++i) changes += values[i] != values[i - 1] ? 1 : 0;
  if (changes * kRowsWorthARun > count) return false;
  uint32_t begin = 0;
  for (uint32_t i = 1; i <= count; ++i) {
    if (i < count && values[i] == values[begin]) continue;
    runs_.push_back({values[begin], begin, i});
    begin = i;
  }
  return true;
}

}  // namespace tallyfold

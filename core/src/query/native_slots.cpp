// SPDX-License-Identifier: Apache-2.0
#include "query/native_slots.h"

#include <algorithm>

#include "base/apart.h"
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
      windows_(kZoneRows),
      found_(kZoneRows),
      slot_of_code_(dataset.account()) {
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

bool NativeSlots::needsTimes(const RowSet& rows, const TimeRange& zone) {
  const TimeRange range = asked(zone);
  span_runs_.clear();
  uint32_t span = 0;
  if (spans_of_.isOne(range.min_ns, range.max_ns, span)) {
    span_runs_.push_back({span, 0, static_cast<uint32_t>(rows.count)});
  } else {
    spans_of_.findRuns(rows, span_runs_);
  }
  return span_runs_.empty();
}

void NativeSlots::find(const RowSet& rows, const int64_t* times_ns, std::string_view event_name) {
  runs_.clear();
  if (span_runs_.empty()) spans_of_.read(times_ns, rows.count, spans_.data());
  const bool one_dimension = dimensions_.size() == 1 && !query_.previous_start_ns;
  one_group_ = false;
  if (one_dimension && dimensions_[0].hasFieldCodes()) return findByCodes(rows);
  findGroups(rows, event_name);
  findSlots(rows.count);
}

// The span of each row, where only the runs of them are known.
TALLYFOLD_APART void NativeSlots::spreadSpans() {
  for (const SlotRun& run : span_runs_)
    std::fill_n(spans_.data() + run.begin, run.end - run.begin, run.slot);
}

// The window of each row; answers the greatest.
TALLYFOLD_APART uint32_t NativeSlots::findWindows(size_t count) {
  spreadSpans();
  uint32_t most = 0;
  for (size_t i = 0; i < count; ++i) {
    windows_[i] = BlockSpans::windowOf(spans_[i]);
    most = std::max(most, windows_[i]);
  }
  return most;
}

uint32_t NativeSlots::slotOf(uint32_t span, uint32_t group) {
  return partial_.slots.slotOf(BlockSpans::windowOf(span), group);
}

// With one dimension whose texts have codes, a window and a code are a slot.
void NativeSlots::findByCodes(const RowSet& rows) {
  dimensions_[0].readFieldCodes(rows, codes_.data());
  const uint64_t columns = SlotTable::columnOf(dimensions_[0].greatestFieldCode()) + uint64_t{1};
  partial_.slots.groupsAt(0).cover(1, columns);  // at once, instead of code by code
  if (span_runs_.empty()) findByWindowsAndCodes(rows.count, columns);
  for (const SlotRun& run : span_runs_) findRunByCodes(run, columns);
  partial_.slots.touch(slots_.data(), rows.count);
}

TALLYFOLD_APART void NativeSlots::findByWindowsAndCodes(size_t count, uint64_t columns) {
  const uint32_t most_window = findWindows(count);
  const bool covered = slot_of_code_.cover(most_window + uint64_t{1}, columns);
  const bool known = covered && slot_of_code_.read(windows_.data(), codes_.data(), kFirstColumn,
                                                   count, slots_.data());
  for (size_t i = 0; !known && i < count; ++i) {
    if (!covered || slots_[i] == PairMap::kNone)
      slots_[i] = slotByCode(covered, spans_[i], codes_[i]);
  }
}

TALLYFOLD_APART void NativeSlots::findRunByCodes(const SlotRun& run, uint64_t columns) {
  const uint32_t window = BlockSpans::windowOf(run.slot);
  const bool covered = slot_of_code_.cover(window + uint64_t{1}, columns);
  const bool known =
      covered && slot_of_code_.readRow(window, codes_.data() + run.begin, kFirstColumn,
                                       run.end - run.begin, slots_.data() + run.begin);
  for (size_t i = run.begin; !known && i < run.end; ++i) {
    if (!covered || slots_[i] == PairMap::kNone)
      slots_[i] = slotByCode(covered, run.slot, codes_[i]);
  }
}

// A row before may have made it since the table was read.
uint32_t NativeSlots::slotByCode(bool covered, uint32_t span, uint32_t code) {
  const uint32_t known =
      covered ? slot_of_code_.find(BlockSpans::windowOf(span), SlotTable::columnOf(code))
              : PairMap::kNone;
  if (known != PairMap::kNone) return known;
  const uint32_t slot = slotOf(span, partial_.slots.groupWith(0, code));
  slot_of_code_.insert(BlockSpans::windowOf(span), SlotTable::columnOf(code), slot);
  return slot;
}

void NativeSlots::findGroups(const RowSet& rows, std::string_view event_name) {
  // Each period has a root of its own.
  one_group_ = isOneSpan() || !query_.previous_start_ns;
  groups_[0] = 0;
  if (query_.previous_start_ns) {
    const uint32_t roots[] = {partial_.slots.groupWith(0, NativePartial::kCurrent),
                              partial_.slots.groupWith(0, NativePartial::kPrevious)};
    spreadSpans();
    const size_t count = one_group_ ? 1 : rows.count;
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
    std::fill_n(codes_.data(), rows.count, one_code);
  } else {
    dimensions_[d].read(rows, codes_.data());
  }
  if (one_group_) std::fill_n(groups_.data(), rows.count, groups_[0]);
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

void NativeSlots::findSlots(size_t count) {
  // Where only one of both changes, its runs are those of the slots.
  if (one_group_ && !span_runs_.empty()) {
    runs_ = span_runs_;
    for (SlotRun& run : runs_) setRun(run, slotOf(run.slot, groups_[0]));
    return;
  }
  if (one_group_ && findRuns(spans_.data(), count)) {
    for (SlotRun& run : runs_) setRun(run, slotOf(run.slot, groups_[0]));
    return;
  }
  if (isOneSpan() && findRuns(groups_.data(), count)) {
    for (SlotRun& run : runs_) setRun(run, slotOf(span_runs_[0].slot, run.slot));
    return;
  }
  findSlotsOfPairs(count);
}

// Where windows and groups both change from row to row.
TALLYFOLD_APART void NativeSlots::findSlotsOfPairs(size_t count) {
  const uint32_t most_window = findWindows(count);
  if (one_group_) std::fill_n(groups_.data(), count, groups_[0]);
  PairMap& known_slots = partial_.slots.slotsByPair();
  const bool covered = known_slots.cover(most_window + uint64_t{1}, partial_.slots.groupCount());
  const bool all_known =
      covered && known_slots.read(windows_.data(), groups_.data(), 0, count, slots_.data());
  for (size_t i = 0; !all_known && i < count; ++i) {
    if (covered && slots_[i] == PairMap::kNone)
      slots_[i] = known_slots.find(windows_[i], groups_[i]);
    const bool known = covered && slots_[i] != PairMap::kNone;
    if (!known) slots_[i] = slotOf(spans_[i], groups_[i]);
  }
  partial_.slots.touch(slots_.data(), count);
}

TALLYFOLD_APART void NativeSlots::setRun(SlotRun& run, uint32_t slot) {
  run.slot = slot;
  partial_.slots.touch(slot);
  std::fill_n(slots_.data() + run.begin, run.end - run.begin, slot);
}

// The runs of equal values, unless these change too often to be worth it.
TALLYFOLD_APART bool NativeSlots::findRuns(const uint32_t* values, size_t count) {
  size_t changes = 0;
  for (size_t i = 1; i < count; ++i) changes += values[i] != values[i - 1] ? 1 : 0;
  if (changes * BlockSpans::kRowsWorthARun > count) return false;
  uint32_t begin = 0;
  for (uint32_t i = 1; i <= count; ++i) {
    if (i < count && values[i] == values[begin]) continue;
    runs_.push_back({values[begin], begin, i});
    begin = i;
  }
  return true;
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// The slots of many rows at a time: their spans, their groups, and both together.
#pragma once

#include <deque>
#include <vector>

#include "base/scratch.h"
#include "query/block_spans.h"
#include "query/group_codes.h"

namespace tallyfold {

class NativeSlots {
 public:
  NativeSlots(const NativeQuery& query, Dataset& dataset, NativePartial& partial, TextCodes codes);

  void begin(const Block& block);
  /// Begins with rows of a zone, every one of which is counted. Answers whether `find` needs their
  /// times.
  bool needsTimes(const RowSet& rows, const TimeRange& zone);
  /// Finds the slot of each of these rows. `times_ns` is read only where needsTimes says so.
  void find(const RowSet& rows, const int64_t* times_ns, std::string_view event_name);

  /// Of the rows found last.
  [[nodiscard]] const uint32_t* slots() const { return slots_.data(); }
  /// The same as runs; empty when the slots change too often.
  [[nodiscard]] const std::vector<SlotRun>& runs() const { return runs_; }
  /// Whether rows of one slot often stand together nevertheless, as windows of events in order do.
  [[nodiscard]] bool haveStretches() const { return one_group_ && runs_.empty(); }

 private:
  void findGroups(const RowSet& rows, std::string_view event_name);
  void addDimension(size_t dimension, const RowSet& rows, std::string_view event_name);
  void findByCodes(const RowSet& rows);
  void findByWindowsAndCodes(size_t count, uint64_t columns);
  void findRunByCodes(const SlotRun& run, uint64_t columns);
  uint32_t slotByCode(bool covered, uint32_t span, uint32_t code);
  void findSlots(size_t count);
  void findSlotsOfPairs(size_t count);
  void spreadSpans();
  uint32_t findWindows(size_t count);
  uint32_t slotOf(uint32_t span, uint32_t group);
  void setRun(SlotRun& run, uint32_t slot);
  bool findRuns(const uint32_t* values, size_t count);
  [[nodiscard]] TimeRange asked(const TimeRange& zone) const;
  [[nodiscard]] bool isOneSpan() const { return span_runs_.size() == 1; }

  const NativeQuery& query_;
  NativePartial& partial_;
  BlockSpans spans_of_;
  std::deque<GroupCodes> dimensions_;
  // Of the rows that are being looked at; one entry for all where they are the same.
  std::vector<SlotRun> span_runs_;  // their spans as runs; empty: they stand in spans_
  Scratch<uint32_t> spans_, groups_, codes_, slots_, windows_, found_;
  bool one_group_ = false;
  std::vector<SlotRun> runs_;
  /// Of a query of one dimension and no period before: slots by window and code.
  PairMap slot_of_code_;
};

}  // namespace tallyfold

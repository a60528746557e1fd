// SPDX-License-Identifier: Apache-2.0
// The slots of many rows at a time: their spans, their groups, and both together.
#pragma once

#include <deque>
#include <vector>

#include "query/block_spans.h"
#include "query/group_codes.h"

namespace tallyfold {

class NativeSlots {
 public:
  NativeSlots(const NativeQuery& query, Dataset& dataset, NativePartial& partial, TextCodes codes);

  void begin(const Block& block);
  /// Finds the slot of each row; every one of them is counted. `times_ns` may be null when `zone`
  /// is of one span: see needsTimes.
  void find(const RowSet& rows, const TimeRange& zone, const int64_t* times_ns,
            std::string_view event_name);
  /// Whether rows of this range of times differ in their spans.
  bool needsTimes(const TimeRange& zone);

  /// Of the rows found last.
  [[nodiscard]] const uint32_t* slots() const { return slots_.data(); }
  /// The same as runs; empty when the slots change too often.
  [[nodiscard]] const std::vector<SlotRun>& runs() const { return runs_; }

 private:
  void findGroups(const RowSet& rows, std::string_view event_name);
  void addDimension(size_t dimension, const RowSet& rows, std::string_view event_name);
  void findSlots(size_t count);
  uint32_t slotOf(uint32_t span, uint32_t group);
  void addRun(uint32_t slot, size_t begin, size_t end);
  void setRun(SlotRun& run, uint32_t slot);
  bool findRuns(const uint32_t* values, size_t count);
  [[nodiscard]] TimeRange asked(const TimeRange& zone) const;

  const NativeQuery& query_;
  NativePartial& partial_;
  BlockSpans spans_of_;
  std::deque<GroupCodes> dimensions_;
  // Of the rows that are being looked at; one entry for all where they are the same.
  std::vector<uint32_t> spans_, groups_, codes_, slots_, found_;
  bool one_span_ = false;
  bool one_group_ = false;
  std::vector<SlotRun> runs_;
};

}  // namespace tallyfold

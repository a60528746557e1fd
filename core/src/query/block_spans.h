// SPDX-License-Identifier: Apache-2.0
// Which window and period do the rows of a block fall into? A span is both: twice the window's
// number, and one more in the period before.
//
// The spans that a block touches are found once. Its time is then cut into buckets of equal length,
// shorter than any span, so that a row's bucket leaves at most two of them to choose from. Where
// rows of one span stand together, as events in order of time do, their run is found without a look
// at each: times are compared as they are stored.
#pragma once

#include <vector>

#include "query/native_partial.h"

namespace tallyfold {

class BlockSpans {
 public:
  /// Query and slots must outlive it.
  BlockSpans(const NativeQuery& query, SlotTable& slots) : query_(query), slots_(slots) {}

  void begin(const Block& block);
  /// Whether all times from the first to the last are of one span, and which.
  bool isOne(int64_t first_ns, int64_t last_ns, uint32_t& span);
  /// The spans of rows that stand one behind the other, as runs. False when they change too often
  /// to be worth it, or when the rows do not stand so.
  bool findRuns(const RowSet& rows, std::vector<SlotRun>& runs);
  /// The span of each time.
  void read(const int64_t* times_ns, size_t count, uint32_t* spans);

  /// A run costs a search for its window, so shorter ones are not worth it.
  static constexpr size_t kRowsWorthARun = 8;
  static uint32_t windowOf(uint32_t span) { return span / 2; }
  static bool isPrevious(uint32_t span) { return span % 2 != 0; }

 private:
  struct Stretch {
    int64_t start_ns;
    int64_t end_ns;  // the first instant after it
    uint32_t span;
  };
  struct Bucket {
    int64_t edge_ns;
    uint32_t before;  // the span of times below the edge
    uint32_t after;
  };
  Stretch at(int64_t time_ns);
  /// A stretch as the times of the block are stored: from the first to the last.
  struct StoredStretch {
    uint32_t first = 1;
    uint32_t last = 0;
    uint32_t span = 0;
  };
  StoredStretch storedAt(uint32_t stored);
  template <typename Stored>
  bool findRunsOf(const RowSet& rows, std::vector<SlotRun>& runs);
  void cut();
  void fillBuckets(const std::vector<Stretch>& stretches);

  const NativeQuery& query_;
  SlotTable& slots_;
  const Block* block_ = nullptr;
  bool is_cut_ = false;
  bool has_runs_ = true;    // no piece of the block had too short ones
  int blocks_to_skip_ = 0;  // in which runs are not looked for, because they were too short
  // The two of the block that were asked for last: rows go back and forth over one edge.
  StoredStretch last_, before_;
  int64_t first_ns_ = 0;  // of the block's asked for times
  int64_t last_ns_ = 0;
  int shift_ = 0;
  std::vector<Bucket> buckets_;  // empty: every row is looked up
};

}  // namespace tallyfold

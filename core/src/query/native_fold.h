// SPDX-License-Identifier: Apache-2.0
// Our own query bound to one dataset: reads blocks once for all of its aggregations, many rows at a
// time.
#pragma once

#include <deque>
#include <optional>

#include "query/measure_column.h"
#include "query/native_row_fold.h"
#include "query/native_slots.h"
#include "tallyfold/result.h"

namespace tallyfold {

class NativeFold {
 public:
  /// Query and partial must outlive the fold. With ids from repeats, the partial can be neither
  /// written nor merged, and the dataset must outlive it.
  NativeFold(const NativeQuery& query, Dataset& dataset, NativePartial& partial, IdsFrom ids);

  /// Adds a block. Errors: OutOfMemory, before anything of the piece that does not fit is added.
  Status consume(const Block& block);

 private:
  [[nodiscard]] bool wants(std::string_view name) const;
  /// Chooses the rows asked for of each piece that may have any, and calls use(first, count).
  template <typename Use>
  Status eachPiece(const Block& block, Use use);
  template <typename Use>
  Status eachPieceOf(const Block& block, const Run& run, Use use);
  void beginBlock(const Block& block);
  Status judgeLateness(const Block& block);
  void leaveOutLate(size_t count);
  void chooseRows(const Block& block, size_t first, size_t count);
  [[nodiscard]] bool cutsZone(const TimeRange& zone) const;
  void splitRows(size_t first, size_t count);
  void takeRows(const Block& block, const RowSet& rows);
  void readPlaces(const Block& block, const RowSet& rows, Batch& batch);

  const NativeQuery& query_;
  Dataset& dataset_;
  NativePartial& partial_;
  RepeatedIds ids_;
  std::optional<ConditionReader> where_;
  std::deque<MeasureColumn> columns_;
  NativeSlots slots_;
  std::optional<TimelyRows> timely_;  // with a lateness
  NativeRowFold row_fold_;
  bool takes_all_ = false;   // every measure takes every row of the block
  bool takes_none_ = false;  // some measure takes none of them
  bool needs_places_ = false;
  bool needs_weights_ = false;  // the time from the start
  std::string_view name_;       // of the run's events
  // Of the piece.
  Scratch<uint8_t> chosen_, taken_;
  Scratch<uint16_t> places_, other_places_;
  RowSet rows_;    // taken many at a time
  RowSet others_;  // taken one by one
  Scratch<int64_t> times_, received_, offsets_;
  Scratch<uint64_t> since_start_;
  std::vector<Batch> batches_;  // a measure each
};

}  // namespace tallyfold

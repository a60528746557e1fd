// SPDX-License-Identifier: Apache-2.0
// Our own query bound to one dataset: reads blocks once for all of its aggregations.
#pragma once

#include <deque>

#include "query/chunk.h"
#include "query/native_partial.h"
#include "query/repeated_ids.h"
#include "query/timely_rows.h"
#include "tallyfold/result.h"

namespace tallyfold {

class NativeFold final : private RowCells {
 public:
  /// Query and partial must outlive the fold.
  NativeFold(const NativeQuery& query, Dataset& dataset, NativePartial& partial, IdsFrom ids);

  /// Adds a block. Errors: OutOfMemory, before anything of the piece that does not fit is added.
  Status consume(const Block& block);

 private:
  struct BoundMeasure {
    BoundMeasure(const Measure& the_measure, Dataset& dataset, NativePartial& partial);
    const Measure& measure;
    FieldKey key = kNoField;  // looked up per block: fields may appear later
    TextReader texts;
    NumberReader numbers;
    Decimal made;  // by the formula, of the row that is being read
  };
  struct BoundGroup {
    BoundGroup(const Dimension& the_dimension, Dataset& dataset, NativePartial& partial);
    const Dimension& dimension;
    FieldKey key = kNoField;
    TextReader texts;
  };

  [[nodiscard]] const Block& block() const override { return *chunk_.block; }
  [[nodiscard]] std::string_view eventName() const override { return name_; }
  const FieldCells& cells(const FieldName& field, FieldKey key) override;

  [[nodiscard]] bool wants(std::string_view name) const;
  /// Selects the rows asked for of each piece that may have any, and calls use().
  template <typename Use>
  Status eachPiece(const Block& block, Use use);
  template <typename Use>
  Status eachPieceOf(const Block& block, const Run& run, Use use);
  void selectPiece();
  void consumePiece();
  Status judgeLateness(const Block& block);
  void holdBack(const IdEntry& entry, size_t row);
  void settleHeldBack();
  void readValues(size_t index);
  RowValue valueOf(BoundMeasure& bound, size_t index);
  RowValue formulaOf(BoundMeasure& bound, size_t index);
  uint32_t groupOf(size_t index);
  RowPlace placeOf(size_t index);
  void wait(const Hash128& id, size_t index);

  const NativeQuery& query_;
  Dataset& dataset_;
  NativePartial& partial_;
  RepeatedIds ids_;
  std::optional<ConditionReader> where_;
  std::deque<BoundMeasure> measures_;
  std::deque<BoundGroup> groups_;
  Chunk chunk_;
  std::string name_;              // of the run's events
  uint32_t name_text_ = 0;        // its code in the partial
  std::vector<uint16_t> rows_;    // of the piece that are asked for
  std::vector<RowValue> values_;  // of one row, a value per measure

  // With a lateness. Copies of an id are settled in order of arrival, and the names of a block
  // stand one behind the other: until all are read, they are held back.
  struct HeldBack {
    IdEntry entry;
    int64_t horizon_ns;
    size_t first_value;
  };
  std::optional<TimelyRows> timely_;
  std::vector<HeldBack> held_back_;
  std::vector<RowValue> held_values_;
  std::deque<Decimal> held_exact_;
};

}  // namespace tallyfold

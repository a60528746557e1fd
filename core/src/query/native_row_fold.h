// SPDX-License-Identifier: Apache-2.0
// Rows of our own query one by one: those that a formula reads, whose ids wait for a verdict, or
// that some measure cannot take as a plain number or text. Everything else is taken many rows at a
// time by native_fold.h.
#pragma once

#include <deque>

#include "query/chunk.h"
#include "query/native_partial.h"
#include "query/repeated_ids.h"
#include "query/timely_rows.h"

namespace tallyfold {

class NativeRowFold {
 public:
  /// Query and partial must outlive the fold.
  NativeRowFold(const NativeQuery& query, Dataset& dataset, NativePartial& partial,
                TextCodes text_codes);

  /// Looks the fields of a block up, because they may appear later.
  void begin();
  /// With a lateness: what tells the horizon of each row; null without one.
  void judgeBy(const TimelyRows* timely) { timely_ = timely; }
  /// Takes rows of a piece, at most kZoneRows of one event name.
  void take(const Block& block, std::string_view name, const RowSet& rows, const RepeatedIds& ids);
  /// Settles the copies of a block that were held back.
  void settleHeldBack();

 private:
  struct BoundMeasure {
    BoundMeasure(const Measure& the_measure, Dataset& dataset, NativePartial& partial,
                 TextCodes text_codes);
    const Measure& measure;
    FieldKey key = kNoField;
    TextReader texts;
    NumberReader numbers;
    Decimal made;  // by the formula, of the row that is being read
  };
  struct BoundGroup {
    BoundGroup(const Dimension& the_dimension, Dataset& dataset, NativePartial& partial,
               TextCodes text_codes);
    const Dimension& dimension;
    FieldKey key = kNoField;
    TextReader texts;
  };

  void readValues(size_t index);
  RowValue valueOf(BoundMeasure& bound, size_t index);
  RowValue formulaOf(BoundMeasure& bound, size_t index);
  uint32_t groupOf(size_t index);
  RowPlace placeOf(size_t index);
  void wait(const Hash128& id, size_t index);
  void holdBack(const IdEntry& entry, size_t row);

  const NativeQuery& query_;
  Dataset& dataset_;
  NativePartial& partial_;
  std::deque<BoundMeasure> measures_;
  std::deque<BoundGroup> groups_;
  Chunk chunk_;
  std::string_view name_;         // of the piece's events
  uint32_t name_text_ = 0;        // its code in the partial
  std::vector<RowValue> values_;  // of one row, a value per measure

  // With a lateness. Copies of an id are settled in order of arrival, and the names of a block
  // stand one behind the other: until all are read, they are held back.
  struct HeldBack {
    IdEntry entry;
    int64_t horizon_ns;
    size_t first_value;
  };
  const TimelyRows* timely_ = nullptr;
  std::vector<HeldBack> held_back_;
  std::vector<RowValue> held_values_;
  std::deque<Decimal> held_exact_;
};

}  // namespace tallyfold

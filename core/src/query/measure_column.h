// SPDX-License-Identifier: Apache-2.0
// What one measure reads of a block, for many rows at a time: plain numbers brought to one scale,
// or codes of texts.
#pragma once

#include <vector>

#include "base/scratch.h"
#include "query/native_query.h"
#include "select/field_reader.h"

namespace tallyfold {

class MeasureColumn {
 public:
  MeasureColumn(const Measure& measure, Dataset& dataset, Dictionary& texts, TextCodes codes);

  void begin(const Block& block);
  /// Whether it can take every row of the block, or none of them: then all go one by one.
  [[nodiscard]] bool takesAll() const { return takes_ == Takes::All; }
  [[nodiscard]] bool takesNone() const { return takes_ == Takes::None; }
  /// Puts 0 for the rows that it cannot take; the others stay as they are.
  void refuse(size_t first, size_t count, uint8_t* taken) const;
  /// Reads rows that it can take: fills the batch's numbers or texts.
  void read(const RowSet& rows, Batch& batch);

 private:
  enum class Takes : uint8_t { None, Some, All };
  [[nodiscard]] bool takesTag(uint8_t tag) const;
  void readNumbers(const RowSet& rows, Batch& batch);
  void readTexts(const RowSet& rows, Batch& batch);

  const Measure& measure_;
  Dataset& dataset_;
  TextReader reader_;
  FieldKey key_ = kNoField;
  const Block* block_ = nullptr;
  const Column* column_ = nullptr;
  Takes takes_ = Takes::None;
  Scratch<int64_t> payloads_;
  Scratch<uint32_t> texts_;
};

}  // namespace tallyfold

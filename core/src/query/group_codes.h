// SPDX-License-Identifier: Apache-2.0
// The values of one dimension as codes of texts, for many rows of a block at a time.
#pragma once

#include <vector>

#include "base/scratch.h"
#include "query/native_query.h"
#include "select/field_reader.h"

namespace tallyfold {

class GroupCodes {
 public:
  GroupCodes(const Dimension& dimension, Dataset& dataset, Dictionary& texts, TextCodes codes);

  void begin(const Block& block);
  /// Whether all rows of the block have one code, and which. `name`: the code of the rows' event.
  bool isOne(uint32_t name, uint32_t& code);
  /// The code of each row, kAbsentText where there is none.
  void read(const RowSet& rows, uint32_t* codes);
  /// Whether every row of the block has a text with a code of its field, and codes are those.
  [[nodiscard]] bool hasFieldCodes() const;
  // Then:
  void readFieldCodes(const RowSet& rows, uint32_t* codes) const {
    column_->payloads().readCodes(rows, codes);
  }
  [[nodiscard]] uint32_t greatestFieldCode() const {
    return static_cast<uint32_t>(column_->payloads().greatest());
  }

 private:
  void readStored(const RowSet& rows, uint32_t* codes);
  void readCells(const RowSet& rows, uint32_t* codes);
  uint32_t codeOf(uint8_t tag, int64_t payload);

  const Dimension& dimension_;
  Dataset& dataset_;
  TextReader reader_;
  FieldKey key_ = kNoField;
  const Block* block_ = nullptr;
  const Column* column_ = nullptr;
  std::vector<uint32_t> code_of_stored_;  // of a column of one tag, as far as asked for
  Scratch<int64_t> payloads_;
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// A few hundred events of one input on their way into its open rows, field by field instead of
// event by event: what a field's texts need to be found is then fetched side by side.
//
// Texts are not copied: the input must stand until the batch is committed (Dataset::commit).
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "events/block_builder.h"
#include "events/field_keys.h"

namespace tallyfold {

/// A cell of the batch. Its kinds are those of cell.h; the payload of a text is its address.
struct BatchCell {
  int64_t payload = 0;
  uint32_t size = 0;  ///< of a text
  uint16_t row = 0;   ///< in the batch
  uint8_t tag = 0;

  static BatchCell ofText(CellKind kind, std::string_view text) {
    return {static_cast<int64_t>(reinterpret_cast<uintptr_t>(text.data())),
            static_cast<uint32_t>(text.size()), 0, makeTag(kind)};
  }
  static BatchCell ofNumber(CellKind kind, Scaled value) {
    return {value.mantissa, 0, 0, makeTag(kind, value.scale)};
  }
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(static_cast<uintptr_t>(payload)), size};
  }
};

class EventBatch {
 public:
  static constexpr size_t kMostRows = 256;

  /// What the events say in one field.
  struct Column {
    FieldKey key;
    size_t count = 0;
    std::unique_ptr<BatchCell[]> cells;  // kMostRows of them
  };

  /// The number of a field's column, for `put`.
  uint32_t column(FieldKey key);
  /// Forgets all fields.
  void forget() { columns_.clear(); }

  /// Adds a cell to the event that is being read; the last one of a column holds.
  void put(uint32_t column, BatchCell cell) {
    Column& target = columns_[column];
    cell.row = static_cast<uint16_t>(rows_);
    const bool again = target.count != 0 && target.cells[target.count - 1].row == cell.row;
    target.cells[again ? target.count - 1 : target.count++] = cell;
  }
  /// Takes back the cells of the event that is being read.
  void drop();
  /// The facts of the event that is being read, to be filled in; its name is `name`, not
  /// `name_code`.
  RowFacts& facts() { return facts_[rows_]; }
  std::string_view& name() { return names_[rows_]; }
  /// Completes the event that is being read.
  void commit() { ++rows_; }
  [[nodiscard]] size_t rows() const { return rows_; }
  void clear();

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] const RowFacts* allFacts() const { return facts_.data(); }
  [[nodiscard]] const std::string_view* allNames() const { return names_.data(); }

 private:
  size_t rows_ = 0;
  std::vector<Column> columns_;
  std::vector<RowFacts> facts_ = std::vector<RowFacts>(kMostRows);
  std::vector<std::string_view> names_ = std::vector<std::string_view>(kMostRows);
};

}  // namespace tallyfold

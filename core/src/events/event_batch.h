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

/// A cell of the batch, made in one piece so that it is stored in one. The payload of a text is its
/// address; kinds are those of cell.h.
class BatchCell {
 public:
  BatchCell() = default;
  BatchCell(uint8_t tag, int64_t payload, size_t size = 0)
      : payload_(payload), facts_(static_cast<uint64_t>(size) << 32 | tag) {}
  static BatchCell ofText(CellKind kind, std::string_view text) {
    return {makeTag(kind), static_cast<int64_t>(reinterpret_cast<uintptr_t>(text.data())),
            text.size()};
  }
  static BatchCell ofNumber(CellKind kind, Scaled value) {
    return {makeTag(kind, value.scale), value.mantissa};
  }
  [[nodiscard]] BatchCell inRow(size_t row) const {
    BatchCell cell = *this;
    cell.facts_ |= static_cast<uint64_t>(row) << 8;
    return cell;
  }

  [[nodiscard]] int64_t payload() const { return payload_; }
  [[nodiscard]] uint8_t tag() const { return static_cast<uint8_t>(facts_); }
  /// The event's number in the batch.
  [[nodiscard]] uint16_t row() const { return static_cast<uint16_t>(facts_ >> 8); }
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(static_cast<uintptr_t>(payload_)),
            static_cast<size_t>(facts_ >> 32)};
  }

 private:
  int64_t payload_ = 0;
  uint64_t facts_ = 0;  // from the lowest bit: tag (8), row (16), nothing (8), size of a text (32)
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
    const bool again = target.count != 0 && target.cells[target.count - 1].row() == rows_;
    target.cells[again ? target.count - 1 : target.count++] = cell.inRow(rows_);
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

  /// Where a column's texts are gathered and looked up; here, so that it need not be cleared for
  /// each column.
  struct Texts {
    std::string_view texts[kMostRows];
    uint16_t places[kMostRows];  ///< among the column's cells
    uint32_t codes[kMostRows];
  };
  Texts& scratch() { return *scratch_; }

 private:
  size_t rows_ = 0;
  std::vector<Column> columns_;
  std::unique_ptr<Texts> scratch_ = std::make_unique<Texts>();
  std::vector<RowFacts> facts_ = std::vector<RowFacts>(kMostRows);
  std::vector<std::string_view> names_ = std::vector<std::string_view>(kMostRows);
};

}  // namespace tallyfold

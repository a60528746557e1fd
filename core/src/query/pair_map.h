// SPDX-License-Identifier: Apache-2.0
// Numbers by pairs of small numbers: groups by parent and text, slots by window and group. A table
// while that is small enough, so that a row asks it with one load; a map otherwise.
#pragma once

#include <cstdint>

#include "base/flat_map.h"

namespace tallyfold {

class PairMap {
 public:
  static constexpr uint32_t kNone = FlatMap::kNone;

  explicit PairMap(MemoryAccount& account)
      : account_(account), entries_(makeAccounted<uint32_t>(account)), map_(account) {}

  /// Stores `value` unless the pair is known; answers the value that stands, and whether it was
  /// stored.
  FlatMap::Inserted insert(uint32_t row, uint32_t column, uint32_t value) {
    if (!cover(row + uint64_t{1}, column + uint64_t{1}))
      return map_.insert((static_cast<uint64_t>(row) << 32) | column, value);
    uint32_t& entry = at(row, column);
    if (entry != kNone) return {entry, false};
    entry = value;
    ++count_;
    return {value, true};
  }

  /// Makes the table large enough for pairs below (rows, columns). False when that would be too
  /// large to pay: then it is a map, from now on.
  bool cover(uint64_t rows, uint64_t columns) {
    return rows <= rows_ && columns <= columns_ ? true : is_table_ && grow(rows, columns);
  }
  /// The number of a pair that is covered, or kNone.
  [[nodiscard]] uint32_t find(uint32_t row, uint32_t column) const {
    return entries_[row * static_cast<size_t>(columns_) + column];
  }
  // For many pairs at a time, all of them covered. Answers whether each has a number; kNone stands
  // where there is none.
  /// Of rows[i] and first_column + columns[i].
  bool read(const uint32_t* rows, const uint32_t* columns, uint32_t first_column, size_t count,
            uint32_t* numbers) const;
  /// Of one row and first_column + columns[i].
  bool readRow(uint32_t row, const uint32_t* columns, uint32_t first_column, size_t count,
               uint32_t* numbers) const;
  [[nodiscard]] uint64_t bytesToInsert(uint64_t more) const {
    return map_.bytesToInsert(more + (is_table_ ? count_ : 0));
  }

 private:
  uint32_t& at(uint32_t row, uint32_t column) {
    return entries_[static_cast<size_t>(row * columns_ + column)];
  }
  bool grow(uint64_t rows, uint64_t columns);
  void turnToMap();

  MemoryAccount& account_;
  bool is_table_ = true;
  uint64_t rows_ = 0;
  uint64_t columns_ = 0;
  uint64_t count_ = 0;  // of numbers in the table
  AccountedVector<uint32_t> entries_;
  FlatMap map_;
};

}  // namespace tallyfold

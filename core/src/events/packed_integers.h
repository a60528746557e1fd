// SPDX-License-Identifier: Apache-2.0
// A column of integers in the fewest bytes: each value is base + stored * unit, stored in 0, 1, 2,
// 4 or 8 bytes.
//
// Times of one block that all fall on whole milliseconds take four bytes instead of eight.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/memory_account.h"
#include "events/row_set.h"

namespace tallyfold {

class PackedIntegers {
 public:
  explicit PackedIntegers(MemoryAccount& account) : bytes_(makeAccounted<uint8_t>(account)) {}

  /// Replaces the content. `unit` must divide every difference between values.
  void assign(const int64_t* values, size_t count, int64_t unit = 1);

  /// Copies the values of rows [first, first + count) to `out`.
  void read(size_t first, size_t count, int64_t* out) const { read({first, count, nullptr}, out); }
  /// Copies the values of some rows to `out`.
  void read(const RowSet& rows, int64_t* out) const;
  /// The same, each multiplied by the factor of its tag; `tags` has one for every row of the block.
  void readMultiplied(const RowSet& rows, const uint8_t* tags, const int64_t* factors,
                      int64_t* out) const;
  [[nodiscard]] int64_t at(size_t row) const {
    int64_t value;
    read(row, 1, &value);
    return value;
  }
  [[nodiscard]] uint64_t byteSize() const { return bytes_.size(); }

  // For loops over what is stored: a value is base + stored * unit.
  [[nodiscard]] int64_t base() const { return base_; }
  [[nodiscard]] uint64_t unit() const { return unit_; }
  /// Bytes of one stored value; 0: all are the base.
  [[nodiscard]] uint8_t width() const { return width_; }
  [[nodiscard]] const uint8_t* stored() const { return bytes_.data(); }
  [[nodiscard]] uint64_t greatestStored() const { return greatest_stored_; }
  [[nodiscard]] int64_t least() const { return base_; }
  [[nodiscard]] int64_t greatest() const {
    return static_cast<int64_t>(static_cast<uint64_t>(base_) + greatest_stored_ * unit_);
  }

 private:
  template <typename Stored, typename Row>
  void readAs(size_t count, int64_t* out, Row row) const;
  template <typename Row>
  void readRows(size_t count, int64_t* out, Row row) const;
  template <typename Stored>
  void readMultipliedAs(const RowSet& rows, const uint8_t* tags, const int64_t* factors,
                        int64_t* out) const;
  template <typename Stored>
  void store(const int64_t* values, size_t count) {
    bytes_.resize(count * sizeof(Stored));
    // The unit divides every difference, so that a shift and a product with the inverse of what is
    // left divide by it.
    const int shift = __builtin_ctzll(unit_);
    const uint64_t odd = unit_ >> shift;
    uint64_t inverse = odd;  // right in three bits; each round doubles them
    for (int round = 0; round < 5; ++round) inverse *= 2 - odd * inverse;
    for (size_t i = 0; i < count; ++i) {
      const uint64_t difference = static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(base_);
      const auto stored = static_cast<Stored>((difference >> shift) * inverse);
      std::memcpy(bytes_.data() + i * sizeof(Stored), &stored, sizeof(Stored));
    }
  }

  int64_t base_ = 0;
  uint64_t unit_ = 1;
  uint64_t greatest_stored_ = 0;
  uint8_t width_ = 0;
  AccountedVector<uint8_t> bytes_;
};

}  // namespace tallyfold

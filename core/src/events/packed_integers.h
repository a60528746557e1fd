// SPDX-License-Identifier: Apache-2.0
// A column of integers in the fewest bytes: each value is base + stored * unit, stored in 0, 1, 2
// or 4 bytes, or stands as it is in 8.
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
  explicit PackedIntegers(MemoryAccount& account)
      : bytes_(makeAccounted<uint8_t>(account)), wide_(makeAccounted<int64_t>(account)) {}

  /// Replaces the content. `unit` must divide every difference between values.
  void assign(const int64_t* values, size_t count, int64_t unit = 1);

  /// Copies the values of rows [first, first + count) to `out`.
  void read(size_t first, size_t count, int64_t* out) const { read({first, count, nullptr}, out); }
  /// Copies the values of some rows to `out`.
  void read(const RowSet& rows, int64_t* out) const;
  /// The same for values that are not negative and fit 32 bits, with a unit of 1: codes.
  void readCodes(const RowSet& rows, uint32_t* out) const;
  [[nodiscard]] int64_t at(size_t row) const {
    int64_t value;
    read(row, 1, &value);
    return value;
  }
  [[nodiscard]] uint64_t byteSize() const { return bytes_.size() + wide_.size() * sizeof(int64_t); }

  // For loops over what is stored: a value is base + stored * unit.
  [[nodiscard]] int64_t base() const { return base_; }
  [[nodiscard]] uint64_t unit() const { return unit_; }
  /// Bytes of one stored value; 0: all are the base; 8: they stand as they are.
  [[nodiscard]] uint8_t width() const { return width_; }
  /// What is stored, where the width is 1, 2 or 4.
  [[nodiscard]] const uint8_t* stored() const { return bytes_.data(); }
  /// The i-th of values stored from `bytes` on.
  template <typename Stored>
  static Stored storedAt(const uint8_t* bytes, size_t i) {
    Stored stored;
    std::memcpy(&stored, bytes + i * sizeof(Stored), sizeof(Stored));
    return stored;
  }
  /// The least that can be stored for a value of at least this, which is not above the greatest.
  [[nodiscard]] uint64_t leastStoredFrom(int64_t value) const {
    if (value <= base_) return 0;
    const uint64_t distance = static_cast<uint64_t>(value) - static_cast<uint64_t>(base_);
    return distance / unit_ + (distance % unit_ != 0 ? 1 : 0);
  }
  /// The values, where the width is 8; otherwise null.
  [[nodiscard]] const int64_t* wide() const { return width_ == 8 ? wide_.data() : nullptr; }
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
  void readCodesAs(const RowSet& rows, uint32_t* out) const;
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
  AccountedVector<int64_t> wide_;
};

}  // namespace tallyfold

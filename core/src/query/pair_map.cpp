// SPDX-License-Identifier: Apache-2.0
#include "query/pair_map.h"

#include <algorithm>

namespace tallyfold {
namespace {

constexpr uint64_t kMostEntries = uint64_t{1} << 21;

uint64_t roomFor(uint64_t held, uint64_t wanted) {
  return wanted <= held ? held : std::max(wanted, 2 * held);
}

bool isTooMany(uint64_t rows, uint64_t columns) {
  return columns > kMostEntries || rows > kMostEntries / columns;
}

}  // namespace

bool PairMap::grow(uint64_t rows, uint64_t columns) {
  // At the limit too it doubles or ends: one row more at a time would copy all of it for each.
  const uint64_t new_rows = roomFor(rows_, rows);
  const uint64_t new_columns = roomFor(columns_, columns);
  const bool fits = !isTooMany(new_rows, new_columns) &&
                    account_.canTake(2 * new_rows * new_columns * sizeof(uint32_t));
  if (!fits) {
    turnToMap();
    return false;
  }
  AccountedVector<uint32_t> moved(new_rows * new_columns, kNone, entries_.get_allocator());
  for (uint64_t row = 0; row < rows_; ++row) {
    std::copy_n(entries_.begin() + static_cast<std::ptrdiff_t>(row * columns_), columns_,
                moved.begin() + static_cast<std::ptrdiff_t>(row * new_columns));
  }
  entries_ = std::move(moved);
  rows_ = new_rows;
  columns_ = new_columns;
  return true;
}

// kNone is the greatest number, so it is known whether one is missing without a look at each.
bool PairMap::read(const uint32_t* rows, const uint32_t* columns, uint32_t first_column,
                   size_t count, uint32_t* numbers) const {
  const uint32_t* entries = entries_.data();
  const auto width = static_cast<uint32_t>(columns_);  // there are 2^21 entries at most
  uint32_t most = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t number = entries[rows[i] * width + (first_column + columns[i])];
    most = std::max(most, number);
    numbers[i] = number;
  }
  return most != kNone;
}

bool PairMap::readRow(uint32_t row, const uint32_t* columns, uint32_t first_column, size_t count,
                      uint32_t* numbers) const {
  const uint32_t* entries = entries_.data() + row * columns_;
  uint32_t most = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t number = entries[first_column + columns[i]];
    most = std::max(most, number);
    numbers[i] = number;
  }
  return most != kNone;
}

void PairMap::turnToMap() {
  for (uint64_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i] != kNone) map_.insert((i / columns_ << 32) | i % columns_, entries_[i]);
  }
  is_table_ = false;
  rows_ = 0;
  columns_ = 0;
  entries_ = AccountedVector<uint32_t>(entries_.get_allocator());
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "events/packed_integers.h"

#include <algorithm>

#include "base/apart.h"

namespace tallyfold {

void PackedIntegers::assign(const int64_t* values, size_t count, int64_t unit) {
  bytes_.clear();
  wide_.clear();
  width_ = 0;
  greatest_stored_ = 0;
  if (count == 0) return;
  int64_t low = values[0];
  int64_t high = values[0];
  for (size_t i = 1; i < count; ++i) {
    low = std::min(low, values[i]);
    high = std::max(high, values[i]);
  }
  base_ = low;
  unit_ = static_cast<uint64_t>(unit);
  const uint64_t span = (static_cast<uint64_t>(high) - static_cast<uint64_t>(low)) / unit_;
  greatest_stored_ = span;
  if (span == 0) return;
  if (span <= 0xff) {
    width_ = 1;
    store<uint8_t>(values, count);
  } else if (span <= 0xffff) {
    width_ = 2;
    store<uint16_t>(values, count);
  } else if (span <= 0xffffffff) {
    width_ = 4;
    store<uint32_t>(values, count);
  } else {
    width_ = 8;
    wide_.assign(values, values + count);
  }
  bytes_.shrink_to_fit();
}

// Three loops, because few machines multiply 64-bit integers many at a time.
template <typename Stored, typename Row>
TALLYFOLD_APART void PackedIntegers::readAs(size_t count, int64_t* out, Row row) const {
  const uint8_t* bytes = bytes_.data();
  const auto at = [bytes, row](size_t i) { return storedAt<Stored>(bytes, row(i)); };
  const auto base = static_cast<uint64_t>(base_);
  if (unit_ == 1) {
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<int64_t>(base + at(i));
  } else if (unit_ <= UINT32_MAX) {
    const auto unit = static_cast<uint32_t>(unit_);
    for (size_t i = 0; i < count; ++i) {
      const uint64_t product = static_cast<uint64_t>(static_cast<uint32_t>(at(i))) * unit;
      out[i] = static_cast<int64_t>(base + product);
    }
  } else {
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<int64_t>(base + at(i) * unit_);
  }
}

template <typename Row>
void PackedIntegers::readRows(size_t count, int64_t* out, Row row) const {
  switch (width_) {
    case 0:
      std::fill(out, out + count, base_);
      break;
    case 1:
      readAs<uint8_t>(count, out, row);
      break;
    case 2:
      readAs<uint16_t>(count, out, row);
      break;
    case 4:
      readAs<uint32_t>(count, out, row);
      break;
    default:
      for (size_t i = 0; i < count; ++i) out[i] = wide_[row(i)];
  }
}

void PackedIntegers::read(const RowSet& rows, int64_t* out) const {
  const size_t first = rows.first;
  if (rows.places == nullptr)
    return readRows(rows.count, out, [first](size_t i) { return first + i; });
  const uint16_t* places = rows.places;
  readRows(rows.count, out, [first, places](size_t i) { return first + places[i]; });
}

template <typename Stored>
TALLYFOLD_APART void PackedIntegers::readCodesAs(const RowSet& rows, uint32_t* out) const {
  const uint8_t* bytes = bytes_.data() + rows.first * sizeof(Stored);
  const auto base = static_cast<uint32_t>(base_);
  const uint16_t* places = rows.places;
  const size_t count = rows.count;
  if (places == nullptr) {
    for (size_t i = 0; i < count; ++i) out[i] = base + storedAt<Stored>(bytes, i);
  } else {
    for (size_t i = 0; i < count; ++i) out[i] = base + storedAt<Stored>(bytes, places[i]);
  }
}

void PackedIntegers::readCodes(const RowSet& rows, uint32_t* out) const {
  switch (width_) {
    case 0:
      std::fill(out, out + rows.count, static_cast<uint32_t>(base_));
      break;
    case 1:
      return readCodesAs<uint8_t>(rows, out);
    case 2:
      return readCodesAs<uint16_t>(rows, out);
    default:
      return readCodesAs<uint32_t>(rows, out);
  }
}

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "events/packed_integers.h"

#include <algorithm>

namespace tallyfold {

void PackedIntegers::assign(const int64_t* values, size_t count, int64_t unit) {
  bytes_.clear();
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
    store<uint64_t>(values, count);
  }
  bytes_.shrink_to_fit();
}

// Three loops, because few machines multiply 64-bit integers many at a time.
template <typename Stored, typename Row>
void PackedIntegers::readAs(size_t count, int64_t* out, Row row) const {
  const uint8_t* bytes = bytes_.data();
  const auto at = [bytes, row](size_t i) {
    Stored stored;
    std::memcpy(&stored, bytes + row(i) * sizeof(Stored), sizeof(Stored));
    return stored;
  };
  const auto base = static_cast<uint64_t>(base_);
  if (unit_ == 1) {
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<int64_t>(base + at(i));
  } else if (sizeof(Stored) <= 4 && unit_ <= UINT32_MAX) {
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
      readAs<uint64_t>(count, out, row);
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
void PackedIntegers::readMultipliedAs(const RowSet& rows, const uint8_t* tags,
                                      const int64_t* factors, int64_t* out) const {
  const uint8_t* bytes = bytes_.data();
  const auto base = static_cast<uint64_t>(base_);
  for (size_t i = 0; i < rows.count; ++i) {
    const size_t row = rows.row(i);
    Stored stored;
    std::memcpy(&stored, bytes + row * sizeof(Stored), sizeof(Stored));
    const uint64_t value = base + stored * unit_;
    out[i] = static_cast<int64_t>(value * static_cast<uint64_t>(factors[tags[row]]));
  }
}

void PackedIntegers::readMultiplied(const RowSet& rows, const uint8_t* tags, const int64_t* factors,
                                    int64_t* out) const {
  switch (width_) {
    case 4:
      return readMultipliedAs<uint32_t>(rows, tags, factors, out);
    case 8:
      return readMultipliedAs<uint64_t>(rows, tags, factors, out);
    default:
      read(rows, out);
      for (size_t i = 0; i < rows.count; ++i)
        out[i] = static_cast<int64_t>(static_cast<uint64_t>(out[i]) *
                                      static_cast<uint64_t>(factors[tags[rows.row(i)]]));
  }
}

}  // namespace tallyfold

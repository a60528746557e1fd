// SPDX-License-Identifier: Apache-2.0
#include "events/packed_integers.h"

#include <algorithm>

namespace tallyfold {

void PackedIntegers::assign(const int64_t* values, size_t count, int64_t unit) {
  bytes_.clear();
  width_ = 0;
  if (count == 0) return;
  const auto [low, high] = std::minmax_element(values, values + count);
  base_ = *low;
  unit_ = static_cast<uint64_t>(unit);
  const uint64_t span = (static_cast<uint64_t>(*high) - static_cast<uint64_t>(*low)) / unit_;
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

void PackedIntegers::read(size_t first, size_t count, int64_t* out) const {
  switch (width_) {
    case 0:
      std::fill(out, out + count, base_);
      break;
    case 1:
      readAs<uint8_t>(first, count, out);
      break;
    case 2:
      readAs<uint16_t>(first, count, out);
      break;
    case 4:
      readAs<uint32_t>(first, count, out);
      break;
    default:
      readAs<uint64_t>(first, count, out);
  }
}

}  // namespace tallyfold

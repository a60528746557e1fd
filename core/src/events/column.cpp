// SPDX-License-Identifier: Apache-2.0
#include "events/column.h"

#include <algorithm>

namespace tallyfold {

void Column::assign(const uint8_t* tags, const int64_t* payloads, size_t count) {
  tags_.clear();
  common_tag_ = count == 0 ? makeTag(CellKind::Missing) : tags[0];
  if (!std::all_of(tags, tags + count, [this](uint8_t tag) { return tag == common_tag_; })) {
    tags_.assign(tags, tags + count);
  }
  payloads_.assign(payloads, count);
}

void Column::read(size_t first, size_t count, uint8_t* tags, int64_t* payloads) const {
  if (tags_.empty()) {
    std::fill(tags, tags + count, common_tag_);
  } else {
    std::copy_n(tags_.begin() + static_cast<std::ptrdiff_t>(first), count, tags);
  }
  payloads_.read(first, count, payloads);
}

Cell Column::at(size_t row) const {
  Cell cell;
  read(row, 1, &cell.tag, &cell.payload);
  return cell;
}

}  // namespace tallyfold

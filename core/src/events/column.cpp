// SPDX-License-Identifier: Apache-2.0
#include "events/column.h"

#include <algorithm>
#include <iterator>

namespace tallyfold {

void Column::assign(const uint8_t* tags, const int64_t* payloads, size_t count) {
  tags_.clear();
  common_tag_ = count == 0 ? makeTag(CellKind::Missing) : tags[0];
  bool there[256] = {};
  uint64_t most[256] = {};
  for (size_t i = 0; i < count; ++i) {
    there[tags[i]] = true;
    const auto payload = static_cast<uint64_t>(payloads[i]);
    most[tags[i]] = std::max(most[tags[i]], payloads[i] < 0 ? 0 - payload : payload);
  }
  tags_there_.clear();
  most_of_tag_.clear();
  for (size_t tag = 0; tag < std::size(there); ++tag) {
    if (!there[tag]) continue;
    tags_there_.push_back(static_cast<uint8_t>(tag));
    most_of_tag_.push_back(most[tag]);
  }
  if (tags_there_.size() > 1) tags_.assign(tags, tags + count);
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

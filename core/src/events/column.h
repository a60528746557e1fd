// SPDX-License-Identifier: Apache-2.0
// One field of all events of a block: a tag and a payload per row, each in the fewest bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/memory_account.h"
#include "events/cell.h"
#include "events/packed_integers.h"

namespace tallyfold {

class Column {
 public:
  explicit Column(MemoryAccount& account)
      : tags_(makeAccounted<uint8_t>(account)), payloads_(account) {}

  /// Replaces the content with `count` cells.
  void assign(const uint8_t* tags, const int64_t* payloads, size_t count);

  /// Copies rows [first, first + count). Payloads of cells without one are unspecified.
  void read(size_t first, size_t count, uint8_t* tags, int64_t* payloads) const;
  [[nodiscard]] Cell at(size_t row) const;

  // For loops over many rows.
  /// The tags that occur, each once.
  [[nodiscard]] const std::vector<uint8_t>& tagsThere() const { return tags_there_; }
  /// No payload of a cell with the n-th of these tags is larger in size.
  [[nodiscard]] uint64_t mostOfTag(size_t n) const { return most_of_tag_[n]; }
  /// A tag per row; null when all have the one tag there is.
  [[nodiscard]] const uint8_t* tags() const { return tags_.empty() ? nullptr : tags_.data(); }
  [[nodiscard]] const PackedIntegers& payloads() const { return payloads_; }

 private:
  uint8_t common_tag_ = 0;         // of every row, when tags_ is empty
  AccountedVector<uint8_t> tags_;  // one per row, when they differ
  std::vector<uint8_t> tags_there_;
  std::vector<uint64_t> most_of_tag_;
  PackedIntegers payloads_;
};

}  // namespace tallyfold

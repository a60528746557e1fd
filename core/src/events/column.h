// SPDX-License-Identifier: Apache-2.0
// One field of all events of a block: a tag and a payload per row, each in the fewest bytes.
//
// Plain numbers are kept at one scale, the largest that one of them was written with, so that a
// fold can add them up as they stand; the tag still says how each was written.
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

  /// Replaces the content with `count` cells. Brings the payloads to one scale, in place.
  void assign(const uint8_t* tags, int64_t* payloads, size_t count);

  /// Copies rows [first, first + count) as they were written. Payloads of cells without one are
  /// unspecified.
  void read(size_t first, size_t count, uint8_t* tags, int64_t* payloads) const;
  [[nodiscard]] Cell at(size_t row) const;

  // For loops over many rows.
  /// The tags that occur, each once.
  [[nodiscard]] const std::vector<uint8_t>& tagsThere() const { return tags_there_; }
  /// A tag per row; null when all have the one tag there is.
  [[nodiscard]] const uint8_t* tags() const { return tags_.empty() ? nullptr : tags_.data(); }
  /// The payload of a cell as it was written, from one of `payloads`.
  [[nodiscard]] int64_t written(uint8_t tag, int64_t payload) const;
  /// Of plain numbers at `numberScale`; of all others as in the cell.
  [[nodiscard]] const PackedIntegers& payloads() const { return payloads_; }
  /// The one scale of all plain numbers; kNoScale where they have none, or are none.
  [[nodiscard]] int numberScale() const { return number_scale_; }
  static constexpr int kNoScale = -1;
  /// No plain number is larger in size, at that scale.
  [[nodiscard]] uint64_t mostNumber() const { return most_number_; }

 private:
  /// Whether one scale has room for all plain numbers; `most` is the largest size for each tag.
  bool findScale(const uint64_t (&most)[256]);

  uint8_t common_tag_ = 0;         // of every row, when tags_ is empty
  AccountedVector<uint8_t> tags_;  // one per row, when they differ
  std::vector<uint8_t> tags_there_;
  int number_scale_ = kNoScale;
  uint64_t most_number_ = 0;
  PackedIntegers payloads_;
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// How many lines of an input stand before its pieces, for places that were counted within one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace tallyfold {

class LineStarts {
 public:
  /// The pieces of a source come in the order of the input.
  void add(uint32_t source, uint64_t byte_offset, uint64_t lines_before) {
    pieces_[source].push_back({byte_offset, lines_before});
  }

  /// The lines before the piece that has this byte; 0 where no piece is known.
  [[nodiscard]] uint64_t linesBefore(uint32_t source, uint64_t byte_offset) const {
    const auto known = pieces_.find(source);
    if (known == pieces_.end()) return 0;
    const auto next = std::upper_bound(
        known->second.begin(), known->second.end(), byte_offset,
        [](uint64_t offset, const Start& start) { return offset < start.byte_offset; });
    return next == known->second.begin() ? 0 : std::prev(next)->lines_before;
  }

 private:
  struct Start {
    uint64_t byte_offset;
    uint64_t lines_before;
  };
  std::map<uint32_t, std::vector<Start>> pieces_;
};

}  // namespace tallyfold

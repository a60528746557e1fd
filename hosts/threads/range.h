// SPDX-License-Identifier: Apache-2.0
// The share of one thread: the lines that begin in a range of an input.
#pragma once

#include <string>
#include <vector>

#include "tallyfold/parallel.h"

namespace tallyfold {

/// Reads an input by position: bytes in memory as they are, anything else into a buffer.
struct RangeReader {
  std::string_view memory;
  const SharedInput* input = nullptr;

  [[nodiscard]] uint64_t size() const { return input == nullptr ? memory.size() : input->size; }
  /// At most `size` bytes; none at the end. Valid until the next read into the buffer.
  Result<std::string_view> read(uint64_t position, size_t size, std::vector<char>& buffer) const;
};

struct Range {
  uint64_t begin = 0;  ///< in the input
  uint64_t end = 0;
  uint64_t base = 0;            ///< where in its source the input begins
  bool starts_document = true;  ///< whether the input does
};

/// What came of a range.
struct Share {
  bool has_lines = false;
  uint64_t begin = 0;  ///< where in the source its first line begins
  bool ends_line = true;
  AppendResult result;
};

/// Appends the lines that begin in a range; the document goes on behind it.
Result<Share> appendRange(Engine& engine, const RangeReader& input, const Range& range,
                          const AppendCall& call, std::vector<char>& buffer);

}  // namespace tallyfold

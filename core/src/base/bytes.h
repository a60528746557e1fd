// SPDX-License-Identifier: Apache-2.0
// Writing and reading the bytes of snapshots: fixed little-endian words and length-prefixed text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/line_starts.h"

namespace tallyfold {

/// Appends values to a byte string.
class ByteWriter {
 public:
  void u8(uint8_t value) { word(value, 1); }
  void u32(uint32_t value) { word(value, 4); }
  void u64(uint64_t value) { word(value, 8); }
  void i64(int64_t value) { word(static_cast<uint64_t>(value), 8); }
  void i128(__int128 value) {
    word(static_cast<uint64_t>(value), 8);
    word(static_cast<uint64_t>(value >> 64), 8);
  }
  void text(std::string_view value);
  void words(const uint64_t* values, size_t count);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  void word(uint64_t value, size_t count);
  std::string bytes_;
};

/// Reads what a ByteWriter wrote. Past the end, or after any fault, every read answers zero and
/// `ok()` is false, so a damaged snapshot is noticed once, at the end, and nothing is read out of
/// bounds.
class ByteReader {
 public:
  /// `pieces`: the bytes come from an engine that saw pieces of the inputs, which begin there.
  explicit ByteReader(std::string_view bytes, const LineStarts* pieces = nullptr)
      : bytes_(bytes), pieces_(pieces) {}

  uint8_t u8() { return static_cast<uint8_t>(word(1)); }
  uint32_t u32() { return static_cast<uint32_t>(word(4)); }
  uint64_t u64() { return word(8); }
  int64_t i64() { return static_cast<int64_t>(word(8)); }
  __int128 i128() {
    const uint64_t low = word(8);
    const uint64_t high = word(8);
    return static_cast<__int128>((static_cast<unsigned __int128>(high) << 64) | low);
  }
  std::string_view text();
  /// Fills all or none of `values`.
  void words(uint64_t* values, size_t count);
  /// A count of items that each take at least `item_bytes`: refused when they cannot all be there.
  uint64_t count(uint64_t item_bytes);
  /// The line of its input that is a line of the piece which has this byte.
  [[nodiscard]] uint64_t lineOfInput(uint32_t source, uint64_t byte_offset, uint64_t line) const {
    return pieces_ == nullptr ? line : line + pieces_->linesBefore(source, byte_offset);
  }
  void fail() {
    ok_ = false;
    position_ = bytes_.size();
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool atEnd() const { return position_ == bytes_.size(); }

 private:
  uint64_t word(size_t count);
  std::string_view bytes_;
  const LineStarts* pieces_;
  size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// Writing JSON text: compact, keys in the order they are written, numbers from their own
// characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tallyfold::json {

/// Appends `text` to `out` as a JSON string with its quotes. Non-ASCII stays as UTF-8.
///   appendQuoted(out, "a\"b") appends "a\"b" with the inner quote escaped.
void appendQuoted(std::string& out, std::string_view text);

/// Writes one JSON document. The caller keeps objects and arrays balanced.
class Writer {
 public:
  Writer& object() { return open('{'); }
  Writer& objectEnd() { return close('}'); }
  Writer& array() { return open('['); }
  Writer& arrayEnd() { return close(']'); }
  Writer& key(std::string_view name);
  Writer& text(std::string_view value);
  /// A value that is JSON already: a number's characters, true, null, a nested document.
  Writer& raw(std::string_view value);
  Writer& boolean(bool value);
  Writer& null();
  Writer& integer(int64_t value);
  Writer& integer(uint64_t value);
  /// Any other type of integer.
  template <typename Integer>
  Writer& integer(Integer value) {
    if constexpr (std::is_signed_v<Integer>) return integer(static_cast<int64_t>(value));
    return integer(static_cast<uint64_t>(value));
  }
  // The same for texts of the program. A view would be written to the stack at each of hundreds of
  // calls.
  Writer& key(const char* name);
  Writer& text(const char* value);
  /// Makes room for a document of about so many bytes, so that a long one is not moved as it grows.
  void reserve(size_t bytes) { out_.reserve(bytes); }
  [[nodiscard]] const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void comma();

  std::string out_;
  bool fresh_ = true;
};

}  // namespace tallyfold::json

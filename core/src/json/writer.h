// SPDX-License-Identifier: Apache-2.0
// Writing JSON text: compact, keys in the order they are written, numbers from their own
// characters.
#pragma once

#include <string>
#include <string_view>

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
  Writer& key(std::string_view name) {
    comma();
    appendQuoted(out_, name);
    out_.push_back(':');
    fresh_ = true;
    return *this;
  }
  Writer& text(std::string_view value) {
    comma();
    appendQuoted(out_, value);
    return *this;
  }
  /// A value that is JSON already: a number's characters, true, null, a nested document.
  Writer& raw(std::string_view value) {
    comma();
    out_.append(value);
    return *this;
  }
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  template <typename Integer>
  Writer& integer(Integer value) {
    return raw(std::to_string(value));
  }
  [[nodiscard]] const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  Writer& open(char bracket) {
    comma();
    out_.push_back(bracket);
    fresh_ = true;
    return *this;
  }
  Writer& close(char bracket) {
    out_.push_back(bracket);
    fresh_ = false;
    return *this;
  }
  void comma() {
    if (!fresh_) out_.push_back(',');
    fresh_ = false;
  }
  std::string out_;
  bool fresh_ = true;
};

}  // namespace tallyfold::json

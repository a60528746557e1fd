// SPDX-License-Identifier: Apache-2.0
// The compact JSON text of an array or object that stands as a property's value: keys sorted,
// numbers as the shortest form of their nearest double. Source of the rule: the service stores
// properties through Go's JSON encoder.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tallyfold {

class NestedText {
 public:
  /// Opens an array or object; false when it nests too deep.
  bool open(bool is_object);
  void key(std::string_view text);
  void number(std::string_view text);
  void text(std::string_view text);
  /// true, false or null.
  void word(const char* word);
  /// Closes the innermost; true when that was the value itself, whose text is then `result`.
  bool close();
  [[nodiscard]] bool isOpen() const { return !levels_.empty(); }
  [[nodiscard]] const std::string& result() const { return result_; }
  /// Whether an integer beyond 64 bits was inside.
  [[nodiscard]] bool sawHugeInteger() const { return saw_huge_; }
  void reset();

 private:
  struct Level {
    bool is_object;
    std::vector<std::pair<std::string, std::string>> items;  // key (empty in arrays) and text
  };
  void add(std::string value);

  std::vector<Level> levels_;
  std::string key_;
  std::vector<std::string> outer_keys_;
  std::string result_;
  bool saw_huge_ = false;
};

/// Whether a JSON number is an integer that 64 bits do not hold but that is written without
/// exponent as a double's shortest form (below 1e21): the service's own JSON reader gives up on
/// such a document.
bool isHugeInteger(std::string_view json_number);

}  // namespace tallyfold

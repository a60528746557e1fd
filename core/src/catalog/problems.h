// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with a catalog: where, in Lago's code, and in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tallyfold/result.h"

namespace tallyfold {

/// What can be wrong with a value, whatever it stands for.
struct Wrong {
  const char* code;
  const char* message;  ///< stands behind the path
};
inline constexpr const char* kInvalidValue = "value_is_invalid";
inline constexpr Wrong kMissing = {"value_is_mandatory", "is missing"};
inline constexpr Wrong kRepeated = {"value_already_exist", "is there already"};
inline constexpr Wrong kNoObject = {kInvalidValue, "must be an object"};
inline constexpr Wrong kNoArray = {kInvalidValue, "must be an array"};
inline constexpr Wrong kNoText = {kInvalidValue, "must be a text"};
inline constexpr Wrong kNoFlag = {kInvalidValue, "must be true or false"};
inline constexpr Wrong kNoInteger = {kInvalidValue, "must be an integer"};

/// A JSON path that is put together only when there is something to say about it. What it is made
/// of must outlive it.
struct JsonPath {
  static constexpr size_t kNoIndex = static_cast<size_t>(-1);

  const JsonPath* parent = nullptr;
  std::string_view name = "$";
  size_t index = kNoIndex;  ///< of an item of the list `name`

  /// "$.plans[2].charges"
  [[nodiscard]] std::string text() const;
  /// The text of a member's path.
  [[nodiscard]] std::string member(std::string_view member_name) const {
    return JsonPath{this, member_name}.text();
  }
};

class CatalogProblems {
 public:
  /// More are counted, not kept: a catalog of nothing but mistakes must not fill the memory.
  static constexpr size_t kMost = 10'000;

  void add(std::string path, std::string code, std::string message);
  void add(std::string path, const Wrong& what) { add(std::move(path), what.code, what.message); }
  /// Adds those of a later part of the document.
  void append(CatalogProblems&& later);
  [[nodiscard]] bool none() const { return problems_.empty(); }
  /// All of them as InvalidCatalog.
  [[nodiscard]] Error error() &&;

 private:
  std::vector<Problem> problems_;
  size_t left_out_ = 0;
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
// Reading the members of catalog objects: what is wrong goes into the problems, with its JSON path.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "catalog/problems.h"
#include "json/object_picker.h"

namespace tallyfold {

class Members {
 public:
  Members(const json::Value& object, const JsonPath& path, CatalogProblems& problems)
      : tree_(&object), path_(path), problems_(problems) {}
  /// The same of an object whose members were picked; it must have all that are asked for.
  Members(const json::ObjectPicker& object, const JsonPath& path, CatalogProblems& problems)
      : picked_(&object), path_(path), problems_(problems) {}

  [[nodiscard]] const JsonPath& path() const { return path_; }
  /// The member; absent and null are the same.
  [[nodiscard]] json::Field find(const char* name) const;
  void problem(const char* name, const Wrong& what);
  void problem(const char* name, const char* code, const char* message);
  void problem(const char* name, const char* code, std::string message);

  /// Below, what is absent is empty, false or `otherwise`; so is what is wrong.
  std::string_view text(const char* name);
  /// Absent, null or empty it is missing.
  std::string_view requiredText(const char* name);
  bool flag(const char* name, bool otherwise = false);
  int64_t integer(const char* name, int64_t otherwise);
  /// An instant in nanoseconds.
  std::optional<int64_t> time(const char* name);
  /// The place of the member's word among `words`.
  std::optional<size_t> choice(const char* name, std::initializer_list<std::string_view> words);

 private:
  const json::Value* tree_ = nullptr;
  const json::ObjectPicker* picked_ = nullptr;
  const JsonPath& path_;
  CatalogProblems& problems_;
};

}  // namespace tallyfold

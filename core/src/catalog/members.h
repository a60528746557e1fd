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
  [[nodiscard]] json::Field find(std::string_view name) const {
    if (picked_ != nullptr) return picked_->find(name);
    const json::Value* value = tree_->find(name);
    return value == nullptr ? json::Field() : json::Field{value->kind, value->text};
  }
  void problem(std::string_view name, const Wrong& what) {
    problems_.add(path_.member(name), what);
  }
  void problem(std::string_view name, const char* code, std::string message) {
    problems_.add(path_.member(name), code, std::move(message));
  }

  /// Below, what is absent is empty, false or `otherwise`; so is what is wrong.
  std::string_view text(std::string_view name);
  /// Absent, null or empty it is missing.
  std::string_view requiredText(std::string_view name);
  bool flag(std::string_view name, bool otherwise = false);
  int64_t integer(std::string_view name, int64_t otherwise);
  /// An instant in nanoseconds.
  std::optional<int64_t> time(std::string_view name);
  /// The place of the member's word among `words`.
  std::optional<size_t> choice(std::string_view name,
                               std::initializer_list<std::string_view> words);

 private:
  const json::Value* tree_ = nullptr;
  const json::ObjectPicker* picked_ = nullptr;
  const JsonPath& path_;
  CatalogProblems& problems_;
};

}  // namespace tallyfold

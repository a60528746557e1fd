// SPDX-License-Identifier: Apache-2.0
// Reading the members of catalog objects: what is wrong goes into the problems, with its JSON path.
//
// The codes are Lago's: value_is_mandatory, value_is_invalid.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/integer_text.h"
#include "catalog/problems.h"
#include "json/value.h"
#include "time/instant.h"
#include "time/zone.h"

namespace tallyfold {

class Members {
 public:
  Members(const json::Value& object, std::string path, CatalogProblems& problems)
      : object_(object), path_(std::move(path)), problems_(problems) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The member; null when it is absent or null.
  [[nodiscard]] const json::Value* find(const char* name) const {
    const json::Value* value = object_.find(name);
    return value == nullptr || value->isNull() ? nullptr : value;
  }
  void problem(const char* name, const std::string& what) {
    problems_.add(path_ + "." + name, what);
  }
  std::string text(const char* name) {
    const json::Value* value = find(name);
    if (value == nullptr) return {};
    if (!value->isText()) problem(name, "value_is_invalid");
    return value->isText() ? value->text : std::string();
  }
  std::string requiredText(const char* name) {
    if (find(name) == nullptr) problem(name, "value_is_mandatory");
    std::string value = text(name);
    const json::Value* written = find(name);
    if (written != nullptr && written->isText() && value.empty())
      problem(name, "value_is_mandatory");
    return value;
  }
  bool flag(const char* name, bool otherwise = false) {
    const json::Value* value = find(name);
    if (value == nullptr) return otherwise;
    if (value->kind == json::Kind::True) return true;
    if (value->kind != json::Kind::False) problem(name, "value_is_invalid");
    return false;
  }
  int64_t integer(const char* name, int64_t otherwise) {
    const json::Value* value = find(name);
    if (value == nullptr) return otherwise;
    const bool readable = value->kind == json::Kind::Number || value->isText();
    const auto number = readable ? readInteger(value->text) : std::nullopt;
    if (!number) problem(name, "value_is_invalid");
    return number.value_or(otherwise);
  }
  std::optional<int64_t> time(const char* name) {
    const json::Value* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto instant = value->isText() ? readRfc3339(value->text) : std::nullopt;
    if (instant && !instant->saturated) return instant->time_ns;
    problem(name, "value_is_invalid");
    return std::nullopt;
  }
  std::shared_ptr<const Zone> zone(const char* name) {
    const std::string zone_name = text(name);
    if (zone_name.empty()) return nullptr;
    auto zone = Zone::find(zone_name);
    if (!zone) problem(name, "value_is_invalid");
    return zone;
  }
  /// The number of the member's word; `otherwise` when it is absent.
  size_t choice(const char* name, std::initializer_list<std::string_view> words,
                std::optional<size_t> otherwise) {
    const json::Value* value = find(name);
    if (value == nullptr) {
      if (!otherwise) problem(name, "value_is_mandatory");
      return otherwise.value_or(0);
    }
    size_t number = 0;
    for (const std::string_view word : words) {
      if (value->isText() && value->text == word) return number;
      ++number;
    }
    problem(name, "value_is_invalid");
    return otherwise.value_or(0);
  }

 private:
  const json::Value& object_;
  std::string path_;
  CatalogProblems& problems_;
};

}  // namespace tallyfold

// SPDX-License-Identifier: Apache-2.0
#include "catalog/members.h"

#include "base/integer_text.h"
#include "time/instant.h"

namespace tallyfold {

json::Field Members::find(const char* name) const {
  if (picked_ != nullptr) return picked_->find(name);
  const json::Value* value = tree_->find(name);
  return value == nullptr ? json::Field() : json::Field{value->kind, value->text};
}

void Members::problem(const char* name, const Wrong& what) {
  problem(name, what.code, what.message);
}

void Members::problem(const char* name, const char* code, const char* message) {
  problem(name, code, std::string(message));
}

void Members::problem(const char* name, const char* code, std::string message) {
  problems_.add(path_.member(name), code, std::move(message));
}

std::string_view Members::text(const char* name) {
  const json::Field value = find(name);
  if (!value.isNull() && !value.isText()) problem(name, kNoText);
  return value.isText() ? value.text : std::string_view();
}

std::string_view Members::requiredText(const char* name) {
  const json::Field value = find(name);
  const bool is_missing = value.isNull() || (value.isText() && value.text.empty());
  if (is_missing) problem(name, kMissing);
  return is_missing ? std::string_view() : text(name);
}

bool Members::flag(const char* name, bool otherwise) {
  const json::Field value = find(name);
  if (value.isNull()) return otherwise;
  if (value.kind == json::Kind::True) return true;
  if (value.kind != json::Kind::False) problem(name, kNoFlag);
  return false;
}

int64_t Members::integer(const char* name, int64_t otherwise) {
  const json::Field value = find(name);
  if (value.isNull()) return otherwise;
  const bool readable = value.isNumber() || value.isText();
  const auto number = readable ? readInteger(value.text) : std::nullopt;
  if (!number) problem(name, kNoInteger);
  return number.value_or(otherwise);
}

std::optional<int64_t> Members::time(const char* name) {
  const json::Field value = find(name);
  if (value.isNull()) return std::nullopt;
  const auto instant = value.isText() ? readRfc3339(value.text) : std::nullopt;
  if (instant && !instant->saturated) return instant->time_ns;
  problem(name, kInvalidValue, "must be a time in RFC 3339, such as 2024-03-06T00:00:00Z");
  return std::nullopt;
}

std::optional<size_t> Members::choice(const char* name,
                                      std::initializer_list<std::string_view> words) {
  const json::Field value = find(name);
  if (value.isNull()) return std::nullopt;
  size_t number = 0;
  std::string known;
  for (const std::string_view word : words) {
    if (value.isText() && value.text == word) return number;
    ++number;
  }
  for (const std::string_view word : words) {
    if (!known.empty()) known += ", ";
    known.append(word);
  }
  problem(name, kInvalidValue, "must be one of " + known);
  return std::nullopt;
}

}  // namespace tallyfold

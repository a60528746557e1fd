// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_reader.h"

#include <algorithm>

#include "json/writer.h"

namespace tallyfold {
namespace {

std::string listed(std::initializer_list<std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) {
    if (!list.empty()) list += ", ";
    list += word;
  }
  return list;
}

}  // namespace

QueryReader::QueryReader(const json::Value& object, std::string path, QueryProblems& problems)
    : object_(object), path_(std::move(path)), problems_(problems) {
  if (!object.isObject()) problem("must be an object");
}

const json::Value* QueryReader::find(const char* key) const {
  const json::Value* value = object_.find(key);
  return value == nullptr || value->isNull() ? nullptr : value;
}

std::string QueryReader::pathOf(std::string_view key) const {
  return path_ + "." + std::string(key);
}

void QueryReader::problem(std::string_view key, std::string what) const {
  problems_.emplace_back(pathOf(key), std::move(what));
}

void QueryReader::problem(const char* key, const char* what) const {
  problem(std::string_view(key), std::string(what));
}

void QueryReader::problem(std::string what) const {
  problems_.emplace_back(path_, std::move(what));
}

std::optional<std::string> QueryReader::text(const char* key) const {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->isText()) return value->text;
  problem(key, "must be a text");
  return std::nullopt;
}

std::optional<size_t> QueryReader::choice(const char* key,
                                          std::initializer_list<std::string_view> words) const {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto found =
      value->isText() ? std::find(words.begin(), words.end(), value->text) : words.end();
  if (found != words.end()) return static_cast<size_t>(found - words.begin());
  problem(key, "must be one of " + listed(words));
  return std::nullopt;
}

bool QueryReader::boolean(const char* key) const {
  const json::Value* value = find(key);
  if (value == nullptr) return false;
  const bool known = value->kind == json::Kind::True || value->kind == json::Kind::False;
  if (!known) problem(key, "must be true or false");
  return value->kind == json::Kind::True;
}

std::optional<Decimal> QueryReader::number(const char* key) const {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  std::optional<Decimal> number = numberOf(*value);
  if (!number) problem(key, "must be a decimal number");
  return number;
}

std::optional<uint64_t> QueryReader::positiveInteger(const char* key) const {
  const json::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto number = value->kind == json::Kind::Number ? numberOf(*value) : std::nullopt;
  const auto integer = number ? number->toInteger64() : std::nullopt;
  constexpr int64_t kMost = UINT32_MAX;
  if (integer && *integer >= 1 && *integer <= kMost) return static_cast<uint64_t>(*integer);
  problem(key, "must be a whole number from 1");
  return std::nullopt;
}

void QueryReader::allow(std::initializer_list<std::string_view> keys) const {
  for (const auto& [key, value] : object_.members) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      problem(key, "is not known here; there are " + listed(keys));
  }
}

std::optional<Dimension> dimensionNamed(std::string_view name) {
  static constexpr std::pair<std::string_view, Attribute> kAttributes[] = {
      {"customer", Attribute::Customer},
      {"customer_id", Attribute::CustomerId},
      {"subscription", Attribute::Subscription},
      {"source", Attribute::Source},
      {"id", Attribute::IdText}};
  constexpr std::string_view kPrefix = "properties.";
  Dimension dimension;
  dimension.is_event_name = name == "event";
  if (dimension.is_event_name) return dimension;
  for (const auto& [known, attribute] : kAttributes) {
    if (name != known) continue;
    dimension.field = FieldName::ofAttribute(attribute);
    return dimension;
  }
  if (name.size() <= kPrefix.size() || name.substr(0, kPrefix.size()) != kPrefix)
    return std::nullopt;
  dimension.field = FieldName::ofProperty(name.substr(kPrefix.size()));
  return dimension;
}

std::optional<Decimal> numberOf(const json::Value& value) {
  if (value.kind != json::Kind::Number && !value.isText()) return std::nullopt;
  return Decimal::parse(value.text);
}

RefusedRequest queryRefusal(const QueryProblems& problems) {
  json::Writer out;
  out.object().key("error").text("invalid_query");
  out.key("message").text(problems.empty() ? "the query cannot be answered"
                                           : problems[0].first + " " + problems[0].second);
  out.key("problems").array();
  for (const auto& [path, what] : problems)
    out.object().key("path").text(path).key("message").text(what).objectEnd();
  return {400, out.arrayEnd().objectEnd().take()};
}

}  // namespace tallyfold

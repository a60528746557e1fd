// SPDX-License-Identifier: Apache-2.0
// Reading one object of our own query: every problem is listed with its JSON path, names that
// nobody knows among them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/value.h"
#include "numeric/decimal.h"
#include "select/condition.h"
#include "shape/dialect.h"

namespace tallyfold {

using QueryProblems = std::vector<std::pair<std::string, std::string>>;

class QueryReader {
 public:
  /// Objects that are none are problems; then every member is absent.
  QueryReader(const json::Value& object, std::string path, QueryProblems& problems);

  /// The member; null when it is absent or null.
  const json::Value* find(const char* key) const;
  void problem(std::string_view key, std::string what) const;
  void problem(const char* key, const char* what) const;
  /// The problem of the object itself.
  void problem(std::string what) const;
  [[nodiscard]] std::string pathOf(std::string_view key) const;
  [[nodiscard]] QueryProblems& problems() const { return problems_; }

  std::optional<std::string> text(const char* key) const;
  /// The index of one of the words.
  std::optional<size_t> choice(const char* key,
                               std::initializer_list<std::string_view> words) const;
  bool boolean(const char* key) const;
  /// A number, or a text that spells one.
  std::optional<Decimal> number(const char* key) const;
  std::optional<uint64_t> positiveInteger(const char* key) const;
  /// Every member must be one of these.
  void allow(std::initializer_list<std::string_view> keys) const;

 private:
  const json::Value& object_;
  std::string path_;
  QueryProblems& problems_;
};

/// "customer", "event", "properties.region" ...; absent for other texts.
std::optional<Dimension> dimensionNamed(std::string_view name);
inline constexpr std::string_view kDimensionNames =
    "use event, customer, customer_id, subscription, source, id or properties.<name>";

/// A JSON number, or a JSON text that spells a number.
std::optional<Decimal> numberOf(const json::Value& value);

/// {"error":"invalid_query","message":...,"problems":[{"path":...,"message":...}]}
RefusedRequest queryRefusal(const QueryProblems& problems);

}  // namespace tallyfold

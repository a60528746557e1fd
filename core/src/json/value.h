// SPDX-License-Identifier: Apache-2.0
// A small JSON document for requests and mappings: numbers keep their characters, members their
// order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tallyfold/result.h"

namespace tallyfold::json {

enum class Kind { Null, False, True, Number, Text, Array, Object };

struct Value {
  Kind kind = Kind::Null;
  std::string text;          ///< a number's or text's characters
  std::vector<Value> items;  ///< of an array
  struct Member;
  std::vector<Member> members;  ///< of an object, as written; of a repeated key the last holds

  /// The member's value, or null when this is no object or has no such member.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const Value* find(const char* key) const;
  [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
  [[nodiscard]] bool isText() const { return kind == Kind::Text; }
  [[nodiscard]] bool isObject() const { return kind == Kind::Object; }
  [[nodiscard]] bool isArray() const { return kind == Kind::Array; }
};

// Not a pair: Clang wants both types of a pair complete where a vector of it is declared.
struct Value::Member {
  std::string key;
  Value value;
};

/// No document nests deeper than this; deeper input is refused before it can exhaust the stack.
inline constexpr int kMaxDepth = 128;

/// Reads one JSON document, or a value that stands `outer` levels inside one. Errors: not JSON,
/// more than one value, deeper than kMaxDepth.
///   parse("{\"a\":1.50}").value().find("a")->text  is "1.50"
Result<Value> parse(std::string_view text, int outer = 0);

/// Whether `parse` would read the text; nothing is kept of it. Errors: those of `parse`.
Status check(std::string_view text, int outer = 0);

}  // namespace tallyfold::json

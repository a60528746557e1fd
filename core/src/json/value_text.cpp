// SPDX-License-Identifier: Apache-2.0
#include "json/value_text.h"

#include <algorithm>

namespace tallyfold::json {

void writeValue(Writer& out, const Value& value) {
  switch (value.kind) {
    case Kind::Null:
      out.null();
      break;
    case Kind::False:
    case Kind::True:
      out.boolean(value.kind == Kind::True);
      break;
    case Kind::Number:
      out.raw(value.text);
      break;
    case Kind::Text:
      out.text(value.text);
      break;
    case Kind::Array:
      out.array();
      for (const Value& item : value.items) writeValue(out, item);
      out.arrayEnd();
      break;
    case Kind::Object:
      out.object();
      for (const auto& [key, member] : value.members) writeValue(out.key(key), member);
      out.objectEnd();
      break;
  }
}

std::string valueText(const Value& value) {
  Writer out;
  writeValue(out, value);
  return out.take();
}

uint64_t bytesToParse(std::string_view text) {
  const auto times = [text](char c) {
    return static_cast<uint64_t>(std::count(text.begin(), text.end(), c));
  };
  // A list that grows holds its old and its new place for a while; an object begins with room for
  // eight members; the texts stand in the reader's copy and in the tree.
  constexpr uint64_t kGrowing = 3;
  constexpr uint64_t kFirstMembers = 8;
  const uint64_t values = 1 + times(',') + times('[') + times('{');
  return sizeof(Value::Member) * (kGrowing * values + kFirstMembers * times('{')) + 3 * text.size();
}

}  // namespace tallyfold::json

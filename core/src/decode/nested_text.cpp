// SPDX-License-Identifier: Apache-2.0
#include "decode/nested_text.h"

#include <algorithm>

#include "base/sort.h"
#include "json/sax.h"
#include "json/writer.h"
#include "numeric/double_text.h"

namespace tallyfold {

bool NestedText::open(bool is_object) {
  // The event itself takes a few of the levels; what is left is still far from the stack's end.
  if (levels_.size() >= static_cast<size_t>(json::kMaxDepth - 8)) return false;
  outer_keys_.push_back(key_);
  levels_.push_back({is_object, {}});
  return true;
}

void NestedText::key(std::string_view text) { key_.assign(text); }

void NestedText::add(std::string value) {
  Level& level = levels_.back();
  level.items.emplace_back(level.is_object ? key_ : std::string(), std::move(value));
}

void NestedText::number(std::string_view text) {
  saw_huge_ = saw_huge_ || isHugeInteger(text);
  std::string shortest = doubleTextOfNumber(text);
  const size_t plus = shortest.find('+');  // the service's database writes 1e21, not 1e+21
  if (plus != std::string::npos) shortest.erase(plus, 1);
  add(shortest.empty() ? std::string(text) : std::move(shortest));
}

void NestedText::text(std::string_view text) {
  std::string quoted;
  json::appendQuoted(quoted, text);
  add(std::move(quoted));
}

void NestedText::word(const char* word) { add(word); }

bool NestedText::close() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  if (level.is_object) {
    // Of a repeated key the last holds: a stable sort keeps it last among its equals.
    const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(level.items.begin(), level.items.end(), less)) sortItems(level.items, less);
  }
  std::string text(1, level.is_object ? '{' : '[');
  for (size_t i = 0; i < level.items.size(); ++i) {
    const auto& [key, value] = level.items[i];
    if (level.is_object && i + 1 < level.items.size() && level.items[i + 1].first == key) continue;
    if (text.size() > 1) text.push_back(',');
    if (level.is_object) {
      json::appendQuoted(text, key);
      text.push_back(':');
    }
    text += value;
  }
  text.push_back(level.is_object ? '}' : ']');
  key_ = std::move(outer_keys_.back());
  outer_keys_.pop_back();
  if (levels_.empty()) return result_ = std::move(text), true;
  add(std::move(text));
  return false;
}

void NestedText::reset() {
  levels_.clear();
  outer_keys_.clear();
  saw_huge_ = false;
}

bool isHugeInteger(std::string_view json_number) {
  // Nineteen digits, or an exponent: nothing shorter leaves 64 bits.
  if (json_number.size() < 19 && json_number.find_first_of("eE") == std::string_view::npos)
    return false;
  const std::string text = doubleTextOfNumber(json_number);
  if (text.empty() || text.find_first_of(".e") != std::string::npos) return false;
  const bool negative = text[0] == '-';
  const std::string_view digits = std::string_view(text).substr(negative ? 1 : 0);
  const std::string_view limit = negative ? "9223372036854775808" : "18446744073709551615";
  return digits.size() != limit.size() ? digits.size() > limit.size() : digits > limit;
}

}  // namespace tallyfold

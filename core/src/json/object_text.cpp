// SPDX-License-Identifier: Apache-2.0
#include "json/object_text.h"

#include <algorithm>
#include <cstring>

#include "json/value.h"

namespace tallyfold::json {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// The offset behind the text whose quote stands at `at`.
size_t textEnd(std::string_view text, size_t at) {
  for (size_t from = at + 1;;) {
    const auto* quote =
        static_cast<const char*>(std::memchr(text.data() + from, '"', text.size() - from));
    if (quote == nullptr) return kNowhere;
    const auto end = static_cast<size_t>(quote - text.data());
    size_t escapes = 0;
    while (text[end - escapes - 1] == '\\') ++escapes;
    if (escapes % 2 == 0) return end + 1;
    from = end + 1;
  }
}

// The offset behind a number, true, false or null.
size_t wordEnd(std::string_view text, size_t at) {
  const size_t end = text.find_first_of(",]} \n\r\t", at);
  return end == kNowhere ? text.size() : end;
}

std::optional<std::string> keyOf(std::string_view quoted) {
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  const auto is_special = [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20; };
  if (std::none_of(inner.begin(), inner.end(), is_special)) return std::string(inner);
  Result<Value> read = parse(quoted);
  if (!read) return std::nullopt;
  return std::move(read.value().text);
}

}  // namespace

size_t valueEnd(std::string_view text, size_t at) {
  if (at >= text.size()) return kNowhere;
  if (text[at] != '"' && text[at] != '[' && text[at] != '{') return wordEnd(text, at);
  size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = textEnd(text, at);
      if (at == kNowhere || depth == 0) return at;
      continue;
    }
    ++at;
    // Brackets differ from braces in one bit only, as '[' and '{', ']' and '}' do.
    const char bracket = static_cast<char>(c | 0x20);
    if (bracket == '{') ++depth;
    if (bracket == '}' && --depth == 0) return at;
  }
  return kNowhere;
}

std::optional<std::vector<MemberText>> splitObject(std::string_view text) {
  std::vector<MemberText> members;
  size_t at = skipSpace(text, 0);
  if (at >= text.size() || text[at] != '{') return std::nullopt;
  at = skipSpace(text, at + 1);
  bool is_open = at >= text.size() || text[at] != '}';
  while (is_open) {
    if (at >= text.size() || text[at] != '"') return std::nullopt;
    const size_t key_end = textEnd(text, at);
    if (key_end == kNowhere) return std::nullopt;
    auto key = keyOf(text.substr(at, key_end - at));
    at = skipSpace(text, key_end);
    if (!key || at >= text.size() || text[at] != ':') return std::nullopt;
    at = skipSpace(text, at + 1);
    const size_t end = valueEnd(text, at);
    if (end == kNowhere) return std::nullopt;
    members.push_back({*std::move(key), text.substr(at, end - at)});
    at = skipSpace(text, end);
    if (at >= text.size() || (text[at] != ',' && text[at] != '}')) return std::nullopt;
    is_open = text[at] == ',';
    if (is_open) at = skipSpace(text, at + 1);
  }
  if (skipSpace(text, at + 1) != text.size()) return std::nullopt;
  return members;
}

}  // namespace tallyfold::json
